import { request as ask } from "node:http"
import { Readable } from "node:stream"
import { afterAll, beforeAll, expect, test } from "vitest"
import { systemClock } from "../../lib/clock.ts"
import { findDataset } from "../../lib/datasets/index.ts"
import { withBytes } from "../../lib/store/bytes.ts"
import { contentHashOf } from "../../lib/store/content-hash.ts"
import { download } from "../../lib/store/download.ts"
import { shownName } from "../../lib/store/file-name.ts"
import { openS3Store } from "../../lib/store/s3-store.ts"
import type { FileStore } from "../../lib/store/stored.ts"
import { bucketEnv } from "../../scripts/command/bucket.ts"
import { drive, finish, prepareFiles, textFile } from "../support/imports.ts"
import { openLab } from "../support/lab.ts"
import { serve } from "./file-server.ts"
import { type S3Server, serveS3 } from "./s3-server.ts"

const NO_LIMIT = { max_bytes: 1_000_000_000 }
let server: S3Server
let store: FileStore

const settings = () => ({
  ...{ endpoint: server.endpoint, region: "us-east-1", session_token: null },
  ...{ access_key_id: "S3RVER", secret_access_key: "S3RVER" },
})
beforeAll(async () => {
  server = await serveS3("sources")
  store = openS3Store("s3://sources/some/prefix", settings(), systemClock)
})
afterAll(() => server.close())

/**
 * A way to the service on which the answer to the first file that is put together is lost, and that answers the next as most
 * services do, and the one of these tests does not: there is no such upload any more.
 */
async function losingCompleted() {
  let completed = 0
  const front = await serve((request, response) => {
    const { method = "", url = "", headers } = request
    const isCompleting = method === "POST" && url.includes("uploadId=")
    if (isCompleting) completed += 1
    if (isCompleting && completed > 1)
      return void response.writeHead(404).end("<Error><Code>NoSuchUpload</Code></Error>")
    const passed = ask(server.endpoint + url, { method, headers }, (answer) => {
      if (isCompleting) answer.resume().on("end", () => response.destroy())
      else answer.pipe(response.writeHead(answer.statusCode ?? 500, answer.headers))
    })
    request.pipe(passed)
  })
  return { endpoint: `http://${front.host}`, completed: () => completed, close: front.close }
}

const receive = (bytes: Buffer, name: string) => store.receive(Readable.from([bytes]), name, NO_LIMIT)

test("a file of many parts comes back whole and by range, and is named as its sender named it", async () => {
  const content = Buffer.alloc(
    20_000_000,
    Uint8Array.from({ length: 251 }, (_, index) => (index * 7) % 251),
  )
  const file = await receive(content, "Kbo Öffnung (1) +.zip")
  expect(file.bytes).toBe(content.length)
  expect(shownName(file.locator)).toBe("Kbo Öffnung (1) +.zip")
  expect(await contentHashOf(file.locator)).toBe(file.content_hash)
  await withBytes(file.locator, async (bytes) => {
    expect((await bytes.read(8_388_600, 8_388_700)).equals(content.subarray(8_388_600, 8_388_700))).toBe(true)
    expect(await bytes.read(content.length - 3, content.length + 5)).toHaveLength(3)
  })
  await store.remove(file.filename)
  await store.remove(file.filename)
  await expect(store.resolve(file.filename)).rejects.toMatchObject({ status: 404, code: "file_not_found" })
})

test("a file is there for its uploader and not for another, and the note goes with it", async () => {
  const { filename } = await receive(Buffer.from("mine"), "mine.csv")
  await store.claim(filename, "ann/of the house")
  expect(await store.resolve(filename, "ann/of the house")).toMatchObject({ bytes: 4 })
  await expect(store.resolve(filename, "bob")).rejects.toMatchObject({ code: "file_not_found" })
  expect((await store.list("ann/of the house")).map((file) => file.filename)).toEqual([filename])
  expect(await store.list("bob")).toEqual([])
  await store.remove(filename)
  expect(await store.list()).toEqual([])
})

test("an upload over the limit leaves nothing behind", async () => {
  const upload = store.receive(Readable.from([Buffer.alloc(2_000)]), "big.zip", { max_bytes: 1_000 })
  await expect(upload).rejects.toMatchObject({ status: 413, code: "upload_too_large" })
  expect(await store.list()).toEqual([])
})

test("a file of which the service's last answer was lost is there all the same, and one that was given up is not", async () => {
  const front = await losingCompleted()
  const over = openS3Store(
    "s3://sources/some/prefix",
    { ...settings(), endpoint: front.endpoint },
    systemClock,
  )
  const file = await over.receive(Readable.from([Buffer.from("all of it")]), "kept.csv", NO_LIMIT)
  expect(front.completed()).toBe(2)
  expect(await store.resolve(file.filename)).toMatchObject({ bytes: 9 })
  await store.remove(file.filename)
  const filename = store.newName("given up.csv")
  const parted = { filename, token: await store.beginParts(filename), part_bytes: 10 }
  const part = await store.writePart(parted, 1, Buffer.from("all of it"))
  await store.abortParts(parted)
  await expect(over.completeParts(parted, [part])).rejects.toMatchObject({ code: "file_not_found" })
  await front.close()
})

test("a bucket that is not there is said in words, without a secret", async () => {
  const lost = openS3Store("s3://elsewhere", settings(), systemClock)
  const refusal = await lost.list().catch((error: unknown) => error)
  expect(refusal).toMatchObject({ status: 503, code: "store_refused", detail: /NoSuchBucket.*SLUICE_FILES/ })
})

test("a refusal says which settings to look at, a busy store is asked again", async () => {
  const waits: number[] = []
  const clock = { now: () => Date.now(), wait: async (ms: number) => void waits.push(ms) }
  const answer = { status: 403 }
  const odd = await serve((_request, response) => {
    response.writeHead(answer.status)
    response.end(answer.status === 403 ? "<Error><Code>AccessDenied</Code></Error>" : "")
  })
  const refusing = openS3Store("s3://b", { ...settings(), endpoint: `http://${odd.host}` }, clock)
  await expect(refusing.list()).rejects.toMatchObject({
    code: "store_refused",
    detail: /AccessDenied.*S3_SECRET/,
  })
  answer.status = 503
  await expect(refusing.list()).rejects.toMatchObject({ code: "store_unreachable", detail: /503/ })
  expect(waits).toEqual([200, 400, 800, 1_600])
  await odd.close()
})

test("a bucket that was away is no trouble any more once it answers again, though nothing else asks it", async () => {
  let time = Date.UTC(2026, 0, 5)
  const clock = { now: () => time, wait: async () => {} }
  const answer = { status: 503 }
  const away = await serve((_request, response) =>
    response.writeHead(answer.status).end("<ListBucketResult/>"),
  )
  const asked = openS3Store("s3://b", { ...settings(), endpoint: `http://${away.host}` }, clock)
  await expect(asked.list()).rejects.toMatchObject({ code: "store_unreachable" })
  time += 10_000
  expect(await asked.trouble()).toMatchObject({ code: "store_unreachable" })
  answer.status = 200
  const before = away.requests.length
  expect(await asked.trouble()).toMatchObject({ code: "store_unreachable" })
  expect(away.requests).toHaveLength(before)
  time += 10_000
  expect(await asked.until(time).trouble()).toBeNull()
  expect(await asked.trouble()).toBeNull()
  expect(away.requests).toHaveLength(before + 1)
  await away.close()
})

test("a body that is cut off goes on where it ended", async () => {
  const content = Buffer.alloc(300_000, "abcdefg")
  const cutting = await serve((request, response, number) => {
    const [, from = 0, to = 0] = /(\d+)-(\d+)/.exec(request.headers.range ?? "")?.map(Number) ?? []
    const body = content.subarray(from, to + 1)
    response.writeHead(206, { "content-length": body.length })
    if (number > 2) return void response.end(body)
    response.write(body.subarray(0, 100_000), () => setTimeout(() => response.destroy(), 50))
  })
  await withBytes(`${cutting.url("/a.zip")}#bytes=300000`, async (bytes) => {
    expect((await bytes.read(0, 300_000)).equals(content)).toBe(true)
  })
  await cutting.close()
})

test("a download another process began is gone on with", async () => {
  const content = Buffer.alloc(9_000_000, "xyz")
  const source = await serve((request, response, number) => {
    response.setHeader("etag", '"v1"')
    if (number === 1) {
      response.writeHead(200, { "content-length": content.length })
      return void response.write(content.subarray(0, 8_500_000))
    }
    const from = Number(/\d+/.exec(request.headers.range ?? "")?.[0])
    response.writeHead(206, { "content-range": `bytes ${from}-${content.length - 1}/${content.length}` })
    response.end(content.subarray(from))
  })
  const input = { url: source.url(), allow: [source.host], max_bytes: 1e9, clock: systemClock }
  const first = await download({ ...input, store, kept: null, deadline: Date.now() + 1_500 })
  expect(first).toMatchObject({ done: false, bytes: 8_500_000 })
  const other = openS3Store("s3://sources/some/prefix", settings(), systemClock)
  const kept = first.done ? null : first.kept
  const second = await download({ ...input, store: other, kept, deadline: Date.now() + 60_000 })
  expect(second).toMatchObject({ done: true, file: { bytes: content.length } })
  if (second.done) expect(await contentHashOf(second.file.locator)).toBe(second.file.content_hash)
  await source.close()
})

test("contacts are imported out of a bucket, read by a thread that has no keys, and the file is removed", async () => {
  const { endpoint } = server
  const contacts = findDataset("contacts")
  const lab = await openLab(bucketEnv(endpoint, "sources/import"))
  const rows = Array.from({ length: 3_000 }, (_, index) => `contact${index}@example.org,Ann`)
  const text = `email,first_name\n${rows.join("\n")}\n`
  const { answer } = await prepareFiles(lab, contacts, textFile("contacts.csv", text))
  await drive(lab, contacts, answer.job_id)
  expect(await finish(lab, contacts, answer.job_id)).toMatchObject({ status: "completed" })
  expect(await lab.read("select count(*)::integer as n from contact_person")).toEqual([{ n: 3_000 }])
  expect(await lab.effects.store.list()).toEqual([])
  lab.close()
})
