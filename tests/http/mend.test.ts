import { expect, test } from "vitest"
import { ownApi } from "./own-api.ts"

const { api } = ownApi()
const CONTACTS = "/api/import/contacts"

interface Answer {
  http: number
  job_id: string
  status: string
  code?: string
}

async function call(path: string, body?: BodyInit, headers: Record<string, string> = {}): Promise<Answer> {
  const post = { method: "POST", body, headers }
  const response = await api(new Request(`http://localhost${path}`, body === undefined ? {} : post))
  return { http: response.status, ...((await response.json()) as Omit<Answer, "http">) }
}
const send = (path: string, body: object) =>
  call(path, JSON.stringify(body), { "content-type": "application/json" })

function form(name: string, bytes: BlobPart, options?: object): FormData {
  const data = new FormData()
  data.append("file", new Blob([bytes]), name)
  if (options) data.append("options", JSON.stringify(options))
  return data
}

async function imported(name: string, bytes: BlobPart): Promise<string> {
  const { job_id } = await call(`${CONTACTS}/prepare`, form(name, bytes))
  await driven(job_id)
  return job_id
}

async function driven(job_id: string): Promise<void> {
  while ((await send(`${CONTACTS}/process-batch`, { job_id })).status !== "ready_to_finalize");
  expect(await send(`${CONTACTS}/finalize`, { job_id })).toMatchObject({ http: 200 })
}

async function errorsOf(job_id: string): Promise<Buffer> {
  const headers = { accept: "text/csv" }
  const response = await api(new Request(`http://localhost/api/imports/${job_id}/errors`, { headers }))
  return Buffer.from(await response.arrayBuffer())
}

test("rows are shown, mended and imported by calls alone", async () => {
  const job_id = await imported("people.csv", "email,first_name\na@example.org,A\nbad,B\nworse,C\n")
  const at = `/api/imports/${job_id}/mend`
  expect(await call(`${at}?limit=1&column=email`)).toMatchObject({ http: 200, total: 2, rows: [{ row: 2 }] })
  const mended = await send(at, { rows: [{ row: 2, values: { email: "b@example.org" } }] })
  expect(mended).toMatchObject({ http: 200, accepted: 1, refused: [], status: "processing", held: null })
  expect(await send(at, { rows: [{ row: 3, dismiss: true }] })).toMatchObject({
    http: 409,
    code: "illegal_transition",
  })
  await driven(job_id)
  expect(await send(at, { rows: [{ row: 3, dismiss: true }] })).toMatchObject({ http: 200, dismissed: 1 })
  const status = await call(`${CONTACTS}/status/${job_id}`)
  expect(status).toMatchObject({ outcome: "complete", row_errors: 0, counts: { mended: 1, dismissed: 1 } })
  for (const body of [
    {},
    { rows: [] },
    { rows: [{ row: 1 }], drafts: true },
    { rows: [{ row: 1 }, { row: 2 }], check: true },
  ])
    expect(await send(at, body)).toMatchObject({ http: 400, code: "invalid_request" })
})

test("the file of them is written as the file that came, and taken back in any order", async () => {
  const text = "email;first_name;city\nbad;Zoé;Gent\n=bad;Dora;\nc@example.org;Cas;\nd@;Dré;\ne@;;\n"
  const job_id = await imported("people.csv", Buffer.from(text, "latin1"))
  const file = (await errorsOf(job_id)).toString("latin1")
  const [header, zoe, dora, , ...rest] = file.split("\r\n")
  expect(header).toBe("email;first_name;city;_row;_line;_column;_error")
  expect(zoe).toMatch(/^bad;Zoé;Gent;1#\w+;2;email;bad_email: /)
  const lines = [
    header,
    zoe?.replace("bad;", "zoe@example.org;"),
    dora,
    ...rest
      .filter((line) => line !== "")
      .map((line) => line.replace(/^[^;]*/, "dre@example.org").replace(/#\w/, "#_")),
  ].reverse()
  const body = [header, ...lines.filter((line) => line !== header)].join("\r\n")
  const answer = await call(`/api/imports/${job_id}/mend`, form("errors.csv", Buffer.from(body, "latin1")))
  expect(answer).toMatchObject({ http: 200, accepted: 1, unchanged: 1, refused: [{ code: "row_unknown" }] })
  await driven(job_id)
  const { rows } = (await call("/api/data/contact_persons")) as unknown as { rows: { first_name: string }[] }
  expect(rows.map(({ first_name }) => first_name)).toContain("Zoé")
  const other = await call(
    `/api/imports/${job_id}/mend`,
    form("list.csv", "email,first_name\na@example.org,A\n"),
  )
  expect(other).toMatchObject({ http: 422, code: "not_to_mend" })
})

test("a held import tells where it stands while its rows are left out and mended, and is then imported whole", async () => {
  const text = "email,first_name\ngood@example.org,G\nbad,B\nworse,C\n"
  const { job_id } = await call(`${CONTACTS}/prepare`, form("held.csv", text, { on_row_errors: "hold" }))
  const at = `/api/imports/${job_id}/mend`
  const counts = (dismissed: number) => ({ failed_rows: 0, dismissed })
  expect(await send(at, { rows: [{ row: 3, dismiss: true }] })).toMatchObject({ http: 200, dismissed: 1 })
  expect(await call(`${CONTACTS}/status/${job_id}`)).toMatchObject({ http: 200, counts: counts(1) })
  expect(await call(`/api/imports/${job_id}/report`)).toMatchObject({ http: 200 })
  await send(at, { rows: [{ row: 2, values: { email: "b@example.com" } }] })
  const standing = { http: 200, held: "row_errors", row_errors: 0, counts: { ...counts(1), mended: 1 } }
  expect(await call(`${CONTACTS}/status/${job_id}`)).toMatchObject(standing)
  expect(await send(`${CONTACTS}/control`, { job_id, action: "start" })).toMatchObject({ http: 200 })
  await driven(job_id)
  const ended = { outcome: "complete", counts: { inserted: 2, failed_rows: 0 }, reconciles: true }
  expect(await call(`${CONTACTS}/status/${job_id}`)).toMatchObject(ended)
})

test("rows are listed from any place, with what is said alike, and a part of a cell is replaced in all of them", async () => {
  const lines = ["bad", "a at example.org", "bad", "b at example.org"].map((email, i) => `${email},${i}`)
  const job_id = await imported("alike.csv", ["email,first_name", "good@example.org,G", ...lines].join("\n"))
  const at = `/api/imports/${job_id}/mend`
  expect(await call(`${at}?offset=2&limit=1`)).toMatchObject({ http: 200, total: 4, rows: [{ row: 4 }] })
  const [said] = ((await call(at)) as unknown as { groups: object[] }).groups
  const values = [{ value: "bad", rows: 2 }, { rows: 1 }, { rows: 1 }]
  expect(said).toMatchObject({ code: "bad_email", header: "email", rows: 4, drafts: 0, ready: 0, values })
  const change = { column: "email", from: " at ", to: "@", within: true }
  expect(await send(at, { change, dry_run: true })).toMatchObject({ http: 200, changed: 2, accepted: 0 })
  expect(await send(at, { change, draft: true })).toMatchObject({ http: 200, drafted: 2, refused: [] })
  expect(await call(at)).toMatchObject({ counts: { open: 4, drafts: 2, ready: 2 }, groups: [{ ready: 2 }] })
  for (const from of [null, ""])
    expect(await send(at, { change: { ...change, from } })).toMatchObject({ http: 400 })
})

test("the file of them may be a workbook, both ways", async () => {
  const job_id = await imported(
    "people.csv",
    "email,first_name\na@example.org,A\nbad,Zoé & <co>\n=worse,Dora\n",
  )
  const accept = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
  const response = await api(
    new Request(`http://localhost/api/imports/${job_id}/errors`, { headers: { accept } }),
  )
  expect(response.headers.get("content-type")).toBe(accept)
  const book = await response.arrayBuffer()
  const answer = await call(`/api/imports/${job_id}/mend`, form("errors.xlsx", book))
  expect(answer).toMatchObject({ http: 200, accepted: 0, unchanged: 2, refused: [] })
})
