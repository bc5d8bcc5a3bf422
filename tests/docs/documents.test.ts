import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { IngestStatus } from "../../lib/contract/index.ts"
import { documents } from "../../lib/datasets/documents.ts"
import { exampleOf } from "../../lib/datasets/example.ts"
import { qaPairs } from "../../lib/datasets/qa-pairs.ts"
import { ROOT } from "../../scripts/root.mjs"
import { zipOf } from "../../scripts/sample/zip.ts"
import { extractDocument } from "../documents/extract-apart.ts"
import { docxOf, japanesePdf, oleWith, pdfOf, scannedPdf } from "../support/documents.ts"
import { importFiles } from "../support/imports.ts"
import { ownLab } from "../support/own-lab.ts"
import { blocks, named, plain, section, table } from "./page.ts"

const PAGE = "docs/datasets.md"

const lab = ownLab()

const EXAMPLES = ["welcome.md", "opening-hours.html", "house-rules.txt"]

async function zipWith(name: string, text: string) {
  const files = EXAMPLES.map(async (example) => {
    return [example, await readFile(join(ROOT, "lib/datasets/examples/documents", example))] as const
  })
  const bytes = await zipOf({ ...Object.fromEntries(await Promise.all(files)), [name]: Buffer.from(text) })
  return { file_name: `with-${name}.zip`, bytes }
}

test("both ways of writing metadata say the same of the same documents", async () => {
  const text = section(PAGE, "Metadata")
  const [csv = "", json = ""] = [...blocks(text, "csv"), ...blocks(text, "json")]
  const found = []
  for (const zip of [await zipWith("metadata.csv", csv), await zipWith("metadata.json", json)]) {
    await lab.run("delete from document")
    expect(await importFiles(lab, documents, zip)).toMatchObject({ outcome: "complete", warnings: [] })
    const told = "author, department, date_created, tags, category, metadata"
    found.push(await lab.read(`select filename, ${told} from document order by filename`))
  }
  expect(found[0]).toEqual(found[1])
  const [rules, opening, welcome] = found[0] ?? []
  expect(rules).toMatchObject({ author: null, metadata: null })
  expect(opening).toMatchObject({ author: "Milan Janssens", date_created: "2025-01-07", metadata: null })
  expect(welcome).toMatchObject({ tags: ["welcome", "start"], metadata: { reviewed_by: "Milan Janssens" } })
})

test("the guide for batches has its parts, every field of the status, and codes that are answered", async () => {
  const guide = "docs/batch-ingestion.md"
  const sending = section(guide, "Sending")
  expect(["sh", "csv", "json"].filter((kind) => blocks(sending, kind).length === 0)).toEqual([])
  expect(section(guide, "Performance")).toMatch(/at a time.*npm run bench/s)
  const fields = table(section(guide, "Status"), "field").flatMap(({ field }) => named(field))
  expect([...fields, "batch_id"].sort()).toEqual(Object.keys(IngestStatus.shape).sort())
  const codes = table(section(guide, "Troubleshooting"), "code").flatMap(({ code }) => named(code))
  const code = (await readdir(join(ROOT, "lib"), { recursive: true })).filter((file) => file.endsWith(".ts"))
  const all = (await Promise.all(code.map((file) => readFile(join(ROOT, "lib", file), "utf8")))).join("\n")
  const unknown = codes.flatMap((one) => one.replace(/^\d+ /, "").toLowerCase())
  expect(unknown.length).toBeGreaterThan(5)
  expect(unknown.filter((one) => !all.includes(`"${one}"`))).toEqual([])
})

test("what a font draws by a map that ships with us is read", async () => {
  const bytes = japanesePdf("and some words")
  expect(await extractDocument({ name: "map.pdf", bytes })).toMatchObject({
    ok: true,
    text: "日本\n\nand some words",
    warnings: [],
  })
})

describe("of a document that does not come through, the page knows", () => {
  const rows = table(section(PAGE, "When a document does not come through"), "what you see")
  const cases: [what: string, name: string, make: () => Promise<Buffer> | Buffer][] = [
    ["a scan", "scan.pdf", scannedPdf],
    ["a password", "locked.pdf", () => pdfOf(["secret"], "password")],
    ["a password in Word", "locked.docx", () => oleWith("EncryptedPackage")],
    ["a wrong ending", "report.pdf", () => docxOf(["text"])],
    ["an older Word file", "old.doc", () => oleWith("WordDocument")],
    ["another type", "book.epub", () => zipOf({ mimetype: Buffer.from("application/epub+zip") })],
    ["a ZIP", "more.zip", () => zipOf({ "a.txt": Buffer.from("text") })],
    ["a cut-off file", "cut.pdf", async () => (await pdfOf(["text"])).subarray(0, 300)],
    ["a blank file", "blank.txt", () => Buffer.from(" \n")],
    ["nothing", "empty.txt", () => Buffer.alloc(0)],
    ["a large file", "large.pdf", () => pdfOf(["1", "2", "3"])],
  ]

  test.each(cases)("%s", async (_what, name, make) => {
    const found = await extractDocument({ name, bytes: await make() }, { pages: 2 })
    if (found.ok) throw new Error(`${name} was read`)
    const sentences = rows
      .filter((row) => named(row.code)[0] === found.code)
      .flatMap((row) =>
        [...(row["what you see"] ?? "").matchAll(/"([^"…]+)/g)].map(([, said = ""]) => said.trim()),
      )
    expect(
      sentences.filter((said) => found.message.includes(plain(said))),
      found.message,
    ).not.toEqual([])
  })

  test("every code there is", async () => {
    const codes = new Set(rows.flatMap((row) => named(row.code)))
    const made = await Promise.all(
      cases.map(async ([, name, make]) => extractDocument({ name, bytes: await make() }, { pages: 2 })),
    )
    const met = made.flatMap((found) => (found.ok ? [] : [found.code as string]))
    expect(codes).toEqual(new Set([...met, "bad_date"]))
  })
})

/** What a search of the page finds for a question, best first. */
async function found(sql: string, question: string) {
  const [vector] = await lab.effects.embedder.embed([question], { deadline: Number.POSITIVE_INFINITY })
  const asked = `set variable asked = ${JSON.stringify(vector)}::float[]`
  return lab.effects.db.use((connection) => connection.rows(`${asked};\n${sql}`))
}

describe("similarity search", () => {
  const text = section(PAGE, "Similarity search")
  const [, ofPairs = "", ofPieces = ""] = blocks(text, "sql")

  test("finds the pair the page says, for the question it asks", async () => {
    const { file_name, bytes } = await exampleOf(qaPairs)
    await importFiles(lab, qaPairs, { file_name, bytes: Buffer.from(bytes) })
    const question = /embed -- "([^"]+)"/.exec(text)?.[1] ?? ""
    const rows = await found(ofPairs, question)
    expect(rows.length).toBeGreaterThan(1)
    expect(rows[0]?.question).toBe(/first row is "([^"]+)"/.exec(text)?.[1])
    expect(Object.keys(rows[0] ?? {})).toEqual(["question", "answer", "similarity"])
  })

  test("finds the piece of the document the page says", async () => {
    const { file_name, bytes } = await exampleOf(documents)
    await importFiles(lab, documents, { file_name, bytes: Buffer.from(bytes) })
    const [, question = "", file] =
      /For "([^"]+)" the first row of the example is from `([^`]+)`/.exec(text) ?? []
    const rows = await found(ofPieces, question)
    expect(rows.length).toBeGreaterThan(1)
    expect(rows[0]?.filename).toBe(file)
  })

  test("the vector can be written into a client as the page does", async () => {
    const [set = ""] = blocks(text, "sql")
    expect(
      await lab.effects.db.use((connection) =>
        connection.rows(`${set}\nselect len(getvariable('asked')) as n`),
      ),
    ).toEqual([{ n: 2 }])
  })
})
