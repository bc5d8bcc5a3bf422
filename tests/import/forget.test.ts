import { existsSync, readdirSync, readFileSync } from "node:fs"
import { Readable } from "node:stream"
import { gzipSync } from "node:zlib"
import { beforeEach, expect, test } from "vitest"
import { contacts } from "../../lib/datasets/contacts.ts"
import { documents } from "../../lib/datasets/documents.ts"
import { qaPairs } from "../../lib/datasets/qa-pairs.ts"
import { taxonomy } from "../../lib/datasets/taxonomy.ts"
import { personOfAddress, personOfNumber } from "../../lib/formats/person.ts"
import { forgetPerson } from "../../lib/import/forgetting/forget.ts"
import { tracesOf } from "../../lib/import/forgetting/traces.ts"
import { beginUpload } from "../../lib/import/uploads/upload.ts"
import { zipOf } from "../../scripts/sample/zip.ts"
import { mend, mendToEnd } from "../mending/mending.ts"
import { importExtract, rollBack } from "../support/drive.ts"
import { enterprise, handmade, line, upTo } from "../support/handmade.ts"
import { actor, importFiles, prepareFiles, textFile, undo } from "../support/imports.ts"
import { ownLab } from "../support/own-lab.ts"
import { inLongRuns } from "../support/rounds.ts"
import { shownBy } from "../support/then.ts"

const lab = ownLab()
// What is compressed would not be found in the file's bytes, whether it is there or not.
beforeEach(() => lab.run("set force_compression = 'uncompressed'"))

const ADDRESS = "an.hunter2@example.com"
const AN = personOfAddress(ADDRESS)
const HEADER = "email,phone,first_name,company"
const others = Array.from({ length: 300 }, (_, n) => `p${n}@example.com,,P${n},Some company ${n}`)

const bytesOf = (path: string) =>
  existsSync(path) ? readFileSync(path).toString("latin1").toLowerCase() : ""
const files = () => {
  const { database } = lab.effects.config
  return [database, `${database}.wal`].map(bytesOf).join()
}

const jobsOf = (held: readonly { job_id: string | null; rows: number }[]) =>
  held.map(({ job_id, rows }) => [job_id, rows])

test("a person leaves nothing behind but what is in the table", async () => {
  const rows = [HEADER, "An.Hunter2@example.com,,An,Before", ...others]
  const first = await importFiles(lab, contacts, textFile("first.csv", rows.join("\n")))
  const changed = [
    HEADER,
    "an.hunter2@example.com,,An,After",
    "nobody,an.hunter2@example.com,Bad,X",
    "nobody,,Other,Y",
  ]
  const second = await importFiles(lab, contacts, textFile("second.csv", changed.join("\n")), {
    duplicates: "update",
  })
  await lab.run("checkpoint")
  const counts = () =>
    lab.read(
      "select code, sum(errors) as n from (select code, 1 as errors from import_row_errors union all select code, errors from import_row_error_counts) group by code order by code",
    )
  const before = await counts()

  const traces = await forgetPerson({ person: AN, actor: "ops" }, lab.effects)
  expect(jobsOf(traces.undo_records)).toEqual([[second.job_id, 1]])
  expect(jobsOf(traces.row_errors)).toEqual([[second.job_id, 1]])
  expect(await counts()).toEqual(before)
  expect(
    await lab.read("select distinct actor, event from import_audit where event = 'person.forgotten'"),
  ).toEqual([{ actor: "ops", event: "person.forgotten" }])
  expect(await tracesOf(AN, lab.effects)).toEqual({
    row_errors: [],
    undo_records: [],
    results: [],
    mentions: [],
    files: [],
    unread: [],
  })

  // What was changed is not known any more, so it stays as it is, and is no longer what the first import wrote.
  await undo(lab, second.job_id)
  await undo(lab, first.job_id)
  expect(await lab.read("select email, company from contact_person")).toEqual([
    { email: ADDRESS, company: "After" },
  ])
})

test("and nothing in the bytes of the database's file", async () => {
  await importFiles(
    lab,
    contacts,
    textFile("first.csv", [HEADER, `${ADDRESS},,An,Before`, ...others].join("\n")),
  )
  await lab.run("checkpoint")
  // Only what is kept beside the table is looked at.
  await lab.run("delete from contact_person")
  await lab.run("checkpoint")
  expect(files()).toContain("an.hunter2")
  await forgetPerson({ person: AN, actor: "ops" }, lab.effects)
  expect(files().includes("an.hunter2")).toBe(false)
})

test.each([
  ["text", async () => Buffer.from(`${HEADER}\n,0475 12/34.56,An,X\n`)],
  ["UTF-16", async () => Buffer.from(`${HEADER}\n,+32 475 12 34 56,An,X\n`, "utf16le")],
  ["a ZIP", () => zipOf({ "people.csv": Buffer.from(`${HEADER}\n,+32475123456,An,X\n`) })],
])("stored files that hold a number go, be they %s", async (_what, bytes) => {
  const { store, config } = lab.effects
  await store.receive(Readable.from([await bytes()]), "people.csv", { max_bytes: 1_000_000 })
  await store.receive(Readable.from([Buffer.from("another,0475 12 34 57")]), "other.csv", {
    max_bytes: 1_000_000,
  })
  const { files: gone } = await forgetPerson(
    { person: personOfNumber("32", "475123456"), actor: "ops" },
    lab.effects,
  )
  expect(gone).toHaveLength(1)
  expect(readdirSync(config.files).filter((name) => name.endsWith(".csv"))).toHaveLength(1)
})

test("rows that are still to be applied are named instead", async () => {
  const { answer } = await prepareFiles(
    lab,
    contacts,
    textFile("people.csv", `${HEADER}\n${ADDRESS},,An,X\n`),
  )
  await expect(tracesOf(AN, lab.effects)).rejects.toMatchObject({
    status: 409,
    code: "still_staged",
    extras: { job_id: answer.job_id },
  })
})

test("nobody else is taken for the person", () => {
  const found = (pattern: string, text: string) => new RegExp(pattern, "i").test(text)
  const { pattern } = personOfAddress("an@example.com")
  for (const text of ["an@example.com", '"An@Example.com"', "to <an@example.com>.", "an@example.com,x"])
    expect([text, found(pattern, text)]).toEqual([text, true])
  for (const text of ["jan@example.com", "an@example.com.au", "an.an@example.com", "an@example.community"])
    expect([text, found(pattern, text)]).toEqual([text, false])
  for (const known of ["jan@müller.de", "jan@xn--mller-kva.de"])
    for (const text of [
      "jan@müller.de",
      "jan@xn--mller-kva.de",
      Buffer.from("jan@müller.de").toString("latin1"),
    ])
      expect([known, text, found(personOfAddress(known).pattern, text)]).toEqual([known, text, true])
  const number = personOfNumber("32", "21234567").pattern
  for (const text of [
    "02 123 45 67",
    "+32 2 123.45.67",
    "0032/2/1234567",
    "tel. 02/1234567, or",
    "+32 (0)2 123 45 67",
    "3221234567",
  ])
    expect([text, found(number, text)]).toEqual([text, true])
  for (const text of ["0212.345.678", "021234567890", "1021234567"])
    expect([text, found(number, text)]).toEqual([text, false])
})

inLongRuns("rows that were deleted long before are gone from the bytes too", async () => {
  const [bad, ...good] = ["no address,,An Hunter the Second,X", ...others]
  await importFiles(
    lab,
    contacts,
    textFile("first.csv", [HEADER, bad, `${ADDRESS},,An,X`, ...good].join("\n")),
  )
  const rest = Array.from({ length: 300 }, (_, n) => `nobody ${n},,P${n},X`)
  await importFiles(lab, contacts, textFile("second.csv", [HEADER, ...rest].join("\n")))
  await lab.run("checkpoint")
  // As retention and whoever cleans a table up do it.
  await lab.run("delete from import_row_errors where value = 'no address'")
  await lab.run(`delete from contact_person where email = '${ADDRESS}'`)
  await lab.run("checkpoint")
  expect([files().includes("the second"), files().includes("an.hunter2")]).toEqual([true, true])
  expect(await forgetPerson({ person: AN, actor: "ops" }, lab.effects)).toMatchObject({ overwritten: true })
  expect([files().includes("the second"), files().includes("an.hunter2")]).toEqual([false, false])
  expect((await lab.read("select count(*)::int as n from import_row_errors"))[0]?.n).toBe(300)
  expect((await lab.read("select count(*)::int as n from contact_person"))[0]?.n).toBe(300)
})

inLongRuns(
  "what was imported of a person and taken back is gone from the bytes, in every dataset",
  async () => {
    const register = { enterprise: upTo(50).map((n) => line.enterprise(n)) }
    await importExtract(
      lab,
      await handmade({
        number: 1,
        type: "full",
        lines: { ...register, contact: [line.contact(1, "021234567")], denomination: [line.name(1, "Some")] },
      }),
    )
    const brought = {
      contact_insert: [`"${enterprise(2)}","ENT","EMAIL","${ADDRESS}"`],
      denomination_insert: [line.name(2, `Firm of ${ADDRESS}`)],
    }
    const job_id = await importExtract(lab, await handmade({ number: 2, type: "update", lines: brought }))
    await rollBack(lab, job_id)
    const rows = (of: (who: string) => string) => [of("somebody@example.com"), of(ADDRESS)]
    const [qaKept = "", qaGone = ""] = rows((who) => `question,answer\nWho is ${who}?,A person\n`)
    const [nodesKept = "", nodesGone = ""] = rows(
      (who) => `url,title\nhttps://example.com/${who.length},${who}\n`,
    )
    const [noteKept = "", noteGone = ""] = rows((who) => `# A note\n\nAsk ${who}.\n`)
    for (const [dataset, name, kept, gone] of [
      [qaPairs, "pairs.csv", qaKept, qaGone],
      [taxonomy, "nodes.csv", nodesKept, nodesGone],
      [documents, "note.md", noteKept, noteGone],
    ] as const) {
      await importFiles(lab, dataset, textFile(`kept-${name}`, kept))
      const taken = await importFiles(lab, dataset, textFile(name, gone))
      await undo(lab, taken.job_id)
    }
    for (const who of ["somebody@example.com", ADDRESS])
      await lab.run(`
      insert into outbox by name
      select uuid() as delivery_id, 'mail' as channel, '${who}' as address, 'import.finished' as event, '' as about,
        'delivered' as status, 1 as attempts, now()::timestamp as created_at, now()::timestamp as due_at`)
    await lab.run("checkpoint")
    const before = await shownBy(lab, "_current")
    expect(files()).toContain("an.hunter2")
    await forgetPerson({ person: AN, actor: "ops" }, lab.effects)
    expect(files().includes("an.hunter2")).toBe(false)
    expect(await shownBy(lab, "_current")).toEqual(before)
    for (const table of ["qa_pair", "taxonomy_node", "document", "document_chunk"])
      expect([table, await lab.read(`select count(*)::int as n from ${table}`)]).toEqual([table, [{ n: 1 }]])
  },
)

inLongRuns("names of files, options, warnings, errors and the audit log name nobody any more", async () => {
  const { job_id } = await importFiles(
    lab,
    contacts,
    textFile(`${ADDRESS}.csv`, `${HEADER}\nx,,Bad,X\np@example.com,,P,X\n`),
    {
      notify_email: ADDRESS,
    },
  )
  await lab.run(`update import_job_batches set error = 'no room for ${ADDRESS},${ADDRESS}.'`)
  await lab.run(`
    insert into outbox by name
    select uuid() as delivery_id, 'mail' as channel, '${ADDRESS}' as address, 'import.finished' as event, '' as about,
      '${job_id}'::uuid as job_id, '{"title": "${ADDRESS}"}' as data, 'To ${ADDRESS}' as body, 'delivered' as status,
      1 as attempts, '250 ${ADDRESS}' as answer, now()::timestamp as created_at, now()::timestamp as due_at`)
  const told = () =>
    lab.read(`select j.title, j.options, j.source, j.warnings, (select string_agg(detail) from import_audit) as audit,
      (select to_json(o)::varchar from outbox as o) as notice, (select any_value(error) from import_job_batches) as error, (select any_value(file) from import_row_errors) as file
      from import_jobs as j`)
  expect(JSON.stringify(await told())).toContain(ADDRESS)
  const { mentions } = await forgetPerson({ person: AN, actor: "ops" }, lab.effects)
  expect(mentions).toMatchObject([{ job_id, title: "Contacts – (forgotten).csv" }])
  const after = await told()
  expect(JSON.stringify(after).toLowerCase()).not.toContain("hunter2")
  expect(after).toMatchObject([{ file: "(forgotten).csv", error: "no room for (forgotten),(forgotten)." }])
  expect(files().includes("an.hunter2")).toBe(false)
  expect((await tracesOf(AN, lab.effects)).mentions).toEqual([])
})

test("records of a person who was known by a phone number before go as well", async () => {
  const phone = "+32475123456"
  await importFiles(lab, contacts, textFile("first.csv", `${HEADER}\n,${phone},An,Before\n`))
  const changed = { duplicates: "update" as const }
  const second = await importFiles(
    lab,
    contacts,
    textFile("second.csv", `${HEADER}\n,${phone},An,After\n`),
    changed,
  )
  await lab.run(`update contact_person set email = '${ADDRESS}'`)
  const { undo_records } = await forgetPerson({ person: AN, actor: "ops" }, lab.effects)
  expect(jobsOf(undo_records)).toEqual([[second.job_id, 1]])
})

test("a call that ends before the file is written over leaves the counts as they are", async () => {
  await importFiles(
    lab,
    contacts,
    textFile("first.csv", `${HEADER}\nnobody,${ADDRESS},An,X\np@example.com,,P,X\n`),
  )
  await lab.effects.store.receive(Readable.from([Buffer.from(ADDRESS)]), "people.csv", { max_bytes: 1_000 })
  const remove = () => Promise.reject(new Error("The process ended here."))
  const store = {
    ...lab.effects.store,
    list: () => lab.effects.store.list(),
    resolve: (name: string) => lab.effects.store.resolve(name),
    remove,
  }
  await expect(forgetPerson({ person: AN, actor: "ops" }, { ...lab.effects, store })).rejects.toThrow(
    "ended here",
  )
  expect(
    await lab.read(
      "select sum(n)::int as n from (select count(*) as n from import_row_errors union all select errors from import_row_error_counts)",
    ),
  ).toEqual([{ n: 1 }])
  expect((await forgetPerson({ person: AN, actor: "ops" }, lab.effects)).files).toHaveLength(1)
  expect(files().includes("an.hunter2")).toBe(false)
})

const word = (text: string) =>
  zipOf({ "word/document.xml": Buffer.from(`<w:document><w:body><w:p>${text}</w:p></w:body></w:document>`) })
const RUNS = "<w:r><w:t>Ask an.hun</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>ter2@example.com</w:t></w:r>"

test.each([
  ["a Word file, in several runs", "letter.docx", () => word(RUNS)],
  ["a Word file in a ZIP", "letters.zip", async () => zipOf({ "letter.docx": await word(RUNS) })],
  ["what gzip packs", "people.csv.gz", () => gzipSync(`email\n${ADDRESS}\n`)],
  [
    "what gzip packs, in a ZIP",
    "people.zip",
    () => zipOf({ "people.csv.gz": gzipSync(`email\n${ADDRESS}\n`) }),
  ],
  ["its own name", `${ADDRESS}.csv`, async () => Buffer.from("nothing")],
])("a person in %s is found", async (_what, name, bytes) => {
  await lab.effects.store.receive(Readable.from([await bytes()]), name, { max_bytes: 1_000_000 })
  expect((await tracesOf(AN, lab.effects)).files).toHaveLength(1)
})

test("an upload that is called after the person goes, though nobody has completed it", async () => {
  const upload = { name: `${ADDRESS}.csv`, bytes: 1_000, keep: true, actor }
  await beginUpload(upload, lab.effects)
  expect((await forgetPerson({ person: AN, actor: "ops" }, lab.effects)).files).toHaveLength(1)
  expect(await lab.read("select * from import_uploads")).toEqual([])
  expect(readdirSync(lab.effects.config.files)).toEqual([])
})

test("a PDF, also in a ZIP, a message in Base64 and what gzip has packed badly are named as not looked into", async () => {
  const pdf = Buffer.from("%PDF-1.7 and what is packed")
  const message = `Subject: Hello\nContent-Transfer-Encoding: base64\n\n${Buffer.from(ADDRESS).toString("base64")}\n`
  const broken = gzipSync("email\n").subarray(0, 15)
  for (const [name, bytes] of [
    ["a.pdf", pdf],
    ["b.zip", await zipOf({ "a.pdf": pdf })],
    ["c.eml", Buffer.from(message)],
    ["d.csv.gz", broken],
  ] as const)
    await lab.effects.store.receive(Readable.from([bytes]), name, { max_bytes: 1_000 })
  expect((await tracesOf(AN, lab.effects)).unread).toHaveLength(4)
})

test("an address with quotes is found where CSV doubles them and JSON escapes them", () => {
  const found = new RegExp(personOfAddress('"an.h"@example.com').pattern, "i")
  for (const text of ['"an.h"@example.com', '"""an.h""@example.com"', '{"a": "\\"an.h\\"@example.com"}'])
    expect([text, found.test(text)]).toEqual([text, true])
})

test("a file that cannot be looked into is named, and stops nothing", async () => {
  const broken = Buffer.from("PK\u0003\u0004 and no more")
  await lab.effects.store.receive(Readable.from([broken]), "broken.zip", { max_bytes: 1_000_000 })
  expect(await forgetPerson({ person: AN, actor: "ops" }, lab.effects)).toMatchObject({
    files: [],
    unread: [expect.stringContaining("broken")],
  })
})

test("a person is taken out of drafts, and of rows that were mended or left out", async () => {
  const lines = [HEADER, `${ADDRESS} or so,,An,`, "other,,Bob,", "third,,Cas,", "fourth,,Dan,"]
  const { job_id } = await importFiles(lab, contacts, textFile("people.csv", lines.join("\n")))
  await mend(lab, job_id, { draft: true, rows: [{ row: 2, values: { email: ADDRESS } }] })
  await mend(lab, job_id, { rows: [{ row: 3, dismiss: true, reason: `asked by ${ADDRESS}` }] })
  await mendToEnd(lab, contacts, job_id, { rows: [{ row: 4, values: { email: ADDRESS } }] })
  await lab.run("delete from contact_person")
  await forgetPerson({ person: AN, actor: "ann" }, lab.effects)
  expect(files().includes("an.hunter2")).toBe(false)
  const states = await lab.read("select state from import_settled_rows order by state")
  expect(states).toEqual([{ state: "dismissed" }, { state: "mended" }])
})
