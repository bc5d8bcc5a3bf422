import { readdirSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { liveEffects } from "../../lib/effects.ts"
import { zipOf } from "../../scripts/sample/zip.ts"
import { docxOf, pdfOf, scannedPdf } from "../support/documents.ts"
import { inLongRuns } from "../support/rounds.ts"
import { ownApi } from "./own-api.ts"

const { env, api } = ownApi()

type Json = Record<string, unknown>
type Part = [name: string, content: string | Buffer, file_name?: string]

async function call(
  method: string,
  path: string,
  body?: Json | FormData,
): Promise<{ status: number; body: Json }> {
  const sent = body instanceof FormData ? await asBytes(body) : asJson(body)
  const response = await api(new Request(`http://localhost${path}`, { method, ...sent }))
  return { status: response.status, body: (await response.json()) as Json }
}

/** As it arrives over a wire: what Node makes of a form itself throws on its own when the reader stops half-way. */
async function asBytes(form: FormData): Promise<RequestInit> {
  const encoded = new Response(form)
  const headers = { "content-type": encoded.headers.get("content-type") ?? "" }
  return { headers, body: await encoded.arrayBuffer() }
}

const asJson = (body: Json | undefined): RequestInit =>
  body ? { headers: { "content-type": "application/json" }, body: JSON.stringify(body) } : {}

function formOf(...parts: Part[]): FormData {
  const form = new FormData()
  for (const [name, content, file_name] of parts) {
    if (file_name === undefined) form.append(name, String(content))
    else form.append(name, new Blob([new Uint8Array(Buffer.from(content as Buffer))]), file_name)
  }
  return form
}

const zipped = (files: Record<string, string>) =>
  zipOf(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)])))
const file = (file_name: string, content: string | Buffer): Part => ["file", content, file_name]

/** Imports what a form holds from beginning to end; answers the status. */
async function imported(dataset: string, form: FormData): Promise<Json> {
  const prepared = await call("POST", `/api/import/${dataset}/prepare`, form)
  expect(prepared, JSON.stringify(prepared.body)).toMatchObject({ status: 201 })
  const { job_id } = prepared.body
  for (;;) {
    const { body } = await call("POST", `/api/import/${dataset}/process-batch`, { job_id })
    if (body.next_batch === null) break
  }
  const finalized = await call("POST", `/api/import/${dataset}/finalize`, { job_id })
  expect(finalized.status, JSON.stringify(finalized.body)).toBe(200)
  return (await call("GET", `/api/import/${dataset}/status/${job_id}`)).body
}

async function refused(dataset: string, form: FormData): Promise<string> {
  const { status, body } = await call("POST", `/api/import/${dataset}/prepare`, form)
  return `${status} ${body.code}: ${body.detail}`
}

const read = async (sql: string) => (await liveEffects()).db.use((connection) => connection.rows<Json>(sql))
const stored = () => readdirSync(env.SLUICE_FILES ?? "").filter((name) => !name.startsWith("."))

describe("documents", () => {
  test("sent many at once, with metadata beside them, land or fail one by one", async () => {
    const status = await imported(
      "documents",
      formOf(
        ["options", JSON.stringify({ batch_size: 3 })],
        file("report.pdf", await pdfOf(["The first page", "The second page"])),
        file("letter.docx", await docxOf(["Dear reader", "Yours"])),
        file("page.html", "<h1>Hours</h1><script>x()</script><p>Nine to five"),
        file("notes.md", "# Notes\n\n*Keep* this."),
        file("plain.txt", Buffer.from("Caf\xe9", "latin1")),
        file("scan.pdf", await scannedPdf()),
        file("secret.pdf", await pdfOf(["hidden"], "password")),
        file("broken.docx", "PK\x03\x04 not really"),
        file("picture.png", Buffer.from("\x89PNG\r\n\x1a\n0000", "latin1")),
        file("empty.txt", ""),
        file("dated.txt", "With a date that is none"),
        file("copy of plain.txt", Buffer.from("Caf\xe9", "latin1")),
        [
          "metadata_mapping",
          "filename;author;date_created;tags;reviewed\nreport.pdf;Ann;2025-02-01;a,b;yes\ndated.txt;Ben;31-02-2025;;\nnowhere.pdf;Cas;;;\n",
          "my metadata.csv",
        ],
      ),
    )
    expect(status).toMatchObject({ status: "completed", outcome: "partial_failure", row_errors: 6 })
    expect(status.warnings).toMatchObject([
      { code: "metadata_without_file", count: 1 },
      { code: "encoding_guessed", count: 2 },
      { code: "same_content", count: 1 },
    ])
    expect(status.tables).toMatchObject({
      documents: { inserted: 5, duplicates: 1, failed_rows: 6, completed: 4 },
    })
    const there = await read(
      "select filename, text, author, date_created::varchar as dated, tags, metadata from document order by filename",
    )
    expect(there).toMatchObject([
      { filename: "copy of plain.txt", text: "Café", author: null, tags: null, metadata: null },
      { filename: "letter.docx", text: "Dear reader\n\nYours" },
      { filename: "notes.md", text: "Notes\n\nKeep this." },
      { filename: "page.html", text: "Hours\n\nNine to five" },
      {
        filename: "report.pdf",
        author: "Ann",
        dated: "2025-02-01",
        tags: ["a", "b"],
        metadata: { reviewed: "yes" },
      },
    ])
    const { body } = await call("GET", `/api/imports/${status.job_id}/errors`)
    expect((body.errors as Json[]).map(({ file: name, code, column }) => ({ name, code, column }))).toEqual([
      { name: "broken.docx", code: "document_corrupt", column: null },
      { name: "dated.txt", code: "bad_date", column: "date_created" },
      { name: "empty.txt", code: "document_empty", column: null },
      { name: "picture.png", code: "unknown_type", column: null },
      { name: "scan.pdf", code: "document_empty", column: null },
      { name: "secret.pdf", code: "document_encrypted", column: null },
    ])
    expect(stored()).toEqual([])
  })

  test("in a ZIP have their metadata with them, as JSON too, and the same content comes once", async () => {
    const zip = await zipped({
      "deep/one.txt": "The one text",
      "two.txt": "The two text",
      "metadata.json": JSON.stringify({ "one.txt": { author: "Ann", tags: ["x"] }, "two.txt": { pages: 2 } }),
      "__MACOSX/._one.txt": "rubbish",
    })
    const first = await imported("documents", formOf(file("set.zip", zip)))
    expect(first).toMatchObject({ outcome: "complete", title: "Documents – 2 in set.zip" })
    expect(
      await read(
        "select filename, author, tags, metadata from document where text like 'The %text' order by 1",
      ),
    ).toEqual([
      { filename: "deep/one.txt", author: "Ann", tags: ["x"], metadata: null },
      { filename: "two.txt", author: null, tags: null, metadata: { pages: 2 } },
    ])
    const again = await imported(
      "documents",
      formOf(file("renamed.txt", "The one text"), file("new.txt", "A new text")),
    )
    expect(again.tables).toMatchObject({ documents: { inserted: 1, skipped: 1 } })
    const [chunks] = await read("select count(*) as n from document_chunk where text = 'The one text'")
    expect(chunks).toEqual({ n: 1 })
  })

  test("in a ZIP have the metadata that came beside it", async () => {
    const zip = await zipped({ "in/beside.txt": "The beside text", "Beside.txt": "Another beside text" })
    const metadata = "filename,author\nin/beside.txt,Ann\nBeside.txt,Ben\n"
    const status = await imported(
      "documents",
      formOf(["metadata_mapping", metadata, "m.csv"], file("beside.zip", zip)),
    )
    expect(status).toMatchObject({ outcome: "complete", title: "Documents – 2 in beside.zip", warnings: [] })
    expect(
      await read("select filename, author from document where text like '%beside text' order by 1"),
    ).toEqual([
      { filename: "Beside.txt", author: "Ben" },
      { filename: "in/beside.txt", author: "Ann" },
    ])
    expect(stored()).toEqual([])
  })

  test("in several files, ZIPs among them, are imported one by one", async () => {
    const one = await zipped({
      "same.txt": "Several: one",
      "metadata.csv": "filename,author\nplain.txt,Ann\n",
    })
    const two = await zipped({ "same.txt": "Several: two" })
    const form = formOf(file("one.zip", one), file("plain.txt", "Several: plain"), file("two.zip", two))
    expect(await imported("documents", form)).toMatchObject({ outcome: "complete" })
    const there = await read(
      "select filename, author, text from document where text like 'Several:%' order by 1",
    )
    expect(there.map(({ filename, author }) => [filename, author])).toEqual([
      ["plain.txt", "Ann"],
      ["same (2).txt", null],
      ["same.txt", null],
    ])
    expect(there.map(({ text }) => text).sort()).toEqual(["Several: one", "Several: plain", "Several: two"])
    expect(stored()).toEqual([])
  })

  test("with two lists of metadata are refused, naming both", async () => {
    const list = "filename,author\na.txt,Ann\n"
    const zip = await zipped({ "a.txt": "Some text", "in/metadata.csv": list })
    const field: Part = ["metadata_mapping", list, "m.csv"]
    const sets: [FormData, string][] = [
      [formOf(file("set.zip", zip), field), "in/metadata.csv in set.zip and the field metadata_mapping"],
      [formOf(file("a.txt", "Text"), file("metadata.csv", list), field), "metadata.csv and the field"],
      [
        formOf(file("a.txt", "Text"), file("metadata.json", "{}"), file("set.zip", zip)),
        "in/metadata.csv in set.zip and metadata.json",
      ],
    ]
    for (const [form, both] of sets) {
      const answer = await refused("documents", form)
      expect(answer).toMatch(/^422 metadata_invalid: There are two metadata files: /)
      expect(answer).toContain(both)
    }
    expect(stored()).toEqual([])
  })

  test("more than one import may have are refused with their count, and leave nothing behind", async () => {
    const many = Array.from({ length: 101 }, (_, i) => file(`${i}.txt`, `Text ${i}`))
    expect(await refused("documents", formOf(...many))).toMatch(/^422 batch_too_large: 101 documents came/)
    const zip = await zipped(Object.fromEntries(many.map(([, text, name]) => [name ?? "", String(text)])))
    expect(await refused("documents", formOf(file("many.zip", zip)))).toMatch(/^422 batch_too_large: 101/)
    expect(
      await refused("documents", formOf(file("only.zip", await zipped({ "metadata.csv": "filename\n" })))),
    ).toMatch(/^422 no_documents/)
    expect(stored()).toEqual([])
  })

  test("in a form of too many files are refused with what one import may have", async () => {
    const many = Array.from({ length: 501 }, (_, i) => file(`${i}.txt`, "x"))
    expect(await refused("documents", formOf(...many))).toMatch(
      /^422 batch_too_large: .* has 501 files; one import may have 100\./,
    )
    expect(stored()).toEqual([])
  })

  test("with metadata that cannot be read are refused, naming the line", async () => {
    const one = file("a.txt", "Some text")
    expect(await refused("documents", formOf(one, ["metadata_mapping", '{"a.txt": ', "m.json"]))).toMatch(
      /^422 metadata_invalid/,
    )
    expect(await refused("documents", formOf(one, ["metadata_mapping", '["a.txt"]', "m.json"]))).toMatch(
      /^422 metadata_invalid: .* is a list, and has to be an object by file name/,
    )
    expect(
      await refused("contacts", formOf(file("a.csv", "email\na@x.be\n"), ["metadata_mapping", "{}"])),
    ).toMatch(/^422 unexpected_file/)
    expect(await refused("contacts", formOf(file("a.csv", "email\n"), file("b.csv", "email\n")))).toMatch(
      /^422 too_many_files/,
    )
    expect(stored()).toEqual([])
  })
})

test("options that mean nothing to a dataset are refused by the same name, whoever finds them", async () => {
  const rows = file("people.csv", "email\nann@x.be\n")
  const tried: [dataset: string, options: Json, path: string][] = [
    ["contacts", { batch_size: 1 }, "options.batch_size"],
    ["contacts", { batch_size: "many" }, "options.batch_size"],
    ["contacts", { allow_gap: true }, "options.allow_gap"],
    ["contacts", { default_country: "XX" }, "options.default_country"],
    ["contacts", { default_country: "Belgium" }, "options.default_country"],
    ["documents", { duplicates: "update" }, "options.duplicates"],
  ]
  for (const [dataset, options, path] of tried) {
    const form = formOf(rows, ["options", JSON.stringify(options)])
    const asForm = await call("POST", `/api/import/${dataset}/prepare`, form)
    const asJson = await call("POST", `/api/import/${dataset}/prepare`, { filename: "none.csv", options })
    for (const { status, body } of [asForm, asJson]) {
      expect({ status, errors: body.errors }, path).toMatchObject({ status: 400, errors: [{ path }] })
    }
  }
  const told = await refused("contacts", formOf(rows, ["options", '{"default_country":"xx"}']))
  expect(told).toContain("XX is no country")
  expect(stored()).toEqual([])
})

inLongRuns("reading costly rows leaves room for other requests", async () => {
  const costly = `<p>${"<b>x".repeat(18_000)}`
  const rows = Array.from({ length: 16 }, (_, i) => `question ${i},"${costly}"`)
  let longest = 0
  const began = performance.now()
  let last = began
  const beat = setInterval(() => {
    longest = Math.max(longest, performance.now() - last)
    last = performance.now()
  }, 5)
  try {
    const form = formOf(file("costly.csv", `question,answer\n${rows.join("\n")}\n`))
    const { status } = await call("POST", "/api/import/qa-pairs/prepare", form)
    expect(status).toBe(201)
  } finally {
    clearInterval(beat)
  }
  expect(longest).toBeLessThan((performance.now() - began) / 4)
})

describe("a preview", () => {
  const preview = (dataset: string, body: FormData | Json) =>
    call("POST", `/api/datasets/${dataset}/preview`, body)

  test("tells the dialect, the header, the guess, the first rows and what is wrong with them", async () => {
    const text = Buffer.from("E-mail;Pr\xe9nom;Chaussure\nann@x.be;Zo\xe9;41\nnone;;\n", "latin1")
    const { status, body } = await preview("contacts", formOf(file("people.csv", text)))
    expect(status).toBe(200)
    expect(body).toEqual({
      format: "csv",
      dialect: {
        delimiter: ";",
        encoding: "windows-1252",
        guessed_from: ["E-mail;Prénom;Chaussure", "ann@x.be;Zoé;41"],
        header_row: 1,
        above: [],
        sheet: null,
        sheets: [],
        entry: null,
      },
      header: ["E-mail", "Prénom", "Chaussure"],
      mapping: { "E-mail": "email", Prénom: "first_name", Chaussure: null },
      missing: [],
      rows: [
        ["ann@x.be", "Zoé", "41"],
        ["none", "", ""],
      ],
      errors: [
        {
          row: 2,
          line: 3,
          column: "email",
          code: "bad_email",
          message: expect.stringContaining("email is not"),
        },
      ],
      warnings: [
        expect.objectContaining({ code: "encoding_guessed" }),
        expect.objectContaining({ code: "column_ignored" }),
      ],
      earlier: null,
    })
    expect(stored()).toEqual([])
  })

  test("follows what the options say, and tells what is missing instead of refusing", async () => {
    const form = formOf(
      ["options", JSON.stringify({ mapping: { a: null, b: "title" } })],
      file("x.csv", "a,b\n1,2\n"),
    )
    expect((await preview("taxonomy", form)).body).toMatchObject({
      mapping: { a: null, b: "title" },
      missing: ["url"],
    })
  })

  test("needs only the beginning of a file, and looks at stored files and JSON too", async () => {
    const cut = Buffer.from(`email,notes\n${"ann@x.be,some notes\n".repeat(2_000)}ben@x`).subarray(0, 30_000)
    expect((await preview("contacts", formOf(file("cut.csv", cut)))).body).toMatchObject({ errors: [] })
    const upload = await call(
      "POST",
      "/api/uploads",
      formOf(file("q.json", '[{"question": "Q?", "answer": "A", "extra": {"a": 1}}]')),
    )
    const { body } = await preview("qa-pairs", { filename: upload.body.filename })
    expect(body).toMatchObject({
      format: "json",
      dialect: { delimiter: null },
      rows: [["Q?", "A", '{"a":1}']],
    })
    expect(stored()).toHaveLength(1)
  })

  test("of JSON needs only its beginning too, and stands values nested without end", async () => {
    const records = Array.from({ length: 20 }, (_, i) => `{"url": "https://cut.be/${i}"}`)
    const deep = `{"url": "https://cut.be/deep", "x": ${"[".repeat(200_000)}${"]".repeat(200_000)}}`
    const text = `{"site": 1, "pages": [${[deep, ...records].join(",\n")}`
    const { status, body } = await preview("taxonomy", formOf(file("cut.json", text.slice(0, -5))))
    expect(status, JSON.stringify(body)).toBe(200)
    expect(body).toMatchObject({
      header: ["url"],
      missing: [],
      errors: [{ row: 1, line: 1, code: "too_deep" }],
    })
    expect(body.rows).toHaveLength(10)
  })

  test("of what has no rows is refused", async () => {
    expect((await preview("documents", formOf(file("a.txt", "text")))).body).toMatchObject({
      code: "no_preview",
    })
    expect((await preview("contacts", formOf(file("a.csv", "%PDF-1.4")))).body).toMatchObject({
      code: "file_not_text",
    })
    expect((await preview("contacts", { filename: "../etc/passwd" })).status).toBe(422)
    expect((await preview("nothing", formOf(file("a.csv", "a\n")))).status).toBe(404)
  })
})

inLongRuns(
  "ten thousand contacts are merged with those that are there, and an undo takes exactly that back",
  async () => {
    const csv = (city: string) =>
      `email,city,tags\n${Array.from({ length: 10_000 }, (_, i) => `person${i}@many.be,${city},${city};all`).join("\n")}\n`
    const half = csv("Gent").split("\n").slice(0, 5_001).join("\n")
    await imported("contacts", formOf(file("half.csv", half)))
    const merged = await imported(
      "contacts",
      formOf(
        ["options", JSON.stringify({ duplicates: "merge", batch_size: 1_000 })],
        file("all.csv", csv("Namur")),
      ),
    )
    expect(merged.tables).toMatchObject({
      contact_persons: { inserted: 5_000, merged: 5_000, failed_rows: 0 },
    })
    const mine = "email like '%@many.be'"
    expect(
      await read(
        `select city, tags, count(*) as n from contact_person where ${mine} group by all order by city`,
      ),
    ).toEqual([
      { city: "Gent", tags: ["Gent", "all", "Namur"], n: 5_000 },
      { city: "Namur", tags: ["Namur", "all"], n: 5_000 },
    ])
    const { job_id } = merged
    const undone = await call("POST", "/api/import/contacts/rollback", { job_id })
    expect(undone.body).toMatchObject({ done: true, rows_removed: 5_000, rows_restored: 5_000, rows_kept: 0 })
    expect(
      await read(`select city, tags, count(*) as n from contact_person where ${mine} group by all`),
    ).toEqual([{ city: "Gent", tags: ["Gent", "all"], n: 5_000 }])
  },
)
