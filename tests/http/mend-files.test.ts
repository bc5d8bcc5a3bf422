import { expect, test } from "vitest"
import { enterprise, handmade, line, upTo } from "../support/handmade.ts"
import { ownApi } from "./own-api.ts"

const { api } = ownApi()

interface Answer {
  http: number
  job_id: string
  status: string
  [more: string]: unknown
}

async function call(path: string, body?: BodyInit, headers: Record<string, string> = {}): Promise<Answer> {
  const request = body === undefined ? {} : { method: "POST", body, headers }
  const response = await api(new Request(`http://localhost/api/${path}`, request))
  return { http: response.status, ...((await response.json()) as Omit<Answer, "http">) } as Answer
}
const send = (path: string, body: object) =>
  call(path, JSON.stringify(body), { "content-type": "application/json" })

function form(name: string, bytes: Buffer): FormData {
  const data = new FormData()
  data.append("file", new Blob([new Uint8Array(bytes)]), name)
  return data
}

async function imported(dataset: string, name: string, bytes: Buffer, options: object = {}): Promise<string> {
  const sent = form(name, bytes)
  sent.append("options", JSON.stringify(options))
  const { http, job_id } = await call(`import/${dataset}/prepare`, sent)
  expect(http).toBe(201)
  await driven(dataset, job_id)
  return job_id
}

async function driven(dataset: string, job_id: string): Promise<void> {
  while ((await send(`import/${dataset}/process-batch`, { job_id })).status !== "ready_to_finalize");
  expect(await send(`import/${dataset}/finalize`, { job_id })).toMatchObject({ http: 200 })
}

async function errorsOf(job_id: string, query = "", accept = "text/csv"): Promise<Buffer> {
  const headers = { accept }
  const response = await api(
    new Request(`http://localhost/api/imports/${job_id}/errors${query}`, { headers }),
  )
  return Buffer.from(await response.arrayBuffer())
}

const PEOPLE = "email\tfirst_name\r\nbad\tZoé\r\ngood@example.org\tGus\r\n"
const MARK = Buffer.from([0xff, 0xfe])

test.each([
  ["UTF-8 with a byte order mark", Buffer.from(`\uFEFF${PEOPLE}`), "utf-8"],
  ["UTF-16", Buffer.concat([MARK, Buffer.from(PEOPLE, "utf16le")]), "utf-16le"],
])("a file in %s and with tabs is mended as such a file", async (_what, came, encoding) => {
  const job_id = await imported("contacts", "people.txt", came)
  const file = await errorsOf(job_id)
  expect(file.subarray(0, 2)).toEqual(came.subarray(0, 2))
  const text = new TextDecoder(encoding).decode(file)
  const [header, zoe] = text.split("\r\n")
  expect(header).toBe("email\tfirst_name\t_row\t_line\t_column\t_error")
  expect(zoe).toMatch(/^bad\tZoé\t1#\w+\t2\temail\tbad_email: /)
  const mended = `\uFEFF${text.replace("bad\t", "zoe@example.org\t")}`
  const bytes = Buffer.from(mended, encoding === "utf-8" ? "utf8" : "utf16le")
  expect(await call(`imports/${job_id}/mend`, form("errors.txt", bytes))).toMatchObject({
    http: 200,
    accepted: 1,
    refused: [],
  })
  await driven("contacts", job_id)
  const { rows } = (await call("data/contact_persons?search=zoe")) as unknown as { rows: object[] }
  expect(rows).toMatchObject([{ first_name: "Zoé", email: "zoe@example.org" }])
})

test.each([
  ["in Thai", "windows-874", ",", "ก", 0xa1],
  ["of the West", "windows-1252", ",", "€", 0x80],
  ["with tildes", "utf-8", "~", "é", null],
  ["with blanks", "utf-8", " ", "é", null],
])(
  "a file that is %s as its import says comes, and goes back, as it is",
  async (what, encoding, delimiter, letter, byte) => {
    const lines = [
      ["email", "first_name"],
      ["bad", `${letter}${letter}`],
      ["good@example.org", "Gus"],
    ]
    const text = lines.map((cells) => cells.join(delimiter)).join("\n")
    const bytesOf = (written: string) =>
      byte === null
        ? Buffer.from(written)
        : Buffer.from(written.replaceAll(letter, String.fromCharCode(byte)), "latin1")
    const job_id = await imported("contacts", "people.csv", bytesOf(text), { encoding, delimiter })
    const file = await errorsOf(job_id)
    expect(file.subarray(0, file.indexOf("\r\n"))).toEqual(
      bytesOf(["email", "first_name", "_row", "_line", "_column", "_error"].join(delimiter)),
    )
    expect(file.includes(bytesOf(`bad${delimiter}${letter}${letter}${delimiter}`))).toBe(true)
    const at = `imports/${job_id}/mend`
    expect(await call(at, form("errors.csv", file))).toMatchObject({ http: 200, unchanged: 1, refused: [] })
    const email = `${what.split(" ").at(-1)}@example.org`
    const mended = file.toString("latin1").replace("bad", email)
    const answer = await call(at, form("errors.csv", Buffer.from(mended, "latin1")))
    expect(answer).toMatchObject({ http: 200, accepted: 1 })
    await driven("contacts", job_id)
    const { rows } = (await call(`data/contact_persons?search=${email}`)) as unknown as { rows: object[] }
    expect(rows).toMatchObject([{ first_name: `${letter}${letter}` }])
  },
)

test("a file of rows to mend may come back as another program saves it", async () => {
  const came = Buffer.from("email~first_name\nbad~Zoé\ngood@example.org~Gus\n")
  const job_id = await imported("contacts", "people.csv", came, { delimiter: "~" })
  const saved = (await errorsOf(job_id)).toString().replaceAll("~", ";").replace("bad;", "zo@example.org;")
  const bytes = Buffer.from(saved, "latin1")
  expect(await call(`imports/${job_id}/mend`, form("errors.csv", bytes))).toMatchObject({ accepted: 1 })
  await driven("contacts", job_id)
  const { rows } = (await call("data/contact_persons?search=zo@")) as unknown as { rows: object[] }
  expect(rows).toMatchObject([{ first_name: "Zoé" }])
})

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

test("rows that nobody has changed are as they were, in a CSV and in a workbook, apostrophes included", async () => {
  const came = Buffer.from(
    "email,phone,notes\nbad,'+32470123456,''=1\nworse,+1,'t Zand\ngood@example.org,,\n",
  )
  const job_id = await imported("contacts", "people.csv", came)
  const sentBack = async (accept: string, name: string) =>
    call(`imports/${job_id}/mend`, form(name, await errorsOf(job_id, "", accept)))
  const untouched = { http: 200, accepted: 0, unchanged: 2, refused: [] }
  expect(await sentBack("text/csv", "errors.csv")).toMatchObject(untouched)
  expect(await sentBack(XLSX, "errors.xlsx")).toMatchObject(untouched)
})

const bad = (n: number) => line.enterprise(n).replace(/[^,]*$/, "31-02-2003")
const register = (number: number, type: "full" | "update", lines: Record<string, string[]>) =>
  handmade({ number, type, lines })

test("of the register a row says what it is of, and what had no column; one table's rows can be had alone", async () => {
  const first = await register(1, "full", {
    enterprise: [...upTo(3).map((n) => line.enterprise(n)), bad(4)],
    denomination: [line.name(1, "Een"), `${line.name(2, "Twee")},one,more`, line.name(3, "", "9")],
  })
  const job_id = await imported("daily-update", first.file_name, first.bytes)
  const file = (await errorsOf(job_id)).toString()
  const [header = "", ...lines] = file.split("\r\n").filter((text) => text !== "")
  expect(header).toMatch(
    /^_table,_operation,.*Denomination,_more,EnterpriseNumber,.*,_row,_line,_column,_error$/,
  )
  expect(lines).toEqual([
    expect.stringMatching(/^denominations,insert,.*,"one,more",.*,2#\w+,3,/),
    expect.stringMatching(/^denominations,insert,.*,3#\w+,4,/),
    expect.stringMatching(/^enterprises,insert,.*,4#\w+,5,StartDate,bad_date: /),
  ])
  const names = (await errorsOf(job_id, "?table=denominations")).toString()
  expect(names.split("\r\n")[0]).toMatch(
    /^_table,_operation,EntityNumber,Language,TypeOfDenomination,Denomination,_more,_row,/,
  )
  expect(names).not.toContain("bad_date")

  const mended = file.replace("31-02-2003", "01-03-2003").replace('"one,more"', "")
  const answer = await call(`imports/${job_id}/mend`, form("errors.csv", Buffer.from(mended)))
  expect(answer).toMatchObject({ http: 200, accepted: 2, unchanged: 1, refused: [] })
  await driven("daily-update", job_id)
  const { rows } = (await call(`data/enterprises?search=${enterprise(4)}`)) as unknown as { rows: object[] }
  expect(rows).toMatchObject([{ start_date: "2003-03-01" }])
})

test("rows that all come too late are refused as superseded, each by its name", async () => {
  const first = await register(2, "update", { enterprise_insert: [line.enterprise(7), bad(5), bad(6)] })
  const job_id = await imported("daily-update", first.file_name, first.bytes)
  const later = await register(3, "update", { enterprise_insert: [line.enterprise(5)] })
  await imported("daily-update", later.file_name, later.bytes)
  const row = (number: number) => ({ table: "enterprises", row: number, values: { StartDate: "01-03-2003" } })
  const late = { table: "enterprises", operation: "insert", row: 2, code: "superseded" }
  const at = `imports/${job_id}/mend`
  expect(await send(at, { rows: [row(2)] })).toMatchObject({
    http: 409,
    code: "superseded",
    errors: [{ path: "enterprises.insert.2" }],
  })
  const both = { http: 200, accepted: 1, refused: [late] }
  expect(await send(at, { rows: [row(2), row(3)] })).toMatchObject(both)
})

test("rows under a header that is empty are shown, and mended, as well", async () => {
  const job_id = await imported(
    "contacts",
    "people.csv",
    Buffer.from("email,,first_name\nbad,x,Ann\ngood@example.org,,Gus\n"),
  )
  const at = `imports/${job_id}/mend`
  expect(await call(at)).toMatchObject({ http: 200, rows: [{ row: 1, cells: { email: "bad", "": "x" } }] })
  const values = { email: "ann@example.org", "": "y" }
  expect(await send(at, { rows: [{ row: 1, values }] })).toMatchObject({
    http: 200,
    accepted: 1,
    refused: [],
  })
})
