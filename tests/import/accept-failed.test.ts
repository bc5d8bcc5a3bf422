import { expect, test } from "vitest"
import { contacts } from "../../lib/datasets/contacts.ts"
import { jobReport } from "../../lib/import/report.ts"
import { schedule } from "../support/ask.ts"
import { upTo } from "../support/handmade.ts"
import { actor, doBatch, drive, prepareFiles, textFile, undo } from "../support/imports.ts"
import { ownLab } from "../support/own-lab.ts"

const lab = ownLab({ SLUICE_STRIDE_SECONDS: "0" })

const people = textFile("people.csv", ["email", ...upTo(150).map((n) => `p${n}@example.org`)].join("\n"))

/** An import of three batches whose first one has failed for good. */
async function withFailedBatch(on_failed_batch: "stop" | "accept"): Promise<string> {
  const options = { batch_size: 50, max_retries: 1, on_failed_batch }
  const { job_id } = (await prepareFiles(lab, contacts, people, options)).answer
  await lab.run("alter table contact_person rename column _job_id to _elsewhere")
  expect(await doBatch(lab, contacts, job_id)).toMatchObject({ batch_completed: false })
  await lab.run("alter table contact_person rename column _elsewhere to _job_id")
  return job_id
}

const CLOSED = { status: "completed", outcome: "partial_failure" }

async function jobOf(job_id: string) {
  const { job } = await jobReport({ job_id, actor }, lab.effects)
  return { status: job.status, outcome: job.outcome }
}

test("an import that accepts failed batches is closed by its driver when nothing else can run", async () => {
  const job_id = await withFailedBatch("accept")
  expect(await drive(lab, contacts, job_id)).toMatchObject({
    status: "completed",
    next_batch: null,
    progress: { completed: 2, total: 3 },
  })
  expect(await jobOf(job_id)).toEqual(CLOSED)
  expect(await lab.read("select count(*) as n from contact_person")).toEqual([{ n: 100 }])
  expect(await undo(lab, job_id)).toMatchObject({ done: true })
  expect(await lab.read("select count(*) as n from contact_person")).toEqual([{ n: 0 }])
})

test("one whose driver has gone is closed by the scheduler", async () => {
  const job_id = await withFailedBatch("accept")
  lab.clock.advance(3_600)
  await schedule(lab)
  expect(await jobOf(job_id)).toEqual(CLOSED)
})

test("any other waits for a person", async () => {
  const job_id = await withFailedBatch("stop")
  expect(await drive(lab, contacts, job_id)).toMatchObject({ status: "blocked_by_failed" })
  expect(await jobOf(job_id)).toMatchObject({ status: "failed" })
})
