import { mkdtempSync, readdirSync, rmSync } from "node:fs"
import { get } from "node:http"
import { connect, type Socket } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { withPrepareInput } from "../../lib/http/prepare-body.ts"
import { failureResponse } from "../../lib/http/problem.ts"
import { type Listening, listen } from "../../lib/http/server.ts"
import { openDiskStore } from "../../lib/store/disk-store.ts"

let folder: string
let listening: Listening
let settled: Promise<Response>

/** Takes uploads as prepare does, over a real socket. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "sluice-server-"))
  const store = await openDiskStore(folder)
  const take = async (request: Request): Promise<Response> => {
    try {
      const effects = { store, config: { max_upload_mb: 5, on_vercel: false } }
      return await withPrepareInput(request, effects, async ({ source }) => Response.json(source))
    } catch (error) {
      return failureResponse(error, request, () => {})
    }
  }
  const handler = (request: Request) => {
    settled = request.method === "GET" ? Promise.resolve(new Response("here")) : take(request)
    return settled
  }
  listening = await listen(handler, "127.0.0.1", 0)
})
afterAll(async () => {
  await listening.stop(0)
  rmSync(folder, { recursive: true })
})

const url = () => `http://127.0.0.1:${listening.port}/`

/** Sends raw bytes and resolves with what comes back until the connection ends. */
function raw(text: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = ""
    const socket = connect(listening.port, "127.0.0.1", () => socket.write(text))
    socket.on("data", (chunk) => {
      answer += chunk
    })
    socket.on("error", () => resolve(answer))
    socket.on("close", () => resolve(answer))
  })
}

test.each([
  ["garbage", "\u0000\u0001\u0002 nonsense\r\n\r\n"],
  ["a request line that is no URL", "GET http://[::bad/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"],
  ["a host that is no host", "GET / HTTP/1.1\r\nHost: a b%%\r\nConnection: close\r\n\r\n"],
  ["a method nobody serves", "TRACE / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"],
  ["a header without an end", `GET / HTTP/1.1\r\nHost: x\r\nX: ${"y".repeat(40_000)}\r\n\r\n`],
  ["two lengths", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx"],
  ["a chunk without a size", "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"],
  ["a half escaped path", "GET /%E0%A4%A HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"],
])("%s does not bring the server down", async (_what, text) => {
  const answer = await raw(text)
  expect(answer === "" || /^HTTP\/1\.1 [24]\d\d /.test(answer)).toBe(true)
  expect(await (await fetch(url())).text()).toBe("here")
})

test.each([
  [
    "a header without an end",
    431,
    "headers_too_large",
    `GET / HTTP/1.1\r\nHost: x\r\nX: ${"y".repeat(40_000)}\r\n\r\n`,
  ],
  [
    "an expectation nobody meets",
    417,
    "expectation_failed",
    "GET / HTTP/1.1\r\nHost: x\r\nExpect: a miracle\r\n\r\n",
  ],
  ["a bad request line", 400, "invalid_request", "GET\r\n\r\n"],
  ["a way through to elsewhere", 405, "method_not_allowed", "CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n"],
  ["no host", 400, "invalid_request", "GET / HTTP/1.1\r\nh:\r\n\r\n"],
])("%s is told as a problem, too", async (_what, status, code, text) => {
  const answer = await raw(text)
  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} .*content-type: application/problem\\+json`, "s"))
  expect(JSON.parse(answer.slice(answer.indexOf("\r\n\r\n")))).toMatchObject({
    status,
    code,
    detail: expect.stringMatching(/\w \w/),
  })
})

test("beyond so many connections each is told to come back, and finds room once others are gone", async () => {
  const small = await listen(() => Promise.resolve(new Response("here")), "127.0.0.1", 0, {
    most_connections: 2,
  })
  const address = `http://127.0.0.1:${small.port}/`
  const idle = await Promise.all(
    [1, 2].map(
      () =>
        new Promise<Socket>((done) => {
          const socket = connect(small.port, "127.0.0.1", () => done(socket))
        }),
    ),
  )
  const refused = await fetch(address)
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "1"])
  expect(await refused.json()).toMatchObject({ code: "busy" })
  for (const socket of idle) socket.destroy()
  await expect.poll(async () => (await fetch(address)).status).toBe(200)
  await small.stop(0)
})

test("one address cannot have all connections there are, unless it is a proxy's", async () => {
  const answered = async (trusted_proxies: string[]) => {
    const here = () => Promise.resolve(new Response("here"))
    const server = await listen(here, "127.0.0.1", 0, { most_connections: 4, trusted_proxies })
    const idle = [1, 2].map(() => connect(server.port, "127.0.0.1"))
    await Promise.all(idle.map((socket) => new Promise((done) => socket.once("connect", done))))
    const { status } = await fetch(`http://127.0.0.1:${server.port}/`)
    for (const socket of idle) socket.destroy()
    await server.stop(0)
    return status
  }
  expect(await answered([])).toBe(503)
  expect(await answered(["127.0.0.1"])).toBe(200)
})

test("those who are told to come back and do not go keep nobody else out", async () => {
  const here = () => Promise.resolve(new Response("here"))
  const server = await listen(here, "127.0.0.1", 0, { most_connections: 4 })
  const open = { port: server.port, host: "127.0.0.1", allowHalfOpen: true }
  const staying = [1, 2, 3, 4, 5, 6].map(() => connect(open).on("error", () => {}))
  await Promise.all(staying.slice(2).map((socket) => new Promise((done) => socket.once("data", done))))
  const status = await new Promise((done) => {
    const from = { port: server.port, host: "127.0.0.1", localAddress: "127.0.0.2" }
    get(from, (answer) => done(answer.resume().statusCode))
  })
  expect(status).toBe(200)
  for (const socket of staying) socket.destroy()
  await server.stop(0)
})

test("nothing is done of what is sent by whoever is told to come back, and their connection ends", async () => {
  const asked: string[] = []
  const handler = async (request: Request) => {
    asked.push(request.method)
    return new Response("done")
  }
  const server = await listen(handler, "127.0.0.1", 0, { most_connections: 2 })
  const first = connect(server.port, "127.0.0.1")
  await new Promise((done) => first.once("connect", done))
  const second = connect({ port: server.port, host: "127.0.0.1", allowHalfOpen: true })
  second.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}")
  let answer = ""
  second
    .on("error", () => {})
    .on("data", (chunk) => {
      answer += chunk
    })
  await new Promise((done) => second.once("end", done))
  expect(answer).toMatch(/^HTTP\/1\.1 503 /)
  const writing = setInterval(() => second.write("x"), 50)
  await new Promise((done) => second.once("close", done))
  clearInterval(writing)
  expect(asked).toEqual([])
  first.destroy()
  await server.stop(0)
})

test("an answer whose client has left by then is ended, with what makes it", async () => {
  let end = () => {}
  const ended = new Promise<void>((done) => {
    end = done
  })
  const slow = async (request: Request) => {
    await new Promise((left) => request.signal.addEventListener("abort", left))
    return new Response(new ReadableStream({ cancel: () => end() }))
  }
  const server = await listen(slow, "127.0.0.1", 0)
  const leaving = AbortSignal.timeout(50)
  await expect(fetch(`http://127.0.0.1:${server.port}/`, { signal: leaving })).rejects.toThrow()
  await ended
  await server.stop(0)
})

test("whoever has their answer and goes on sending is let go", async () => {
  const refuse = () => Promise.resolve(new Response("no", { status: 401 }))
  const server = await listen(refuse, "127.0.0.1", 0, { linger_ms: 50 })
  const socket = connect(server.port, "127.0.0.1")
  socket.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n{")
  const dripping = setInterval(() => socket.write("x"), 10)
  let answer = ""
  socket.on("data", (chunk) => {
    answer += chunk
  })
  socket.on("error", () => {})
  await new Promise((done) => socket.once("close", done))
  clearInterval(dripping)
  expect(answer).toMatch(/^HTTP\/1\.1 401 /)
  await server.stop(0)
})

test.each([
  ["whatever a client says of itself", [], {}, "127.0.0.1"],
  [
    "whatever somebody says who is no proxy",
    ["10.0.0.0/8"],
    { "x-forwarded-for": "203.0.113.9" },
    "127.0.0.1",
  ],
  [
    "or by a proxy, the last it heard",
    ["127.0.0.1"],
    { "x-forwarded-for": "1.2.3.4, 203.0.113.9" },
    "203.0.113.9",
  ],
  [
    "or by proxies behind proxies",
    ["127.0.0.0/8", "10.0.0.0/8"],
    { "x-forwarded-for": "203.0.113.9, 10.1.2.3" },
    "203.0.113.9",
  ],
])("who calls is told by the connection: %s", async (_what, trusted_proxies, headers, expected) => {
  const seen = (request: Request) => Promise.resolve(new Response(request.headers.get("x-real-ip")))
  const server = await listen(seen, "127.0.0.1", 0, { trusted_proxies })
  const claims = { "x-real-ip": "198.51.100.1", ...headers } as Record<string, string>
  const response = await fetch(`http://127.0.0.1:${server.port}/`, { headers: claims })
  expect(await response.text()).toBe(expected)
  await server.stop(0)
})

test("an upload the client gives up leaves nothing behind and the server up", async () => {
  const head = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.zip"\r\n\r\n'
  const headers = "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000000"
  await new Promise<void>((resolve) => {
    const socket = connect(listening.port, "127.0.0.1", () => {
      socket.write(`POST / HTTP/1.1\r\nHost: x\r\n${headers}\r\n\r\n${head}${"x".repeat(100_000)}`, () =>
        socket.destroy(),
      )
    })
    socket.on("close", () => resolve())
  })
  await expect.poll(async () => (await settled).status).toBe(400)
  expect(readdirSync(folder)).toEqual([])
  expect(await (await fetch(url())).text()).toBe("here")
})

test("an upload beyond the limit is told so while it is still being sent", async () => {
  const form = new FormData()
  form.append("file", new Blob([new Uint8Array(40_000_000)]), "large.zip")
  const response = await fetch(url(), { method: "POST", body: form })
  expect(response.status).toBe(413)
  expect(readdirSync(folder)).toEqual([])
})

test("an upload within the limit arrives over the socket", async () => {
  const form = new FormData()
  form.append("file", new Blob([new Uint8Array(4_000_000)]), "fits.zip")
  form.append("options", "{}")
  const source = (await (await fetch(url(), { method: "POST", body: form })).json()) as {
    files: { bytes: number }[]
  }
  expect(source.files[0]?.bytes).toBe(4_000_000)
})

test.each([
  [
    "by the system",
    Object.assign(new Error("EMFILE: too many open files, open '/tmp/a'"), { code: "EMFILE" }),
  ],
  ["by the database", new Error('IO Error: Cannot open file "/tmp/a.duckdb": Too many open files')],
])("where no more files may be open, said %s, whoever calls is told to come back", async (_who, error) => {
  const answer = failureResponse(error, new Request("http://localhost/api/imports"), () => {})
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "1"])
  expect(await answer.json()).toMatchObject({ code: "busy", detail: expect.not.stringContaining("/tmp/a") })
})
