import { expect, test } from "vitest"
import { deleteImported } from "../../lib/clients/contacts.ts"
import { contacts } from "../../lib/datasets/contacts.ts"
import { taxonomy } from "../../lib/datasets/taxonomy.ts"
import { listBatches } from "../../lib/import/listings.ts"
import { upTo } from "../support/handmade.ts"
import { actor, carryOn, prepareFiles, textFile } from "../support/imports.ts"
import { sharedLab } from "../support/own-lab.ts"

const lab = sharedLab()

const undo = (job_id: string) => deleteImported({ job_id, dry_run: false, actor }, lab.effects)

test("ten thousand contacts are in within three minutes, and taken back in one answer, which counts them in their team's word", async () => {
  const file = textFile("people.csv", ["email", ...upTo(10_000).map((n) => `p${n}@example.org`)].join("\n"))
  const begun = performance.now()
  const { job_id } = (await prepareFiles(lab, contacts, file)).answer
  await carryOn(lab, contacts, job_id)
  expect(performance.now() - begun).toBeLessThan(180_000)
  const { batches } = await listBatches({ job_id, actor, limit: 500 }, lab.effects)
  expect(batches).toHaveLength(100)
  expect(Math.max(...batches.map(({ duration_ms }) => duration_ms ?? Number.NaN))).toBeLessThan(2_000)
  const answer = await undo(job_id)
  expect(answer).toMatchObject({ success: true, done: true, contacts_removed: 10_000, rows_removed: 10_000 })
  expect(Date.parse(answer.rollback_completed_at ?? "")).toBeGreaterThan(0)
})

test("of other rows that word is not used", async () => {
  const { job_id } = (await prepareFiles(lab, taxonomy, textFile("t.csv", "url\nhttps://x.be/a\n"))).answer
  await carryOn(lab, taxonomy, job_id)
  expect(await undo(job_id)).not.toHaveProperty("contacts_removed")
})
