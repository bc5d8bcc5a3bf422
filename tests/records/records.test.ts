import { describe, expect, test } from "vitest"
import { contacts } from "../../lib/datasets/contacts.ts"
import type { Dataset } from "../../lib/datasets/declaration.ts"
import { qaPairs } from "../../lib/datasets/qa-pairs.ts"
import { taxonomy } from "../../lib/datasets/taxonomy.ts"
import { isProblem, type Problem } from "../../lib/errors.ts"
import { controlJob } from "../../lib/import/control.ts"
import { processBatch } from "../../lib/import/process-batch.ts"
import { rollbackJob } from "../../lib/import/rollback.ts"
import { actor, importFiles, prepareFiles, type SentFile, textFile } from "../support/imports.ts"
import { sharedLab } from "../support/own-lab.ts"
import { inLongRuns } from "../support/rounds.ts"

const lab = sharedLab()

const errorsOf = (job_id: string) =>
  lab.read(
    `select file, line, row_no, column_name, value, code from import_row_errors where job_id = '${job_id}' order by row_no`,
  )

async function refusal(dataset: Dataset, sent: SentFile, options = {}): Promise<string> {
  try {
    const { answer } = await prepareFiles(lab, dataset, sent, options)
    return `accepted as ${answer.job_id}`
  } catch (error) {
    if (!isProblem(error)) throw error
    return `${error.status} ${error.code}`
  }
}

/** How much there is of imports that were refused. */
const leftovers = () =>
  lab.read(
    `select
       (select count(*) from import_jobs) as jobs, (select count(*) from import_job_files) as files,
       (select count(*) from import_row_errors) as errors, (select count(*) from import_staging_contact_person) as staged`,
  )

describe("a bad row", () => {
  test("is left out with its file, line, row, column, value and reason, and the rest lands", async () => {
    const file = textFile(
      "people.csv",
      [
        "email,phone,first_name,notes",
        "ann@x.be,0470 12 34 56,Ann,fine",
        '"not an address",,Ben,"over',
        'two lines"',
        ",12,Cas,",
        ",,Dirk,",
        "eva@x.be,,Eva",
        'fay@x.be,,"Fay" x,',
        " ,,,",
        "gus@x.be,+32 2 555 12 01,Gus,fine too",
        "",
      ].join("\r\n"),
    )
    const status = await importFiles(lab, contacts, file)
    expect(status).toMatchObject({ outcome: "partial_failure", row_errors: 4, blank_rows: 1 })
    expect(status.tables.contact_persons).toMatchObject({ inserted: 3, failed_rows: 4, rows_total: 7 })
    expect(status.warnings).toMatchObject([{ code: "short_rows", count: 1 }])
    expect(await errorsOf(status.job_id)).toEqual([
      {
        file: "people.csv",
        line: 3,
        row_no: 2,
        column_name: "email",
        value: "not an address",
        code: "bad_email",
      },
      { file: "people.csv", line: 5, row_no: 3, column_name: "phone", value: "12", code: "bad_phone" },
      { file: "people.csv", line: 6, row_no: 4, column_name: "email", value: null, code: "missing_identity" },
      {
        file: "people.csv",
        line: 8,
        row_no: 6,
        column_name: "first_name",
        value: 'fay@x.be,,"Fay" x,',
        code: "bad_quoting",
      },
    ])
  })

  test("keeps what it held, so that it can be mended", async () => {
    const file = textFile("more.csv", "mail;Voornaam;shoe size\nx;=1+1;43\na@b;one;two;three\n")
    const status = await importFiles(lab, contacts, file)
    const records = await lab.read(
      `select record from import_row_errors where job_id = '${status.job_id}' order by row_no`,
    )
    expect(records.map(({ record }) => (typeof record === "string" ? JSON.parse(record) : record))).toEqual([
      { mail: "x", Voornaam: "=1+1", "shoe size": "43" },
      { mail: "a@b", Voornaam: "one", "shoe size": "two", _more: "three" },
    ])
  })

  test("in JSON has its line too", async () => {
    const file = textFile(
      "pages.json",
      '[\n {"url": "https://json.be/a", "metadata": {"k": [1]}},\n {"title": "no address"},\n {"url": "ftp://x"},\n 17,\n {"url": }\n]',
    )
    const status = await importFiles(lab, taxonomy, file)
    expect(await errorsOf(status.job_id)).toEqual([
      { file: "pages.json", line: 3, row_no: 2, column_name: "url", value: null, code: "missing_value" },
      { file: "pages.json", line: 4, row_no: 3, column_name: "url", value: "ftp://x", code: "bad_url" },
      { file: "pages.json", line: 5, row_no: 4, column_name: "url", value: "17", code: "bad_url" },
      { file: "pages.json", line: 6, row_no: 5, column_name: null, value: '{"url": }', code: "bad_record" },
    ])
    expect(await lab.read("select metadata from taxonomy_node where url = 'https://json.be/a'")).toEqual([
      { metadata: { k: [1] } },
    ])
  })

  test("in JSON keeps its numbers as they are written", async () => {
    const lines = [
      '[{"question": 12345678901234567890, "answer": 2.50, "tags": [1.0, "x"]},',
      '{"answer": -1e400, "question": "nested {\\"a\\": 7}", "category": 0.1},',
      '{"question": 10000000000000001, "answer": 1E5, "category": 42}]',
    ]
    const status = await importFiles(lab, qaPairs, textFile("numbers.json", lines.join("\n")))
    expect(status).toMatchObject({ row_errors: 0 })
    expect(
      await lab.read(
        `select question, answer, category from qa_pair where imported_from = '${status.job_id}' order by question`,
      ),
    ).toEqual([
      { question: "10000000000000001", answer: "1E5", category: "42" },
      { question: "12345678901234567890", answer: "2.50", category: null },
      { question: 'nested {"a": 7}', answer: "-1e400", category: "0.1" },
    ])
  })

  test("with a NUL in it is left out alone", async () => {
    const file = textFile("nul.csv", "email,notes\nnul@x.be,one\0two\nright@x.be,fine\n")
    const status = await importFiles(lab, contacts, file)
    expect(status).toMatchObject({ row_errors: 1 })
    expect(await errorsOf(status.job_id)).toMatchObject([
      { line: 2, column_name: "notes", code: "invalid_encoding" },
    ])
  })

  test("with several things wrong is one row, whose sentence names them all", async () => {
    const file = textFile("all.csv", "email,phone\nno address,12\nall@x.be,\n")
    const status = await importFiles(lab, contacts, file)
    expect(status).toMatchObject({ row_errors: 1 })
    const [error] = await lab.read(
      `select column_name, code, message from import_row_errors where job_id = '${status.job_id}'`,
    )
    expect(error).toMatchObject({ column_name: "email", code: "bad_email" })
    expect(error?.message).toMatch(
      /^email is not an e-mail address.*\. Also, phone is not a phone number.*\.$/,
    )
  })

  test("opens a quote that is never closed, and comes back with what it says", async () => {
    const file = textFile("open.csv", `email,notes\nopen@x.be,"over ${"x".repeat(300)}\nright@x.be,fine\n`)
    const status = await importFiles(lab, contacts, file)
    expect(
      await lab.read(`select line, code, record from import_row_errors where job_id = '${status.job_id}'`),
    ).toEqual([
      {
        line: 2,
        code: "unterminated_quote",
        record: { email: "open@x.be", notes: `"over ${"x".repeat(300)}` },
      },
    ])
  })

  inLongRuns("nested without end is left out, in any column, and the rest lands", async () => {
    const deep = (levels: number) => "[".repeat(levels) + "]".repeat(levels)
    const urls = ["metadata", "title", "elsewhere"].map(
      (name, i) => `{"url": "https://deep.be/${i}", "${name}": ${deep(5_000)}}`,
    )
    const rows = [...urls, deep(200_000), '{"url": "https://deep.be/good"}']
    const json = await importFiles(lab, taxonomy, textFile("deep.json", `[${rows.join(",\n")}]`))
    expect(json.tables.taxonomy_nodes).toMatchObject({ inserted: 1, failed_rows: 4 })
    expect((await errorsOf(json.job_id)).map(({ line, code }) => [line, code])).toEqual(
      [1, 2, 3, 4].map((line) => [line, "too_deep"]),
    )
    const lines = `url,metadata\nhttps://deep.be/csv,${deep(200_000)}\nhttps://deep.be/more,{}\n`
    const csv = await importFiles(lab, taxonomy, textFile("deep.csv", lines))
    expect(csv.tables.taxonomy_nodes).toMatchObject({ inserted: 1, failed_rows: 1 })
  })

  test("with half a character in a value or a header is left out, and the rest lands", async () => {
    const rows = [
      String.raw`{"question": "\ud800 one", "answer": "A", "k\udc00": "\ud800"}`,
      '{"question": "Whole?", "answer": "Yes"}',
    ]
    const status = await importFiles(lab, qaPairs, textFile("half.json", `[${rows.join(",")}]`))
    expect(status.tables.qa_pairs).toMatchObject({ inserted: 1, failed_rows: 1 })
    expect(await errorsOf(status.job_id)).toMatchObject([
      { column_name: "question", value: "\uFFFD one", code: "bad_text" },
    ])
  })

  test("refuses the whole import when bad rows are not to be skipped, and nothing is left of it", async () => {
    const before = await leftovers()
    const file = textFile("strict.csv", "email\ngood@x.be\nbad\n")
    expect(await refusal(contacts, file, { skip_errors: false })).toBe("422 rows_invalid")
    expect(await leftovers()).toEqual(before)
    expect(await lab.effects.store.list()).toEqual([])
  })

  test("is named by a refusal of all, as are the first ten, however far down they are", async () => {
    const good = Array.from({ length: 3_000 }, (_, i) => `good.${i}@x.be`)
    const file = textFile("far.csv", ["email", ...good, ...Array(12).fill("bad")].join("\n"))
    const refused = prepareFiles(lab, contacts, file, { skip_errors: false }).catch((error: unknown) => error)
    const { extras } = (await refused) as Problem
    expect(extras.errors?.map(({ path }) => path)).toEqual(
      Array.from({ length: 10 }, (_, i) => `far.csv, line ${3_002 + i}`),
    )
    expect(extras.errors?.[0]?.message).toMatch(/^email is not an e-mail address/)
  })
})

describe("a file of rows", () => {
  test.each([
    ["Windows-1252 with semicolons", "latin1" as const, ";"],
    ["UTF-16 with tabs", "utf16le" as const, "\t"],
    ["UTF-8 with pipes", "utf8" as const, "|"],
  ])("in %s arrives as it was meant", async (_name, encoding, delimiter) => {
    const text = ["e-mail,voornaam,stad", `zoe.${encoding}@x.be,Zoé,Liège`]
      .join("\n")
      .replaceAll(",", delimiter)
    const status = await importFiles(lab, contacts, {
      file_name: "x.csv",
      bytes: Buffer.from(text, encoding),
    })
    expect(status.outcome).toBe("complete")
    expect(
      await lab.read(`select first_name, city from contact_person where email = 'zoe.${encoding}@x.be'`),
    ).toEqual([{ first_name: "Zoé", city: "Liège" }])
  })

  test("is read as the import says, whatever it looks like", async () => {
    const text = "a;b,c\nx@y.be;Ann,Gent\n"
    const options = { delimiter: "," as const, mapping: { "a;b": null, c: "city" } }
    expect(await refusal(contacts, textFile("a.csv", text), options)).toBe("422 column_missing")
    const status = await importFiles(lab, contacts, textFile("a.csv", text), {
      delimiter: ";",
      mapping: { a: "email", "b,c": "first_name" },
    })
    expect(
      await lab.read(`select first_name from contact_person where imported_from = '${status.job_id}'`),
    ).toEqual([{ first_name: "Ann,Gent" }])
  })

  test.each([
    ["that is empty", textFile("a.csv", " \n"), "422 file_empty"],
    [
      "that is a broken ZIP",
      { file_name: "a.csv", bytes: Buffer.from("PK\x03\x04rest") },
      "422 zip_truncated",
    ],
    ["that is a PDF", textFile("a.csv", "%PDF-1.7\n"), "422 file_not_text"],
    [
      "with zero bytes in its header",
      { file_name: "a.csv", bytes: Buffer.from("ema\0il\na@x.be\n") },
      "422 file_not_text",
    ],
    ["without a column it needs", textFile("a.csv", "city\nGent\n"), "422 column_missing"],
    ["whose header is not closed", textFile("a.csv", '"email\n'), "422 csv_header_invalid"],
    ["that is an empty list", textFile("a.json", "[]"), "422 file_empty"],
  ])("%s is refused, and leaves nothing behind", async (_name, sent, answer) => {
    const before = await leftovers()
    expect(await refusal(contacts, sent)).toBe(answer)
    expect(await leftovers()).toEqual(before)
    expect(await lab.effects.store.list()).toEqual([])
  })

  test("of JSON Lines that begin with a list loses none", async () => {
    const text =
      '{"tags":["a","b"],"question":"Lines 1","answer":"A"}\n{"tags":["c"],"question":"Lines 2","answer":"B"}\n'
    const status = await importFiles(lab, qaPairs, textFile("tags.jsonl", text))
    expect(status).toMatchObject({ outcome: "complete", warnings: [] })
    expect(
      await lab.read("select question, tags from qa_pair where question like 'Lines%' order by question"),
    ).toEqual([
      { question: "Lines 1", tags: ["a", "b"] },
      { question: "Lines 2", tags: ["c"] },
    ])
  })

  test.each([
    [
      "a list that is for a column",
      '{"metadata": [{"a": 1}], "url": "https://one.be/1"}',
      ["https://one.be/1"],
    ],
    [
      "a row beside a list of texts",
      '{"images": ["https://i.be"], "url": "https://one.be/2"}',
      ["https://one.be/2"],
    ],
    [
      "a row before a list",
      '{"url": "https://one.be/3", "pages": [{"url": "https://i.be"}]}',
      ["https://one.be/3"],
    ],
    [
      "a list of rows behind a title",
      '{"title": "Site", "pages": [{"url": "https://one.be/4"}]}',
      ["https://one.be/4"],
    ],
    [
      "a list of texts",
      '{"urls": ["https://one.be/5", "https://one.be/6"]}',
      ["https://one.be/5", "https://one.be/6"],
    ],
  ])("that is one object with %s is read as that", async (_name, text, urls) => {
    const status = await importFiles(lab, taxonomy, textFile("one.json", text))
    expect(status.outcome).toBe("complete")
    const there = await lab.read(
      `select url from taxonomy_node where imported_from = '${status.job_id}' order by url`,
    )
    expect(there).toEqual(urls.map((url) => ({ url })))
  })

  test("says what it left out of an object around a list", async () => {
    const text = '{"title": "Site", "pages": [{"url": "https://around.be"}], "total": 1}'
    const { warnings } = await importFiles(lab, taxonomy, textFile("around.json", text))
    expect(warnings).toMatchObject([
      { code: "column_ignored", message: expect.stringContaining("title, total"), count: 2 },
    ])
  })

  test.each([
    [
      "something behind its list",
      '[{"url": "https://lost.be"}] {"url": "https://lost.be/2"}',
      "json_invalid",
    ],
    ["two lists", '[{"url": "https://lost.be"}]\n[{"url": "https://lost.be/2"}]', "json_invalid"],
    [
      "no comma between two records",
      '[{"url": "https://lost.be"}{"url": "https://lost.be/2"}]',
      "json_invalid",
    ],
    ["an object around its list that is cut off", '{"pages": [{"url": "https://lost.be"}]', "json_truncated"],
  ])("with %s is refused, and nothing of it is there", async (_name, text, code) => {
    const before = await leftovers()
    expect(await refusal(taxonomy, textFile("lost.json", text))).toBe(`422 ${code}`)
    expect(await leftovers()).toEqual(before)
    expect(await lab.effects.store.list()).toEqual([])
  })

  test("with more rows than an import may have is refused whole", async () => {
    const lines = Array.from({ length: 10_001 }, (_, i) => `https://many.be/${i}`)
    expect(await refusal(taxonomy, textFile("many.csv", `url\n${lines.join("\n")}\n`))).toBe(
      "422 too_many_rows",
    )
    expect(await lab.read("select count(*) as n from import_staging_taxonomy_node")).toEqual([{ n: 0 }])
    const { answer } = await prepareFiles(
      lab,
      taxonomy,
      textFile("most.csv", `url\n${lines.slice(1).join("\n")}\n`),
    )
    expect(answer.batches_by_table.taxonomy_nodes).toMatchObject({ insert: 100 })
  })

  test("sent again belongs to the import it has; with another rule it is a new one", async () => {
    const file = textFile("again.csv", "email,city\nagain@x.be,Gent\n")
    const first = await importFiles(lab, contacts, file)
    const again = await prepareFiles(lab, contacts, file)
    expect({ created: again.created, job_id: again.answer.job_id, status: again.answer.status }).toEqual({
      created: false,
      job_id: first.job_id,
      status: "completed",
    })
    const other = await importFiles(lab, contacts, file, { duplicates: "update" })
    expect(other.job_id).not.toBe(first.job_id)
    expect(other.tables.contact_persons).toMatchObject({ inserted: 0, updated: 0 })
  })

  test("with options its dataset does not have is refused", async () => {
    const file = textFile("a.csv", "url\nhttps://o.be\n")
    expect(await refusal(taxonomy, file, { default_country: "FR" })).toBe("400 invalid_request")
    expect(await refusal(taxonomy, file, { duplicates: "merge" })).toBe("400 invalid_request")
    expect(await refusal(taxonomy, file, { batch_size: 9 })).toBe("400 invalid_request")
    expect(await refusal(contacts, file, { mapping: { url: "email", zzz: "phone" } })).toBe(
      "400 invalid_request",
    )
  })
})

describe("what a cell holds", () => {
  test("is inert, whatever it is", async () => {
    const nasty = "'; drop table contact_person; --"
    const long = "x".repeat(1_000_000)
    const cells = [nasty, "<script>alert(1)</script>", "=cmd|' /C calc'!A0", long, "__proto__"]
    const lines = cells.map((cell, i) => `nasty${i}@x.be,"${cell.replaceAll('"', '""')}"`)
    const status = await importFiles(
      lab,
      contacts,
      textFile("n.csv", `email,notes,__proto__\n${lines.map((line) => `${line},x`).join("\n")}\n`),
    )
    expect(status.outcome).toBe("complete")
    const kept = await lab.read(
      `select notes from contact_person where imported_from = '${status.job_id}' order by email`,
    )
    expect(kept.map(({ notes }) => notes)).toEqual(cells)
  })

  test("of questions and answers loses its HTML and keeps its meaning", async () => {
    const file = textFile(
      "qa.csv",
      'question,answer,tags\n"<p>What&nbsp;is <b>2&lt;3</b>?</p>","<style>p{}</style>Yes<br>it is<script>x()</script>","a; b;c"\n"<p> </p>",empty,\n',
    )
    const status = await importFiles(lab, qaPairs, file)
    expect(
      await lab.read(
        `select question, answer, tags, status from qa_pair where imported_from = '${status.job_id}'`,
      ),
    ).toEqual([{ question: "What is 2<3?", answer: "Yes it is", tags: ["a", "b", "c"], status: "draft" }])
    expect(await errorsOf(status.job_id)).toMatchObject([
      { line: 3, column_name: "question", code: "missing_value" },
    ])
  })
})

test("an import that is cancelled half way and taken back leaves no contact of its own", async () => {
  const lines = Array.from({ length: 120 }, (_, i) => `half${i}@x.be`)
  const before = await lab.read("select * from contact_person order by id")
  const { answer } = await prepareFiles(lab, contacts, textFile("half.csv", `email\n${lines.join("\n")}\n`), {
    batch_size: 50,
  })
  expect(answer.total_batches).toBe(3)
  const { job_id } = answer
  const driver = { id: "one", label: "API" }
  const batch = { table_name: Object.keys(answer.batches_by_table)[0], batch_number: 2 }
  const done = await processBatch({ dataset: contacts, job_id, driver, ...batch }, lab.effects)
  expect(done).toMatchObject({ batch_completed: true, progress: { completed: 1, total: 3 } })
  await controlJob({ dataset: contacts, job_id, action: "cancel", actor }, lab.effects)
  const [there] = await lab.read("select count(*)::int as n from contact_person where email like 'half%'")
  expect(there).toEqual({ n: 50 })
  const preview = await rollbackJob({ job_id, dry_run: true, actor }, lab.effects)
  expect(preview).toMatchObject({ rows_removed: 50, rows_restored: 0 })
  await rollbackJob({ job_id, dry_run: false, actor }, lab.effects)
  expect(await lab.read("select * from contact_person order by id")).toEqual(before)
})
