import { Readable } from "node:stream"
import { expect, test } from "vitest"
import { documents } from "../../lib/datasets/documents.ts"
import { qaPairs } from "../../lib/datasets/qa-pairs.ts"
import { taxonomy } from "../../lib/datasets/taxonomy.ts"
import { mendByFiles } from "../../lib/import/mending/mend-file.ts"
import { diagnose } from "../../lib/import/upkeep/diagnose.ts"
import { zipOf } from "../../scripts/sample/zip.ts"
import { actor, carryOn, importFiles, textFile, undo } from "../support/imports.ts"
import { ownLab } from "../support/own-lab.ts"
import { inLongRuns } from "../support/rounds.ts"
import { mend, mendToEnd, toMend } from "./mending.ts"

const lab = ownLab()

inLongRuns("a pair of question and answer that is mended is embedded as well", async () => {
  const rows = [{ question: "Why?", answer: "Because." }, { question: "When?" }]
  const { job_id } = await importFiles(lab, qaPairs, textFile("pairs.json", JSON.stringify(rows)))
  const { status } = await mendToEnd(lab, qaPairs, job_id, { rows: [{ row: 2, values: { answer: "Now." } }] })
  expect(status).toMatchObject({ outcome: "complete", embeddings: { rows: 2, embedded: 2 } })
  expect(await diagnose({}, lab.effects)).toEqual([])
  await undo(lab, job_id)
  expect(await lab.read("select * from qa_pair")).toEqual([])
})

test("a page that is mended takes its place, and those below it move", async () => {
  const lines = [
    "url,title,parent_url",
    "https://a.be/x/y,Y,",
    "https://a.be/z,Z,https://a.be/x",
    "no url,X,",
  ]
  const { job_id } = await importFiles(lab, taxonomy, textFile("pages.csv", lines.join("\n")))
  const depths = () => lab.read("select url, depth from taxonomy_node order by url")
  const values = { url: "https://a.be/x" }
  const { status } = await mendToEnd(lab, taxonomy, job_id, { rows: [{ row: 3, values }] })
  expect(status).toMatchObject({ outcome: "complete", reconciles: true })
  expect(await depths()).toEqual([
    { url: "https://a.be/x", depth: 0 },
    { url: "https://a.be/x/y", depth: 1 },
    { url: "https://a.be/z", depth: 1 },
  ])
  expect(await diagnose({}, lab.effects)).toEqual([])
  await undo(lab, job_id)
  expect(await depths()).toEqual([])
})

/** Sends a document again, and has it imported. */
async function sendAgain(job_id: string, file_name: string, text: string) {
  const limits = { max_bytes: 1_000_000 }
  const file = await lab.effects.store.receive(Readable.from([Buffer.from(text)]), file_name, limits)
  const answer = await mendByFiles({ job_id, actor, files: [file] }, lab.effects)
  if (answer.status === "processing") await carryOn(lab, documents, job_id)
  return answer
}

test("a document is mended by sending it again under its name, and by what its metadata is to say", async () => {
  const { job_id } = await importFiles(lab, documents, [
    textFile("good.md", "# Welcome"),
    textFile("empty.txt", ""),
    textFile("dated.txt", "Some text."),
    textFile("metadata.csv", "filename,date_created\ndated.txt,yesterday"),
  ])
  const { rows } = await toMend(lab, job_id)
  expect(rows.map(({ cells }) => cells.filename).toSorted()).toEqual(["dated.txt", "empty.txt"])
  const dated = rows.find(({ cells }) => cells.filename === "dated.txt")
  const values = { date_created: "2026-01-02" }
  await mend(lab, job_id, { draft: true, rows: [{ row: dated?.row ?? 0, values }] })
  expect((await toMend(lab, job_id, { drafts: "true" })).rows).toMatchObject([
    { draft: { values, faults: [{ code: "document_needed" }] } },
  ])
  const send = (file_name: string, text: string) => sendAgain(job_id, file_name, text)
  expect(await send("other.txt", "Text.")).toMatchObject({ accepted: 0, refused: [{ code: "row_unknown" }] })
  expect(await send("empty.txt", "")).toMatchObject({ accepted: 0, refused_total: 1 })
  expect(await send("dated.txt", "Some text.")).toMatchObject({ accepted: 1 })
  expect(await send("empty.txt", "Not empty.")).toMatchObject({ accepted: 1 })
  expect((await toMend(lab, job_id)).counts).toMatchObject({ open: 0, mended: 2 })
  const found = await lab.read(
    "select filename, date_created::varchar as date from document order by filename",
  )
  expect(found).toEqual([
    { filename: "dated.txt", date: "2026-01-02" },
    { filename: "empty.txt", date: null },
    { filename: "good.md", date: null },
  ])
  await undo(lab, job_id)
  expect(await lab.read("select * from document_chunk")).toEqual([])
})

inLongRuns(
  "a document in a folder of a ZIP is found by its path, by its name alone where no other has it, and keeps its folder",
  async () => {
    const metadata = [
      "filename,date_created",
      "docs/a.txt,yesterday",
      "x/r.txt,yesterday",
      "y/r.txt,yesterday",
    ].join("\n")
    const files = { "docs/a.txt": "A", "docs/empty.txt": "", "x/r.txt": "Of x.", "y/r.txt": "Of y." }
    const bytes = await zipOf({ ...files, "ok.txt": "Fine.", "metadata.csv": metadata })
    const { job_id } = await importFiles(lab, documents, { file_name: "all.zip", bytes })
    const { rows } = await toMend(lab, job_id)
    expect(rows.map(({ cells }) => cells.filename).toSorted()).toEqual(Object.keys(files))
    const dated = rows.filter(({ cells }) => cells.date_created === "yesterday")
    const values = { date_created: "2026-01-02" }
    await mend(lab, job_id, { draft: true, rows: dated.map(({ row }) => ({ row, values })) })
    expect(await sendAgain(job_id, "empty.txt", "Not empty.")).toMatchObject({ accepted: 1, refused: [] })
    expect(await sendAgain(job_id, "other/a.txt", "A.")).toMatchObject({ refused: [{ code: "row_unknown" }] })
    expect(await sendAgain(job_id, "a.txt", "A again.")).toMatchObject({ accepted: 1, refused: [] })
    const either = await sendAgain(job_id, "r.txt", "Of x again.")
    expect(either).toMatchObject({
      accepted: 0,
      refused_total: 2,
      refused: [{ code: "document_needed" }, {}],
    })
    expect(await sendAgain(job_id, "x/r.txt", "Of x again.")).toMatchObject({ accepted: 1, refused: [] })
    expect(await sendAgain(job_id, "x/r.txt", "Of x.")).toMatchObject({ refused: [{ code: "row_unknown" }] })
    expect(await sendAgain(job_id, "y\\r.txt", "Of y again.")).toMatchObject({ accepted: 1, refused: [] })
    expect(await lab.read("select filename, text from document order by filename")).toEqual([
      { filename: "docs/a.txt", text: "A again." },
      { filename: "docs/empty.txt", text: "Not empty." },
      { filename: "ok.txt", text: "Fine." },
      { filename: "x/r.txt", text: "Of x again." },
      { filename: "y/r.txt", text: "Of y again." },
    ])
  },
)
