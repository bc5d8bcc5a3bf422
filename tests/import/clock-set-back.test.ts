import { expect, test } from "vitest"
import { ReportAnswer } from "../../lib/contract/index.ts"
import { contacts } from "../../lib/datasets/contacts.ts"
import { listBatches } from "../../lib/import/listings.ts"
import { jobReport } from "../../lib/import/report.ts"
import { actor, drive, finish, prepareFiles, textFile } from "../support/imports.ts"
import { openLab } from "../support/lab.ts"

test("an import during which the clock was set back took no time, and its report is told", async () => {
  const lab = await openLab()
  const people = textFile("people.csv", "email,first_name\nann@example.org,Ann\n")
  const { job_id } = (await prepareFiles(lab, contacts, people)).answer
  lab.clock.advance(-3_600)
  await drive(lab, contacts, job_id)
  await finish(lab, contacts, job_id)
  const report = await jobReport({ job_id, actor }, lab.effects)
  expect(ReportAnswer.parse(report)).toMatchObject({ duration_seconds: 0 })
  const { batches } = await listBatches({ job_id, limit: 10, actor }, lab.effects)
  expect(batches.every(({ duration_ms }) => (duration_ms ?? -1) >= 0)).toBe(true)
  lab.close()
})
