import { expect, test, vi } from "vitest"
import type { ImportOptionsInput, ProcessBatchAnswer } from "../../lib/contract/index.ts"
import { controlJob } from "../../lib/import/control.ts"
import { processBatch } from "../../lib/import/process-batch.ts"
import { applying, gateBefore } from "../support/gate.ts"
import { actor, carryOn, doBatch, drive, finish, prepareFiles, undo } from "../support/imports.ts"
import type { Lab } from "../support/lab.ts"
import { checksums } from "../support/tables.ts"
import { type Ground, ONE_BATCH_A_CALL, prepareSecond } from "./ground.ts"

/** Of two imports at once: known rows stay as they are, so that whoever comes first does not matter. */
const KEEPING = { duplicates: "skip" } as const

/** What becomes of two imports that bring some of the same rows at the same time. */
export function exerciseMeetings(ground: Ground): void {
  const { dataset, material } = ground

  async function prepareBoth(lab: Lab): Promise<[string, string]> {
    const first = await prepareFirst(lab)
    const second = await prepareSecond(ground, lab, KEEPING)
    return [first, second.answer.job_id]
  }

  async function prepareFirst(lab: Lab, options: ImportOptionsInput = KEEPING): Promise<string> {
    const { answer } = await prepareFiles(lab, dataset, material.first.files, {
      ...material.options,
      ...options,
    })
    return answer.job_id
  }

  async function finishBoth(lab: Lab, jobs: readonly string[]): Promise<void> {
    for (const job_id of jobs) await drive(lab, dataset, job_id)
    for (const job_id of jobs) await finish(lab, dataset, job_id)
  }

  /** No identity twice, and as many as there are in both sources; taken back, nothing is left of either. */
  async function expectEveryRowOnce(lab: Lab, jobs: readonly string[]): Promise<void> {
    expect(await repeatedIn(lab)).toEqual([])
    expect(await countIn(lab)).toBe(ground.fault_free.rows[target]?.length)
    for (const job_id of jobs) expect(await undo(lab, job_id)).toMatchObject({ rows_kept: 0 })
    expect(await checksums(lab, dataset)).toEqual(ground.nothing)
  }

  const [table] = dataset.tables
  const target = table?.name ?? ""
  /** What a row is known by: of two identities the first that it has. */
  const known = [table?.identity, table?.otherwise].flatMap((names) =>
    names ? [`(${names.map((name) => `"${name}"::varchar`).join(" || ' ' || ")})`] : [],
  )

  function repeatedIn(lab: Lab) {
    return lab.read(
      `select coalesce(${known.join(", ")}) as who, count(*) as times from "${target}" group by who having times > 1`,
    )
  }

  async function countIn(lab: Lab): Promise<unknown> {
    return (await lab.read(`select count(*) as rows from "${target}"`))[0]?.rows
  }

  test("adds no row twice when two imports bring it in turns", async () => {
    const lab = await ground.openEmpty(ONE_BATCH_A_CALL)
    const jobs = await prepareBoth(lab)
    for (const _turn of [1, 2, 3, 4]) for (const job_id of jobs) await doBatch(lab, dataset, job_id)
    await finishBoth(lab, jobs)
    await expectEveryRowOnce(lab, jobs)
  })

  test("adds no row twice when two processes bring it at once, each driving both imports", async () => {
    const lab = await ground.openEmpty()
    const jobs = await prepareBoth(lab)
    const calls = [processBatch, await processBatchElsewhere()].flatMap((call) =>
      jobs.map((job_id) => ({ call, job_id })),
    )
    await Promise.all(calls.map(({ call, job_id }, n) => driveBy(call, lab, job_id, `driver ${n}`)))
    await finishBoth(lab, jobs)
    expect(lab.events.filter((event) => event.type === "batch.failed")).toEqual([])
    await expectEveryRowOnce(lab, [...jobs].reverse())
  })

  /** The same verb as another process has it, which knows nothing of whose turn it is in this one. */
  async function processBatchElsewhere(): Promise<typeof processBatch> {
    vi.resetModules()
    return (await import("../../lib/import/process-batch.ts")).processBatch
  }

  async function driveBy(call: typeof processBatch, lab: Lab, job_id: string, id: string): Promise<void> {
    const input = { dataset, job_id, driver: { id, label: "CLI" }, actor }
    for (;;) if ((await call(input, lab.effects)).next_batch === null) return
  }

  const steps = dataset.afterSteps.length
  /** Whether the next batch is not the last one with rows yet. */
  const isFar = ({ progress }: ProcessBatchAnswer) => progress.completed < progress.total - steps - 1

  test("adds no row twice when another import is prepared while a batch is in flight", async () => {
    const lab = await ground.openEmpty(ONE_BATCH_A_CALL)
    const first = await prepareFirst(lab)
    // It is the last rows of the first source that the second one has as well.
    for (let next = await doBatch(lab, dataset, first); isFar(next); )
      next = await doBatch(lab, dataset, first)
    const held = gateBefore(lab.effects, applying)
    const batch = doBatch({ ...lab, effects: held.effects }, dataset, first)
    await held.reached
    const { answer } = await prepareSecond(ground, lab, KEEPING)
    lab.clock.advance(1)
    held.open()
    await batch
    const jobs = [answer.job_id, first]
    await finishBoth(lab, jobs)
    await expectEveryRowOnce(lab, jobs)
  })

  test("adds no row twice when a dry run is applied after another import", async () => {
    const lab = await ground.openEmpty()
    const { job_id } = (await prepareSecond(ground, lab, { ...KEEPING, dry_run: true })).answer
    await drive(lab, dataset, job_id)
    await finish(lab, dataset, job_id)
    const first = await prepareFirst(lab)
    await carryOn(lab, dataset, first)
    await controlJob({ dataset, job_id, action: "apply", actor }, lab.effects)
    await carryOn(lab, dataset, job_id)
    await expectEveryRowOnce(lab, [job_id, first])
  })
}
