import { join } from "node:path"
import { Readable } from "node:stream"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { qaPairs } from "../../lib/datasets/qa-pairs.ts"
import type { Effects } from "../../lib/effects.ts"
import { controlJob } from "../../lib/import/control.ts"
import { createdIds } from "../../lib/import/rows/rows-done.ts"
import { diagnose } from "../../lib/import/upkeep/diagnose.ts"
import { type ImportInput, openSluice, Problem, type RowsDone, type Sluice } from "../../lib/service/index.ts"
import { createSluice } from "../../lib/service/sluice.ts"
import { handmade, line, smallFull } from "../support/handmade.ts"
import { actor } from "../support/imports.ts"
import { openLabIn } from "../support/lab.ts"
import { sharedFolder, sharedLab } from "../support/own-lab.ts"
import { inLongRuns } from "../support/rounds.ts"

const folder = sharedFolder()

const pairs = (count: number, from = 1) =>
  Array.from({ length: count }, (_, i) => ({
    question: `What is ${from + i}?`,
    answer: `It is ${from + i}.`,
  }))
const csv = (rows: readonly { question: string; answer: string }[]) =>
  ["question,answer", ...rows.map(({ question, answer }) => `${question},${answer}`)].join("\n")
const file = (count: number): ImportInput => ({ filename: "pairs.csv", content: csv(pairs(count)) })

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}

/** What a refusal says; fails where there is none. */
async function refusal(work: Promise<unknown>): Promise<Problem> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (error instanceof Problem) return error
  throw new Error(`it was not refused: ${error}`)
}

describe("on a database of its own", () => {
  const places = { database: join(folder, "new/sluice.duckdb"), files: join(folder, "new/files") }

  test("a program opens a database that is not there yet, imports, reads what it did, and finds it again", async () => {
    const sluice = await openSluice(places)
    const content = `${csv(pairs(3))}\nAnd without an answer?,\n`
    const job = await sluice.start("qa-pairs", { filename: "pairs.csv", content })
    expect(job.id).toMatch(/^[0-9a-f-]{36}$/)
    const told = await all(job.progress())
    expect(told.at(-1)).toMatchObject({ done: 4, total: 4, counts: { inserted: 3, failed_rows: 1 } })
    const { created_ids, counts, ...result } = await job.finished()
    expect(result).toEqual({
      inserted: 3,
      updated: 0,
      skipped: 0,
      failed: 1,
      errors: [{ row: 4, field: "answer", message: "answer is empty, but every row needs it." }],
    })
    expect(counts).toMatchObject({ inserted: 3, failed_rows: 1 })
    const ids = await all(created_ids)
    expect(new Set(ids).size).toBe(3)
    await sluice.close()
    const again = await openSluice(places)
    const resumed = await again.resume(job.id)
    expect(await all((await resumed.finished()).created_ids)).toEqual(ids)
    await again.close()
  })

  test("settings that cannot be used, and a file that is none, are told in sentences", async () => {
    const settings = { SLUICE_STRIDE_SECONDS: "soon" }
    await expect(openSluice({ ...places, settings })).rejects.toThrow(
      "SLUICE_STRIDE_SECONDS: must be a number",
    )
    await expect(openSluice({ ...places, files: "s3://bucket" })).rejects.toThrow("S3_ACCESS_KEY_ID")
  })
})

describe("an import", () => {
  const lab = sharedLab({ SLUICE_STRIDE_SECONDS: "0" })
  let sluice: Sluice
  beforeAll(() => {
    sluice = createSluice(lab.effects)
  })
  afterAll(() => sluice.close())
  beforeEach(() => lab.run("delete from import_jobs; delete from import_job_batches; delete from qa_pair"))

  const questions = () => lab.read("select question from qa_pair order by question")

  test("is begun at once, tells of every stride to whoever asks, and ends with what became of its rows", async () => {
    const job = await sluice.start("qa-pairs", { ...file(12), options: { batch_size: 5 } })
    expect(await lab.read("select status, started_by from import_jobs")).toEqual([
      { status: "preparing", started_by: "program" },
    ])
    const [told, beside] = await Promise.all([all(job.progress()), all(job.progress())])
    const rows = [5, 10, 12].map((done) => ({ done, total: 12, inserted: done }))
    const short = ({ done, total, counts: { inserted } }: RowsDone) => ({ done, total, inserted })
    expect(told.slice(0, 3).map(short)).toEqual(rows)
    expect(told.slice(3).every(({ done }) => done === 12)).toBe(true)
    expect(beside).toEqual(told)
    expect(await all(job.progress())).toEqual(told)
    const { created_ids, inserted } = await job.finished()
    const ids = await all(created_ids)
    expect([inserted, ids.length]).toEqual([12, 12])
    expect(await lab.read("select id from qa_pair order by length(question), question")).toEqual(
      ids.map((id) => ({ id })),
    )
    const call = { job_id: job.id, actor, page: 5 }
    expect(await all(createdIds(call, lab.effects))).toEqual(ids)
    expect(await all(created_ids)).toEqual(ids)
    expect(await lab.read("select distinct embedding_status from qa_pair")).toEqual([
      { embedding_status: "embedded" },
    ])
  })

  inLongRuns("takes text, bytes, a stream and rows, of a dataset that reads CSV alone too", async () => {
    const text = csv(pairs(2))
    const contents = [
      text,
      Buffer.from(text.replaceAll("2", "3")),
      Readable.from([text.replaceAll("2", "4")]),
      new TextEncoder().encode(text.replaceAll("2", "6")).buffer,
      new Blob([text.replaceAll("2", "7")]).stream(),
    ]
    for (const content of contents) {
      await (await sluice.start("qa-pairs", { filename: "pairs.csv", content })).finished()
    }
    const tags = ["one, two", "three"]
    const job = await sluice.start("qa-pairs", { rows: [{ ...pairs(1, 5)[0], tags }] })
    expect(await job.finished()).toMatchObject({ inserted: 1, failed: 0, errors: [] })
    expect((await questions()).map(({ question }) => question)).toEqual(
      [1, 2, 3, 4, 5, 6, 7].map((n) => `What is ${n}?`),
    )
    expect(await lab.read("select tags from qa_pair where question = 'What is 5?'")).toEqual([{ tags }])
    const person = { email: "ann@example.com", phone: "+32 470 12 34 56", tags: ["a", "b"], notes: "=1+1" }
    const people = await sluice.start("contacts", {
      rows: [person, { email: "ben@example.com", city: undefined, company: 7n }],
    })
    expect(await people.finished()).toMatchObject({ inserted: 2, failed: 0 })
    expect(await lab.read("select phone, tags, notes from contact_person order by email")).toEqual([
      { phone: "+32470123456", tags: ["a", "b"], notes: "=1+1" },
      { phone: null, tags: null, notes: null },
    ])
  })

  test("that is refused says why when it is waited for, and leaves nothing behind", async () => {
    const bad = "question,answer\nWhat?,\nWho?,Me\n"
    const brokenOff = new Readable({ read: () => void brokenOff.destroy(new Error("gone")) })
    const refused: [dataset: string, input: ImportInput, code: string][] = [
      ["answers", file(1), "unknown_dataset"],
      ["qa-pairs", { filename: "pairs.csv", content: "" }, "file_empty"],
      ["qa-pairs", { filename: "pairs.csv", content: "size,colour\n1,red\n" }, "column_missing"],
      ["qa-pairs", { rows: [] }, "file_empty"],
      ["qa-pairs", { filename: "pairs.csv" } as never, "invalid_request"],
      ["qa-pairs", { filename: "pairs.csv", content: { size: 3 } } as never, "invalid_request"],
      ["qa-pairs", undefined as never, "invalid_request"],
      ["qa-pairs", { filename: "pairs.csv", content: brokenOff }, "upload_broken_off"],
      ["qa-pairs", { ...file(1), options: { batch_size: 0.5 } }, "invalid_request"],
      ["qa-pairs", { ...file(1), options: { duplicates: "merge" } }, "invalid_request"],
      ["qa-pairs", { filename: "bad.csv", content: bad, options: { skip_errors: false } }, "rows_invalid"],
    ]
    for (const [dataset, input, code] of refused) {
      const job = await sluice.start(dataset, input)
      expect(await all(job.progress())).toEqual([])
      const problem = await refusal(job.finished())
      expect([code, problem.code]).toEqual([code, code])
      expect(problem.detail).toMatch(/^\w.* .*\.$/s)
    }
    expect(await questions()).toEqual([])
    expect(await lab.effects.store.list()).toEqual([])
    expect((await refusal(sluice.resume("nothing"))).code).toBe("job_not_found")
  })

  test("of the same content twice at once is one, and is found again when it is over", async () => {
    const [one, other] = await Promise.all([
      sluice.start("qa-pairs", file(3)),
      sluice.start("qa-pairs", file(3)),
    ])
    expect(one.id).toBe(other.id)
    expect((await one.finished()).inserted).toBe(3)
    expect((await (await sluice.start("qa-pairs", file(3))).finished()).inserted).toBe(3)
    expect(await questions()).toHaveLength(3)
  })

  test("that somebody pauses says so, and goes on when it is resumed", async () => {
    const job = await sluice.start("qa-pairs", { ...file(5), options: { batch_size: 1 } })
    for await (const { done } of job.progress()) {
      if (done === 2) {
        const call = { dataset: qaPairs, job_id: job.id, actor, action: "pause" as const }
        await controlJob(call, lab.effects)
      }
    }
    expect((await refusal(job.finished())).detail).toContain(`resume("${job.id}") goes on with it.`)
    expect((await (await sluice.resume(job.id)).finished()).inserted).toBe(5)
  })

  test("that is held says so, and goes on only when that is asked for", async () => {
    const rows = [{ question: "Why?", answer: "Because." }, { question: "When?" }]
    const job = await sluice.start("qa-pairs", { rows, options: { on_row_errors: "hold" } })
    const go = `resume("${job.id}", { start: true }) imports the others.`
    expect(await refusal(job.finished())).toMatchObject({ code: "held", detail: expect.stringContaining(go) })
    expect(await refusal((await sluice.resume(job.id)).finished())).toMatchObject({ code: "held" })
    expect(await (await sluice.resume(job.id, { start: true })).finished()).toMatchObject({
      inserted: 1,
      failed: 1,
    })
  })

  inLongRuns(
    "that is held over closing many rows says that, and closes them when that is asked for",
    async () => {
      const { bytes, file_name: filename } = await smallFull(3)
      await (await sluice.start("daily-update", { filename, content: bytes })).finished()
      const only = await handmade({ number: 2, type: "full", lines: { enterprise: [line.enterprise(1)] } })
      const options = { on_mass_close: "hold" as const }
      const job = await sluice.start("daily-update", {
        filename: only.file_name,
        content: only.bytes,
        options,
      })
      const why = `many current rows would be closed. Look whether the file is whole; then resume("${job.id}", { start: true })`
      expect(await refusal(job.finished())).toMatchObject({
        code: "held",
        detail: expect.stringContaining(why),
      })
      await (await sluice.resume(job.id, { start: true })).finished()
      expect(await lab.read("select count(*) as n from enterprise_current")).toEqual([{ n: 1 }])
    },
  )

  test("whose batches failed names the cause, and is done when that is mended", async () => {
    await lab.run("alter table qa_pair rename column category to kind")
    const options = { max_retries: 1 }
    const job = await sluice.start("qa-pairs", { ...file(2), options })
    const { code, detail } = await refusal(job.finished())
    expect([code, detail]).toEqual(["batches_failed", expect.stringContaining("Mend the cause")])
    await lab.run("alter table qa_pair rename column kind to category")
    expect((await (await sluice.resume(job.id)).finished()).inserted).toBe(2)
  })
})

describe("a program that ends midway", () => {
  const open = (name: string) => openLabIn(join(folder, name), { SLUICE_STRIDE_SECONDS: "0" })

  test("loses nothing when it closes, and the next one goes on", async () => {
    const lab = await open("closed")
    const sluice = createSluice(lab.effects)
    const job = await sluice.start("qa-pairs", { ...file(8), options: { batch_size: 1 } })
    const told: RowsDone[] = []
    for await (const rows of job.progress()) {
      told.push(rows)
      if (rows.done === 3) void sluice.close()
    }
    const { code, detail } = await refusal(job.finished())
    expect([code, detail]).toEqual(["closed", expect.stringContaining(`resume("${job.id}") goes on`)])
    await sluice.close()
    expect((await refusal(sluice.start("qa-pairs", file(1)))).code).toBe("closed")
    expect(told.length).toBeLessThan(8)
    lab.close()
    const later = await open("closed")
    const again = createSluice(later.effects)
    const resumed = await again.resume(job.id)
    const [first] = await all(resumed.progress())
    expect(first?.done).toBe((told.at(-1)?.done ?? 0) + 1)
    const { inserted, created_ids } = await resumed.finished()
    expect([inserted, (await all(created_ids)).length]).toEqual([8, 8])
    await again.close()
    expect((await refusal(all(created_ids))).code).toBe("closed")
    later.close()
  })

  inLongRuns("is found by diagnose where it was killed, and the next one goes on from there", async () => {
    const lab = await open("killed")
    const points = ["after_staging", "after_claim", "mid_finalize"] as const
    let job_id: string | undefined
    for (const point of points) {
      const failAt: Effects["failAt"] = (at) => {
        if (at === point) throw new Error("The program ended here.")
      }
      const sluice = createSluice({ ...lab.effects, failAt })
      const job = await (job_id ? sluice.resume(job_id) : sluice.start("qa-pairs", file(4)))
      job_id = job.id
      await expect(job.finished()).rejects.toThrow("The program ended here.")
      lab.clock.advance(600)
      const findings = await diagnose({}, lab.effects)
      expect(findings.map(({ code, job_id: about }) => [code, about])).toContainEqual([
        "undriven_jobs",
        job_id,
      ])
    }
    const sluice = createSluice(lab.effects)
    const { inserted } = await (await sluice.resume(job_id ?? "")).finished()
    expect(inserted).toBe(4)
    await sluice.close()
    lab.close()
  })
})
