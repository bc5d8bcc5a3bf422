import { expect, test } from "vitest"
import { localEmbedder } from "../../lib/embeddings/local.ts"
import { controlJob } from "../../lib/import/control.ts"
import { driveOpenJobs } from "../../lib/import/drive.ts"
import { listRowErrors } from "../../lib/import/listings.ts"
import { jobReport } from "../../lib/import/report.ts"
import { retryBatches } from "../../lib/import/retry.ts"
import { actor, carryOn, drive, finish, undo } from "../support/imports.ts"
import { inLongRuns } from "../support/rounds.ts"
import { leftovers } from "../support/tables.ts"
import { restored } from "./restored.ts"

const old = restored("0.1.0")
const left = restored("0.1.0")

const count = async (from: string) => Number((await old.lab.read(`select count(*) as n from ${from}`))[0]?.n)
const carry = async (ending: string) => {
  const { dataset, job_id } = await old.jobOf(ending)
  return carryOn(old.lab, dataset, job_id)
}
const does = async (ending: string, action: "resume" | "apply") => {
  const job = await old.jobOf(ending)
  return controlJob({ ...job, action, actor }, old.lab.effects)
}
const retry = async (ending: string) => {
  const job = await old.jobOf(ending)
  return retryBatches({ ...job, all_failed: true, actor }, old.lab.effects)
}

/** Expects every text of a table to have the vector of what it says. */
async function expectEmbedded(table: string, text: string, rows: number): Promise<void> {
  const found = await old.lab.read(`select ${text} as text, embedding from ${table}`)
  expect(found).toHaveLength(rows)
  const vectors = await localEmbedder.embed(
    found.map((row) => String(row.text)),
    { deadline: 0 },
  )
  expect(found.map((row) => row.embedding)).toEqual(vectors)
}

test("contacts whose batches had landed are closed", async () => {
  const { dataset, job_id } = await old.jobOf("landed.csv")
  expect(await finish(old.lab, dataset, job_id)).toMatchObject({ outcome: "complete", reconciles: true })
  expect(await count("contact_person where list_contains(tags, 'of Leuven')")).toBe(5)
})

test("contacts that stood still are resumed", async () => {
  await does("paused.csv", "resume")
  expect(await carry("paused.csv")).toMatchObject({ outcome: "complete", reconciles: true })
  expect(await count("contact_person where list_contains(tags, 'of Brugge') and city = 'Gent'")).toBe(70)
})

test("a dry run of contacts is applied", async () => {
  await does("tried-out.csv", "apply")
  expect(await carry("tried-out.csv")).toMatchObject({ outcome: "complete", reconciles: true })
  expect(await count("contact_person where city = 'Luik'")).toBe(14)
})

test("contacts that were completed are taken back", async () => {
  const { job_id } = await old.jobOf("to-undo.csv")
  const undone = await undo(old.lab, job_id)
  expect(undone).toMatchObject({ rows_removed: 5, rows_restored: 10, rows_kept: 0 })
  expect(await count("contact_person where city = 'Namur'")).toBe(0)
})

test("contacts that were cancelled are taken back", async () => {
  const { job_id } = await old.jobOf("cancelled.csv")
  expect(await undo(old.lab, job_id)).toMatchObject({ rows_removed: 44, rows_restored: 6, rows_kept: 0 })
  expect(await count("contact_person where list_contains(tags, 'of Mons')")).toBe(0)
})

test("rows that were kept and rows that were bad are still told of", async () => {
  const errors = await old.lab.read(
    "select title, job_id from import_jobs where suffix(title, 'taken-back.csv') or suffix(title, '– first.csv')",
  )
  const told: string[] = []
  for (const { job_id } of errors) {
    const page = await listRowErrors({ job_id: String(job_id), limit: 10, actor }, old.lab.effects)
    told.push(...page.errors.map(({ code, record, value }) => `${code} ${record?.email ?? value}`))
  }
  expect(told.sort()).toEqual([
    "bad_email nobody",
    "changed_since person1@example.com",
    "removed_since person2@example.com",
  ])
})

test("pages that were ready are imported", async () => {
  expect(await carry("ready.csv")).toMatchObject({ outcome: "complete", reconciles: true })
  expect(await count("taxonomy_node where project_id = 'one'")).toBe(20)
  expect(await count("taxonomy_node where project_id = 'one' and title like 'New %'")).toBe(11)
})

test("pages that failed are retried, and get their places in the hierarchy", async () => {
  expect(await retry("failed.csv")).toMatchObject({ reset: 1 })
  expect(await carry("failed.csv")).toMatchObject({ outcome: "complete", reconciles: true })
  expect(await count("taxonomy_node where project_id = 'two' and parent_id is null")).toBe(3)
  expect(await count("taxonomy_node where project_id = 'two' and parent_id is not null")).toBe(12)
})

test("pages that were half taken back are taken back wholly", async () => {
  const { job_id } = await old.jobOf("rolling-back.csv")
  expect(await undo(old.lab, job_id)).toMatchObject({ done: true, rows_removed: 6, rows_kept: 0 })
  const rows = await old.lab.read(
    "select title, parent_id from taxonomy_node where project_id = 'three' order by url",
  )
  expect(rows).toEqual([6, 9, 4, 7, 5, 8].map((n) => ({ title: `Page ${n}`, parent_id: null })))
})

test("pages that were being closed are closed", async () => {
  expect(await carry("finalizing.csv")).toMatchObject({ outcome: "complete", reconciles: true })
  expect(await count("taxonomy_node where project_id = 'four'")).toBe(5)
})

test("questions without vectors get them, those that waited for them and those that were left", async () => {
  expect(await carry("to-embed.json")).toMatchObject({ outcome: "complete", reconciles: true })
  expect(await retry("without-vectors.json")).toMatchObject({ reset: 1 })
  const { dataset, job_id } = await old.jobOf("without-vectors.json")
  await drive(old.lab, dataset, job_id)
  expect(await finish(old.lab, dataset, job_id)).toMatchObject({ outcome: "complete", failed_batches: 0 })
  await expectEmbedded("qa_pair", "question || chr(10) || answer", 8)
})

test("a dry run that had begun goes on, and is applied", async () => {
  expect(await carry("trial.json")).toMatchObject({ outcome: "complete" })
  const { job_id } = await old.jobOf("trial.json")
  const { changes } = await jobReport({ job_id, actor }, old.lab.effects)
  expect(changes?.qa_pairs).toMatchObject({ new: 2, changed: 0, unchanged: 2 })
  expect(await count("qa_pair")).toBe(8)
  await does("trial.json", "apply")
  await carry("trial.json")
  await expectEmbedded("qa_pair", "question || chr(10) || answer", 10)
})

test("documents of which some were staged are imported", async () => {
  expect(await carry("letters.zip")).toMatchObject({ outcome: "complete", reconciles: true })
  const rows = await old.lab.read("select filename, author from document order by filename")
  expect(rows.map(({ filename }) => filename)).toEqual([1, 2, 3, 4, 5, 6].map((n) => `letter-${n}.txt`))
  expect(rows.filter(({ author }) => author === "An")).toHaveLength(1)
  await expectEmbedded("document_chunk", '"text"', 6)
})

test("nothing of what was staged is left once an import is over", async () => {
  for (const ending of ["paused.csv", "ready.csv", "trial.json", "letters.zip"]) {
    const { dataset } = await old.jobOf(ending)
    const { import_staging_duplicates: _of_others, ...staged } = await leftovers(old.lab, dataset)
    expect(staged).toEqual({})
  }
})

inLongRuns(
  "the scheduler brings to an end what nobody drives, and sends the mails that nobody sent",
  async () => {
    const { effects, clock, read } = left.lab
    const sent: string[] = []
    const mail = { send: async ({ id }: { id: string }) => void sent.push(id) }
    for (let calls = 0; calls < 4; calls += 1) {
      await driveOpenJobs({ driver: { id: "scheduler", label: "scheduler" } }, { ...effects, mail })
      clock.advance(120)
    }
    const jobs = await read("select status, count(*) as n from import_jobs group by status order by status")
    expect(Object.fromEntries(jobs.map(({ status, n }) => [status, Number(n)]))).toEqual({
      cancelled: 1,
      completed: 16,
      failed: 2,
      paused: 1,
      rolled_back: 3,
    })
    const mails = await read("select status from outbox order by all")
    expect(mails.map(({ status }) => status)).toEqual(["delivered", "delivered", "delivered", "failed"])
    expect(sent).toHaveLength(2)
  },
)
