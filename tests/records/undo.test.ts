import { expect, test } from "vitest"
import { contacts } from "../../lib/datasets/contacts.ts"
import { documents } from "../../lib/datasets/documents.ts"
import { transaction } from "../../lib/db/connection.ts"
import { evenRanges } from "../../lib/engine/staging/plan.ts"
import { runUndoStep } from "../../lib/engine/undo/undo.ts"
import { listRowErrors } from "../../lib/import/listings.ts"
import { rollbackJob } from "../../lib/import/rollback.ts"
import { actor, badRows, importFiles, textFile, undo } from "../support/imports.ts"
import { ownLab } from "../support/own-lab.ts"

const lab = ownLab()

const told = (job_id: string) => rollbackJob({ job_id, dry_run: true, actor }, lab.effects)

test("what an undo will do is told beforehand, rows that will be kept included", async () => {
  const people = (city: string) =>
    textFile("p.csv", `email,city\nann@x.be,${city}\nben@x.be,${city}\ncas@x.be,${city}\n`)
  const first = await importFiles(lab, contacts, people("Gent"))
  const second = await importFiles(lab, contacts, people("Namur"), { duplicates: "update" })
  await lab.run("update contact_person set city = 'By hand' where email = 'ann@x.be'")
  await lab.run("delete from contact_person where email = 'ben@x.be'")
  for (const { job_id } of [second, first]) {
    const before = await told(job_id)
    const { rows_removed, rows_restored, rows_kept } = await undo(lab, job_id)
    expect({ rows_removed, rows_restored, rows_kept }).toEqual({
      rows_removed: before.rows_removed,
      rows_restored: before.rows_restored,
      rows_kept: before.rows_kept,
    })
  }
  expect(await lab.read("select email, city from contact_person")).toEqual([
    { email: "ann@x.be", city: "By hand" },
  ])
  const { errors } = await listRowErrors({ job_id: second.job_id, limit: 10, actor }, lab.effects)
  expect(errors.map(({ code, record }) => [code, record?.email, record?.city])).toEqual([
    ["changed_since", "ann@x.be", "By hand"],
    ["removed_since", "ben@x.be", "Gent"],
  ])
  expect(Object.keys(errors[1]?.record ?? {})).not.toContain("_job_id")
  expect((await badRows(lab, second.job_id)).lines).toEqual([])
  expect((await badRows(lab, second.job_id, "changed_since")).lines).toHaveLength(1)
})

test("a document whose pieces somebody has changed is kept with all of them", async () => {
  const sent = ["one", "two"].map((name) => textFile(`${name}.txt`, `The text of ${name}.`))
  const { job_id } = await importFiles(lab, documents, sent)
  await lab.run("update document_chunk set text = 'theirs' where text = 'The text of one.'")
  expect(await told(job_id)).toMatchObject({ rows_removed: 1, rows_kept: 1 })
  expect(await undo(lab, job_id)).toMatchObject({ rows_removed: 1, rows_kept: 1 })
  expect(await lab.read("select filename from document")).toEqual([{ filename: "one.txt" }])
  expect(await lab.read("select text from document_chunk")).toEqual([{ text: "theirs" }])
})

test("parts of what is taken back add up to all of it, and none touches what is another's", async () => {
  const sent = Array.from({ length: 12 }, (_, i) => textFile(`${i}.txt`, `The text of ${i}.`))
  const { job_id } = await importFiles(lab, documents, sent)
  const parts = evenRanges(12, 4).map((range) => ({
    kind: "restore" as const,
    table: "document",
    operation: "insert",
    ...range,
  }))
  let left = 12
  for (const part of parts) {
    const { removed } = await lab.effects.db.use((connection) =>
      transaction(connection, () => runUndoStep(connection, documents, job_id, part)),
    )
    left -= removed
    expect(
      await lab.read(
        "select count(*)::integer as n, count(distinct document_id)::integer as owners from document_chunk",
      ),
    ).toEqual([{ n: left, owners: left }])
    expect(
      await lab.read("select count(*)::integer as n from import_undo where table_name = 'document'"),
    ).toEqual([{ n: left }])
  }
  expect(parts).toHaveLength(3)
  expect(left).toBe(0)
})
