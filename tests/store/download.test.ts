import { readdirSync, readFileSync, rmSync } from "node:fs"
import type { IncomingMessage, ServerResponse } from "node:http"
import { createServer } from "node:net"
import { join } from "node:path"
import { Readable } from "node:stream"
import { afterEach, beforeEach, describe, expect, type MockInstance, test, vi } from "vitest"
import type { Clock } from "../../lib/clock.ts"
import { openDiskStore } from "../../lib/store/disk-store.ts"
import { type DownloadInput, download } from "../../lib/store/download.ts"
import { GrowingFile, type KeptDownload } from "../../lib/store/growing-file.ts"
import type { FileStore } from "../../lib/store/stored.ts"
import { temporaryDirectory } from "../formats/chunk-reader.ts"
import { type FileServer, sendFile, serve } from "./file-server.ts"

const CONTENT = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7) % 251))
const HALF = 150_000

let directory: ReturnType<typeof temporaryDirectory>
let store: FileStore
let kept: KeptDownload | null
let received: string | null
let servers: FileServer[]
let waits: number[]
let clock: Clock
let spied: MockInstance<GrowingFile["append"]>

/** Bytes that have arrived, so that a server knows when it may break off. */
const growing = () => (spied.mock.contexts.at(-1) as GrowingFile | undefined)?.bytes ?? 0

beforeEach(async () => {
  directory = temporaryDirectory()
  store = await openDiskStore(directory.path)
  kept = null
  received = null
  spied = vi.spyOn(GrowingFile.prototype, "append")
  servers = []
  waits = []
  clock = {
    now: () => Date.now(),
    wait: async (ms) => {
      waits.push(ms)
    },
  }
})
afterEach(async () => {
  spied.mockRestore()
  await Promise.all(servers.map((server) => server.close()))
  directory.remove()
})

async function server(answer: (request: IncomingMessage, response: ServerResponse, number: number) => void) {
  const running = await serve(answer)
  servers.push(running)
  return running
}

/** One call, which goes on with what the call before has left. */
async function fetchFrom(source: FileServer, changes: Partial<DownloadInput> = {}) {
  const result = await download({
    url: source.url(),
    store,
    kept,
    allow: [source.host],
    max_bytes: 10_000_000,
    deadline: Date.now() + 60_000,
    clock,
    ...changes,
  })
  if (!result.done) {
    kept = result.kept
    const { done, bytes, total, original_name } = result
    return { done, bytes, total, original_name }
  }
  kept = null
  received = result.file.locator
  const { bytes, original_name } = result.file
  return { done: true, bytes, total: bytes, original_name }
}

const onDisk = () => readFileSync(received ?? "").equals(CONTENT)

describe("a download", () => {
  test("arrives whole and says what it is called", async () => {
    const source = await server((request, response) => sendFile(request, response, { content: CONTENT }))
    const result = await fetchFrom(source)
    expect(result).toEqual({ done: true, bytes: 300_000, total: 300_000, original_name: "extract.zip" })
    expect(onDisk()).toBe(true)
  })

  test("of unknown length is as long as it turns out", async () => {
    const source = await server((_request, response) => {
      response.write(CONTENT.subarray(0, HALF))
      response.end(CONTENT.subarray(HALF))
    })
    expect(await fetchFrom(source)).toMatchObject({ done: true, bytes: 300_000, total: 300_000 })
  })

  test("of no bytes is whole as well", async () => {
    const source = await server((_request, response) => response.end())
    expect(await fetchFrom(source)).toMatchObject({ done: true, bytes: 0, total: 0 })
  })

  test("that is a login page with status 200 arrives like any other", async () => {
    const source = await server((_request, response) => response.end("<!DOCTYPE html>"))
    expect(await fetchFrom(source)).toMatchObject({ done: true, bytes: 15 })
  })

  test("asks for the bytes as they are", async () => {
    const source = await server((_request, response) => response.end())
    await fetchFrom(source)
    expect(source.requests[0]?.headers).toMatchObject({ "accept-encoding": "identity" })
    expect(source.requests[0]?.headers.range).toBeUndefined()
  })

  const names: [name: string, path: string, disposition: string | undefined, expected: string][] = [
    [
      "the path",
      "/a/KboOpenData_0140_2025_10_05_Full.zip?token=1",
      undefined,
      "KboOpenData_0140_2025_10_05_Full.zip",
    ],
    ["a header", "/download?id=7", 'attachment; filename="Kbo Full.zip"', "Kbo Full.zip"],
    ["an encoded header", "/get", "attachment; filename=\"x.zip\"; filename*=UTF-8''K%C3%A9.zip", "Ké.zip"],
    ["a header that means harm", "/get", 'attachment; filename="../../etc/cron.zip"', "cron.zip"],
    ["an encoded path", "/a%2F..%2Fb%20c.zip", undefined, "b c.zip"],
    ["nothing", "/", undefined, "download"],
  ]
  for (const [name, urlPath, disposition, expected] of names) {
    test(`takes its name from ${name}`, async () => {
      const source = await server((_request, response) => {
        if (disposition) response.setHeader("content-disposition", disposition)
        response.end("x")
      })
      expect(await fetchFrom(source, { url: source.url(urlPath) })).toMatchObject({ original_name: expected })
    })
  }
})

describe("going on", () => {
  const etag = '"v1"'

  test("a dropped connection goes on behind its last byte", async () => {
    const source = await server((request, response, number) =>
      sendFile(request, response, {
        content: CONTENT,
        etag,
        cut: number < 4 ? 70_000 : undefined,
        growing,
      }),
    )
    expect(await fetchFrom(source)).toMatchObject({ done: true, bytes: 300_000 })
    expect(onDisk()).toBe(true)
    const starts = source.requests.map(({ headers }) => Number(/\d+/.exec(headers.range ?? "0")?.[0]))
    expect(starts).toEqual([0, 70_000, 140_000, 210_000])
    expect(source.requests[1]?.headers["if-range"]).toBe(etag)
    expect(waits).toEqual([250, 500, 1_000])
  })

  test("a date of change serves where there is no strong ETag", async () => {
    const modified = "Sun, 05 Oct 2025 06:00:00 GMT"
    const source = await server((request, response, number) =>
      sendFile(request, response, {
        content: CONTENT,
        modified,
        cut: number === 1 ? HALF : undefined,
        growing,
      }),
    )
    expect(await fetchFrom(source)).toMatchObject({ done: true })
    expect(source.requests[1]?.headers["if-range"]).toBe(modified)
    expect(onDisk()).toBe(true)
  })

  for (const weak of [undefined, 'W/"v1"']) {
    test(`a server with ${weak ? "a weak ETag" : "no validator"} is asked for everything again`, async () => {
      const source = await server((request, response, number) =>
        sendFile(request, response, {
          content: CONTENT,
          etag: weak,
          cut: number === 1 ? HALF : undefined,
          growing,
        }),
      )
      expect(await fetchFrom(source)).toMatchObject({ done: true })
      expect(source.requests[1]?.headers.range).toBeUndefined()
      expect(onDisk()).toBe(true)
    })
  }

  test("a version that changed in between starts over, also when it shrank", async () => {
    const old = { content: Buffer.alloc(400_000, "old"), etag: '"v0"', cut: 350_000, growing }
    const source = await server((request, response, number) =>
      sendFile(request, response, number === 1 ? old : { content: CONTENT, etag }),
    )
    expect(await fetchFrom(source)).toMatchObject({ done: true, bytes: 300_000, total: 300_000 })
    expect(source.requests[1]?.headers["if-range"]).toBe('"v0"')
    expect(onDisk()).toBe(true)
  })

  const misleading: [name: string, status: number, range: string | undefined, tag: string | undefined][] = [
    ["other bytes than asked for", 206, "bytes 0-299999/300000", etag],
    ["no range", 206, undefined, etag],
    ["another length", 206, "bytes 150000-299999/400000", etag],
    ["another version", 206, "bytes 150000-299999/300000", '"v2"'],
    ["that there is no such range", 416, "bytes */300000", etag],
  ]
  for (const [name, status, range, tag] of misleading) {
    test(`a server that answers with ${name} is asked for everything again`, async () => {
      const source = await server((request, response, number) => {
        if (number !== 2)
          return sendFile(request, response, {
            content: CONTENT,
            etag,
            cut: number === 1 ? HALF : undefined,
            growing,
          })
        response.writeHead(status, { ...(range && { "content-range": range }), ...(tag && { etag: tag }) })
        response.end(CONTENT.subarray(HALF))
      })
      expect(await fetchFrom(source)).toMatchObject({ done: true, bytes: 300_000 })
      expect(source.requests.map(({ headers }) => headers.range)).toEqual([
        undefined,
        "bytes=150000-",
        undefined,
      ])
      expect(onDisk()).toBe(true)
    })
  }

  test("a connection that breaks off again and again is given up", async () => {
    const source = await server((request, response) =>
      sendFile(request, response, { content: CONTENT, etag, cut: 1_000, growing }),
    )
    await expect(fetchFrom(source)).rejects.toMatchObject({
      status: 422,
      code: "url_unreachable",
      detail: /broke off/,
    })
    expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000])
    expect(source.requests).toHaveLength(6)
  })

  test("a passing status is asked again, a lasting one is told", async () => {
    const passing = await server((request, response, number) => {
      if (number > 2) return sendFile(request, response, { content: CONTENT })
      response.writeHead(503).end()
    })
    expect(await fetchFrom(passing)).toMatchObject({ done: true })
    const lasting = await server((_request, response) => response.writeHead(503).end())
    await expect(fetchFrom(lasting)).rejects.toMatchObject({ code: "url_status", detail: /503/ })
  })

  test("what a deadline leaves behind is completed by the next call, in any process", async () => {
    let time = 0
    const source = await server((request, response, number) => {
      if (number > 1) return sendFile(request, response, { content: CONTENT, etag })
      response.writeHead(200, { "content-length": CONTENT.length, etag })
      response.write(CONTENT.subarray(0, HALF), () => {
        time = 60_000
        response.write(CONTENT.subarray(HALF, HALF + 10_000))
      })
    })
    const stopped = { deadline: 60_000, clock: { ...clock, now: () => time } }
    const first = await fetchFrom(source, stopped)
    expect(first).toMatchObject({ done: false, total: 300_000, original_name: "extract.zip" })
    expect(first.bytes).toBeGreaterThan(0)
    expect(await fetchFrom(source)).toEqual({
      done: true,
      bytes: 300_000,
      total: 300_000,
      original_name: "extract.zip",
    })
    expect(source.requests[1]?.headers.range).toBe(`bytes=${first.bytes}-`)
    expect(onDisk()).toBe(true)
  })

  test("a server that falls silent does not hold a call beyond its deadline", async () => {
    const source = await server((_request, response) => {
      response.writeHead(200, { "content-length": CONTENT.length, etag })
      response.write(CONTENT.subarray(0, HALF))
    })
    const result = await fetchFrom(source, { deadline: Date.now() + 700 })
    expect(result).toMatchObject({ done: false, total: 300_000 })
  })

  test("nothing is asked for once the deadline is near", async () => {
    const source = await server((request, response) =>
      sendFile(request, response, { content: CONTENT, etag }),
    )
    expect(await fetchFrom(source, { deadline: Date.now() })).toMatchObject({
      done: false,
      bytes: 0,
      total: null,
    })
    expect(await fetchFrom(source)).toMatchObject({ done: true, bytes: 300_000 })
    expect(source.requests).toHaveLength(1)
  })

  test("what is kept for the next call does not hold the URL", async () => {
    const source = await server((_request, response) => {
      response.writeHead(200, { "content-length": CONTENT.length, etag })
      response.write(CONTENT.subarray(0, HALF))
    })
    await fetchFrom(source, { url: source.url("/a.zip?token=secret"), deadline: Date.now() + 700 })
    expect(kept?.tail).toBe(HALF)
    expect(JSON.stringify(kept)).not.toContain("secret")
    await fetchFrom(
      await server((request, response) => sendFile(request, response, { content: CONTENT, etag })),
    )
    expect(onDisk()).toBe(true)
    expect(readdirSync(directory.path)).toHaveLength(1)
  })

  test("a file that was made of it by a call that was killed then is not left beside the one that is fetched again", async () => {
    const source = await server((request, response, number) => {
      if (number > 1) return sendFile(request, response, { content: CONTENT, etag })
      response.writeHead(200, { "content-length": CONTENT.length, etag })
      response.write(CONTENT.subarray(0, HALF))
    })
    await fetchFrom(source, { deadline: Date.now() + 700 })
    const before = kept
    await fetchFrom(source)
    // Nobody was told of it: what the job knows is what the first call has left.
    kept = before
    expect(await fetchFrom(source)).toMatchObject({ done: true, bytes: 300_000 })
    expect(onDisk()).toBe(true)
    expect(readdirSync(directory.path)).toHaveLength(1)
  })

  test("bytes that are gone from the store are fetched again", async () => {
    const source = await server((request, response, number) => {
      if (number > 1) return sendFile(request, response, { content: CONTENT, etag })
      response.writeHead(200, { "content-length": CONTENT.length, etag })
      response.write(CONTENT.subarray(0, HALF))
    })
    await fetchFrom(source, { deadline: Date.now() + 700 })
    for (const name of readdirSync(directory.path)) rmSync(join(directory.path, name))
    expect(await fetchFrom(source)).toMatchObject({ done: true })
    expect(source.requests[1]?.headers.range).toBeUndefined()
    expect(onDisk()).toBe(true)
  })

  test("a file that only comes from its beginning and takes longer than a call is refused, saying what to do", async () => {
    const source = await server((_request, response) => {
      response.writeHead(200, { "content-length": CONTENT.length })
      response.write(CONTENT.subarray(0, HALF))
    })
    const refused = fetchFrom(source, { deadline: Date.now() + 700 })
    await expect(refused).rejects.toMatchObject({
      status: 422,
      code: "download_not_resumable",
      detail: /upload the file/,
    })
    expect(readdirSync(directory.path)).toEqual([])
  })

  test("the same holds for one whose server knows its version and no ranges", async () => {
    const source = await server((_request, response) => {
      response.writeHead(200, { "content-length": CONTENT.length, etag })
      response.write(CONTENT.subarray(0, HALF))
    })
    expect(await fetchFrom(source, { deadline: Date.now() + 700 })).toMatchObject({ done: false })
    const refused = fetchFrom(source, { deadline: Date.now() + 700 })
    await expect(refused).rejects.toMatchObject({ code: "download_not_resumable" })
  })

  test("three calls that bring nothing are the end, with the reason", async () => {
    const source = await server((_request, response, number) => {
      if (number > 1) return void response.writeHead(503).end()
      response.writeHead(200, { "content-length": CONTENT.length, etag })
      response.write(CONTENT.subarray(0, HALF))
    })
    await fetchFrom(source, { deadline: Date.now() + 700 })
    expect(await fetchFrom(source)).toMatchObject({ done: false, bytes: HALF })
    expect(await fetchFrom(source)).toMatchObject({ done: false, bytes: HALF })
    await expect(fetchFrom(source)).rejects.toMatchObject({ code: "url_status", detail: /503/ })
    expect(readdirSync(directory.path)).toEqual([])
  })

  test("a body of a length that nobody has told is gone on with where its version is known", async () => {
    const source = await server((request, response, number) => {
      if (number > 1) return sendFile(request, response, { content: CONTENT, etag })
      response.writeHead(200, { etag })
      response.write(CONTENT.subarray(0, HALF))
    })
    const first = await fetchFrom(source, { deadline: Date.now() + 700 })
    expect(first).toMatchObject({ done: false, bytes: HALF, total: null })
    expect(await fetchFrom(source)).toMatchObject({ done: true, bytes: CONTENT.length })
    expect(source.requests.at(-1)?.headers).toMatchObject({ range: `bytes=${HALF}-`, "if-range": etag })
    expect(onDisk()).toBe(true)
  })

  test("such a body that was there to its last byte, without its end, is whole when there is no more of it", async () => {
    const source = await server((_request, response, number) => {
      if (number > 1)
        return void response.writeHead(416, { "content-range": `bytes */${CONTENT.length}`, etag }).end()
      response.writeHead(200, { etag })
      response.write(CONTENT)
    })
    expect(await fetchFrom(source, { deadline: Date.now() + 900 })).toMatchObject({ done: false })
    expect(await fetchFrom(source)).toMatchObject({ done: true, bytes: CONTENT.length })
    expect(onDisk()).toBe(true)
  })

  test("what comes in parts has the same hash as what comes at once", async () => {
    const large = Buffer.alloc(20_000_000, "abcdefg")
    const source = await server((request, response, number) => {
      if (number > 1) return sendFile(request, response, { content: large, etag })
      response.writeHead(200, { "content-length": large.length, etag })
      response.write(large.subarray(0, 17_000_000))
    })
    const limits = { max_bytes: 100_000_000 }
    const first = await fetchFrom(source, { ...limits, deadline: Date.now() + 1_500 })
    expect(first).toMatchObject({ done: false, bytes: 17_000_000 })
    const whole = await download({
      ...{ url: source.url(), store, kept, allow: [source.host], ...limits },
      ...{ deadline: Date.now() + 60_000, clock },
    })
    const other = await store.receive(Readable.from([large]), "large.zip", limits)
    expect(whole).toMatchObject({
      done: true,
      file: { content_hash: other.content_hash, bytes: large.length },
    })
  })
})

describe("cut off", () => {
  test("a body that says it is too large, before it is read", async () => {
    const source = await server((_request, response) => {
      response.writeHead(200, { "content-length": 10_000_001 })
      response.write("x")
    })
    await expect(fetchFrom(source)).rejects.toMatchObject({
      status: 413,
      code: "download_too_large",
      detail: /9 MB/,
    })
    expect(readdirSync(directory.path)).toEqual([])
  })

  test("a body without end, at the limit", async () => {
    let sent = 0
    const source = await server((_request, response) => {
      const more = () => {
        sent += 100_000
        if (!response.destroyed) response.write(Buffer.alloc(100_000), more)
      }
      more()
    })
    await expect(fetchFrom(source, { max_bytes: 1_000_000 })).rejects.toMatchObject({
      code: "download_too_large",
    })
    expect(readdirSync(directory.path)).toEqual([])
    expect(sent).toBeLessThan(30_000_000)
  })

  test("silence before the answer and within the body", async () => {
    const mute = await server(() => {})
    await expect(fetchFrom(mute, { idle_ms: 80 })).rejects.toMatchObject({
      status: 422,
      code: "download_too_slow",
    })
    const halting = await server((_request, response) => void response.write("x"))
    await expect(fetchFrom(halting, { idle_ms: 80 })).rejects.toMatchObject({
      code: "download_too_slow",
      detail: /nothing for 0.08/,
    })
  })

  test("a body that drips", async () => {
    let time = 0
    const source = await server((_request, response) => {
      const drip = setInterval(() => {
        time += 10_000
        response.write("x")
      }, 5)
      response.on("close", () => clearInterval(drip))
    })
    const dripping = fetchFrom(source, { deadline: 10_000_000, clock: { ...clock, now: () => time } })
    await expect(dripping).rejects.toMatchObject({ code: "download_too_slow", detail: /1 KB a second/ })
  })
})

describe("refused", () => {
  for (const status of [204, 206, 304, 401, 403, 404, 500]) {
    test(`status ${status} is told, and the secrets of the URL are not`, async () => {
      const source = await server((_request, response) => response.writeHead(status).end())
      const refusal = await fetchFrom(source, { url: source.url("/p.zip?token=secret") }).catch(
        (error) => error,
      )
      expect(refusal).toMatchObject({
        status: 422,
        code: "url_status",
        detail: expect.stringContaining(`${status}`),
      })
      expect(refusal.detail).toContain(source.host)
      expect(refusal.detail).not.toMatch(/secret|token|p\.zip/)
      expect(readdirSync(directory.path)).toEqual([])
    })
  }

  test("a relative redirect is followed", async () => {
    const source = await server((request, response) => {
      if (request.url !== "/new/b.zip") return response.writeHead(302, { location: "/new/b.zip" }).end()
      return response.end("x")
    })
    expect(await fetchFrom(source, { url: source.url("/get") })).toMatchObject({
      done: true,
      original_name: "b.zip",
    })
  })

  const redirects: [location: (other: FileServer) => string, says: RegExp][] = [
    [(other) => other.url(), /127\.0\.0\.1:\d+: plain http/],
    [(other) => `https://${other.host}/`, /loopback/],
    [(other) => `https://localhost:${other.host.split(":")[1]}/`, /localhost: it is a loopback address/],
    [() => "https://[::1]/", /loopback/],
    [() => "https://2130706433/", /127\.0\.0\.1: it is a loopback/],
    [() => "https://169.254.169.254/latest/meta-data/", /link-local/],
    [() => "http://169.254.169.254/latest/meta-data/", /plain http/],
    [() => "https://10.0.0.1/", /private/],
    [() => "file:///etc/passwd", /file: URLs/],
    [() => "http://user:secret@example.org/", /user name or password/],
    [() => "https://[", /no URL/],
  ]
  for (const [location, says] of redirects) {
    test(`a redirect is checked like the first URL: ${says.source}`, async () => {
      const other = await server((_request, response) => response.end("internal"))
      const source = await server((_request, response) =>
        response.writeHead(302, { location: location(other) }).end(),
      )
      const refusal = await fetchFrom(source).catch((error) => error)
      expect(refusal).toMatchObject({ status: 422, code: "url_refused", detail: expect.stringMatching(says) })
      expect(refusal.detail).not.toContain("secret")
      expect(other.requests).toEqual([])
    })
  }

  test("redirects without end", async () => {
    const source = await server((_request, response) => response.writeHead(302, { location: "/again" }).end())
    await expect(fetchFrom(source)).rejects.toMatchObject({
      code: "url_refused",
      detail: /more than 5 redirects/,
    })
    expect(source.requests).toHaveLength(6)
  })

  test("a server that is not there, and one that speaks no HTTP", async () => {
    const gone = await server(() => {})
    await gone.close()
    servers = []
    await expect(fetchFrom(gone)).rejects.toMatchObject({ code: "url_unreachable", detail: /ECONNREFUSED/ })
    const babbler = createServer((socket) => void socket.resume().end("220 smtp ready\r\n"))
    await new Promise<void>((resolve) => babbler.listen(0, "127.0.0.1", resolve))
    const { port } = babbler.address() as { port: number }
    const input = {
      url: `http://127.0.0.1:${port}/`,
      store,
      kept: null,
      allow: ["127.0.0.1"],
      max_bytes: 9,
      deadline: Date.now() + 9_000,
      clock,
    }
    await expect(download(input)).rejects.toMatchObject({ code: "url_unreachable", detail: /HPE_/ })
    await new Promise((resolve) => babbler.close(resolve))
  })
})
