import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { isProblem, problem } from "../../lib/errors.ts"
import { readMendBody } from "../../lib/http/mend-body.ts"
import { withPrepareInput } from "../../lib/http/prepare-body.ts"
import { openDiskStore } from "../../lib/store/disk-store.ts"
import type { FileStore } from "../../lib/store/stored.ts"

const BOUNDARY = "x-sluice-boundary"
let folder: string
let store: FileStore

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "sluice-uploads-"))
  store = await openDiskStore(folder)
})
afterEach(() => rmSync(folder, { recursive: true }))

function field(name: string, value: string): string {
  return `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
}

function file(filename: string, content: string, name = "file"): string {
  const disposition = `Content-Disposition: form-data; name="${name}"; filename="${filename}"`
  return `--${BOUNDARY}\r\n${disposition}\r\nContent-Type: application/zip\r\n\r\n${content}\r\n`
}

const END = `--${BOUNDARY}--\r\n`

function request(body: BodyInit, contentType = `multipart/form-data; boundary=${BOUNDARY}`): Request {
  const init = { method: "POST", body, duplex: "half", headers: { "content-type": contentType } }
  return new Request("http://localhost/api/import/daily-update/prepare", init as RequestInit)
}

const received = (sent: Request, maxMb = 1) =>
  withPrepareInput(
    sent,
    { store, config: { max_upload_mb: maxMb, on_vercel: false } },
    async (input) => input,
  )

async function refusalOf(work: Promise<unknown>): Promise<[number, string]> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!isProblem(error)) throw new Error(`not a problem: ${String(error)}`)
  return [error.status, error.code]
}

test("the path a name is sent with is kept where documents are sent again, and left out elsewhere", async () => {
  const effects = { store, config: { max_upload_mb: 1, on_vercel: false } }
  const sent = () => request(file("x/r.txt", "one") + END)
  const body = await readMendBody(sent(), effects)
  const again = "files" in body ? body.files.map(({ original_name }) => original_name) : []
  const { source } = await received(sent())
  const first = source.kind === "upload" ? source.files.map(({ original_name }) => original_name) : []
  expect([again, first]).toEqual([["x/r.txt"], ["r.txt"]])
})

test.each([
  ["after", file("a.zip", "one") + field("options", '{"dry_run":true}') + END],
  ["before", field("options", '{"dry_run":true}') + file("a.zip", "one") + END],
])("options may come %s the file", async (_order, body) => {
  const { source, options } = await received(request(body))
  expect(options).toMatchObject({ dry_run: true, on_failed_batch: "stop", max_retries: 3 })
  if (source.kind !== "upload") throw new Error("not an upload")
  expect(source.files.map((one) => [one.original_name, one.bytes])).toEqual([["a.zip", 3]])
  expect(readFileSync(join(folder, source.files[0]?.filename ?? ""), "utf8")).toBe("one")
})

test("several files arrive, and options may be left out", async () => {
  const { source, options } = await received(request(file("a.txt", "1") + file("b.txt", "22") + END))
  expect(options).toMatchObject({ dry_run: false })
  expect(source.kind === "upload" && source.files).toHaveLength(2)
})

test.each([
  ["options that are no JSON", file("a.zip", "one") + field("options", "{") + END, [400, "invalid_json"]],
  ["an unknown option", file("a.zip", "one") + field("options", '{"x":1}') + END, [400, "invalid_request"]],
  [
    "a prototype as option",
    file("a.zip", "one") + field("options", '{"__proto__":1}') + END,
    [400, "invalid_request"],
  ],
  ["an unknown field", file("a.zip", "one") + field("__proto__", "1") + END, [400, "invalid_request"]],
  ["a file in another field", file("a.zip", "one", "upload") + END, [400, "invalid_request"]],
  [
    "a second file in another field",
    file("a.zip", "one") + file("b", "x", "b") + END,
    [400, "invalid_request"],
  ],
  ["no file", field("options", "{}") + END, [400, "invalid_request"]],
  ["a form that ends in the file", file("a.zip", "one").slice(0, -5), [400, "invalid_multipart"]],
  ["a form without its end", file("a.zip", "one") + file("b.zip", "two"), [400, "invalid_multipart"]],
  ["something that is no form", "PK\u0003\u0004 not a form at all", [400, "invalid_multipart"]],
  ["nothing", "", [400, "invalid_multipart"]],
] as const)("%s is refused and leaves nothing behind", async (_what, body, refusal) => {
  expect(await refusalOf(received(request(body)))).toEqual(refusal)
  expect(readdirSync(folder)).toEqual([])
})

test.each(["", "; boundary", "; boundary=", '; boundary="', '; boundary=""', "; boundary=;"])(
  "a form with the parameters %j, without a boundary, is refused",
  async (parameters) => {
    const sent = request(file("a.zip", "one"), `multipart/form-data${parameters}`)
    expect(await refusalOf(received(sent))).toEqual([400, "invalid_multipart"])
  },
)

test.each([
  ["one file", file("a.zip", "x".repeat(3_000_000)) + END],
  ["many files", Array.from({ length: 5 }, (_, at) => file(`${at}.zip`, "x".repeat(900_000))).join("") + END],
])("%s larger than an upload may be is cut off and leaves nothing behind", async (_what, body) => {
  const [status] = await refusalOf(received(request(body)))
  expect(status).toBe(413)
  expect(readdirSync(folder)).toEqual([])
})

test.each([100, 25_000, 70_000, 900_000])(
  "a part of %i bytes that is nothing is passed over",
  async (bytes) => {
    const nothing = file("a.zip", "x".repeat(bytes)).replace("form-data", "form3data")
    expect(await refusalOf(received(request(nothing + END)))).toEqual([400, "invalid_request"])
    const { source } = await received(request(nothing + file("b.zip", "one") + END))
    expect(source.kind === "upload" && source.files.map((one) => one.original_name)).toEqual(["b.zip"])
  },
)

test("an upload that breaks off leaves nothing behind", async () => {
  let sent = 0
  const body = new ReadableStream({
    pull(controller) {
      sent += 1
      if (sent === 1) controller.enqueue(new TextEncoder().encode(file("a.zip", "begun ".repeat(20_000))))
      else controller.error(new Error("hung up"))
    },
  })
  expect(await refusalOf(received(request(body)))).toEqual([400, "invalid_multipart"])
  expect(readdirSync(folder)).toEqual([])
})

test("a refusal of the import removes the file, an unforeseen failure keeps it for going on", async () => {
  const effects = { store, config: { max_upload_mb: 1, on_vercel: false } }
  const sent = () => request(file("a.zip", "one") + END)
  const refused = withPrepareInput(sent(), effects, async () => {
    throw problem(422, "not_a_zip", "a.zip is no ZIP.")
  })
  expect(await refusalOf(refused)).toEqual([422, "not_a_zip"])
  expect(readdirSync(folder)).toEqual([])
  const failed = withPrepareInput(sent(), effects, async () => {
    throw new Error("power cut")
  })
  await expect(failed).rejects.toThrow("power cut")
  expect(readdirSync(folder)).toHaveLength(1)
})

test("rows that are more than a function is handed are refused with what to do instead", async () => {
  const effects = { store, config: { max_upload_mb: 1, on_vercel: true } }
  const rows = [{ email: "x".repeat(4_500_000) }]
  const sent = request(JSON.stringify({ rows }), "application/json")
  const refused = withPrepareInput(sent, effects, async () => undefined)
  await expect(refused).rejects.toMatchObject({
    status: 413,
    detail: expect.stringMatching(/larger than 4\.5 MB .+ in several imports, or as a file in parts/),
  })
})

test("a name that leads out of the store is made harmless", async () => {
  const { source } = await received(request(file("../../etc/passwd", "one") + END))
  if (source.kind !== "upload") throw new Error("not an upload")
  expect(readdirSync(folder)).toEqual([source.files[0]?.filename])
})

test.each([
  ['{"url":"https://example.org/a.zip"}', { kind: "url", url: "https://example.org/a.zip" }],
  ['{"filename":"a.zip"}', { kind: "stored", filename: "a.zip" }],
  [
    '{"job_id":"0199aaaa-0000-7000-8000-000000000000"}',
    { kind: "job", job_id: "0199aaaa-0000-7000-8000-000000000000" },
  ],
])("the source can be named as JSON: %s", async (body, source) => {
  expect((await received(request(body, "application/json"))).source).toEqual(source)
})

test.each(["{}", '{"url":"https://x/","filename":"a.zip"}', '{"url":5}', '{"filename":"a","option":{}}'])(
  "a body that names no single source is refused: %s",
  async (body) => {
    expect(await refusalOf(received(request(body, "application/json")))).toEqual([400, "invalid_request"])
  },
)
