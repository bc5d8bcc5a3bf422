import { expect, test } from "vitest"
import { listBatches, listRowErrors } from "../../lib/import/listings.ts"
import { gateBefore, STEP_BY_STEP } from "../support/gate.ts"
import { actor, carryOn, doBatch, importFiles, undo } from "../support/imports.ts"
import type { Lab } from "../support/lab.ts"
import { checksums } from "../support/tables.ts"
import { type Ground, ONE_BATCH_A_CALL, prepareSecond } from "./ground.ts"

/** What becomes of an import when there are others beside it, later ones or those of other projects. */
export function exerciseNeighbours(ground: Ground): void {
  const { dataset, material } = ground
  const [table] = dataset.tables
  const target = table?.name ?? ""

  /** Whether the second source changes rows of the first. */
  const changes = (material.options.duplicates ?? "skip") !== "skip"

  async function firstOf(lab: Lab): Promise<string> {
    const [job] = await lab.read("select job_id from import_jobs order by started_at")
    return String(job?.job_id)
  }

  async function idsOf(lab: Lab, condition: string): Promise<string[]> {
    const rows = await lab.read(`select id from "${target}" where ${condition} order by id`)
    return rows.map((row) => String(row.id))
  }

  /** How many rows an import has changed by now, as its batches counted them. */
  async function changedBy(lab: Lab, job_id: string): Promise<number> {
    const { batches } = await listBatches({ job_id, limit: 1_000, actor }, lab.effects)
    const changed = batches.reduce((sum, { counts }) => sum + counts.updated + counts.merged, 0)
    expect(changed).toBeGreaterThan(0)
    return changed
  }

  /** Takes one import back while a batch of another is about to commit, which it does when the undo has to wait. */
  async function undoBesideBatch(lab: Lab, first: string, second: string) {
    const held = gateBefore(lab.effects, (sql) => sql === "commit")
    const batch = doBatch({ ...lab, effects: held.effects }, dataset, second)
    await held.reached
    const clock = { ...lab.clock, wait: async () => held.open() }
    const undone = await undo({ ...lab, effects: { ...lab.effects, clock } }, first)
    held.open()
    await batch
    return undone
  }

  /** Columns that hold ids of other rows. */
  const references = [
    ...dataset.afterSteps.flatMap(({ table: of, types = {} }) =>
      Object.entries(types).flatMap(([name, type]) => (type === "uuid" ? [{ of, name }] : [])),
    ),
    ...(table?.parts ?? []).map((part) => ({ of: part.table, name: part.owner })),
  ]

  /** Whatever names another row names one that is there. */
  async function expectNoLooseEnds(lab: Lab): Promise<void> {
    for (const { of, name } of references) {
      const loose = await lab.read(
        `select id from "${of}" where "${name}" is not null and "${name}" not in (select id from "${target}")`,
      )
      expect(loose, `${of}.${name}`).toEqual([])
    }
  }

  test("takes an import back although a later one builds on it, but for the rows that one has changed", async () => {
    const lab = await ground.open()
    const first = await firstOf(lab)
    const second = (await prepareSecond(ground, lab)).answer.job_id
    await carryOn(lab, dataset, second)
    const changed = await idsOf(lab, `imported_from = '${first}' and _job_id = '${second}'`)
    const added = await idsOf(lab, `imported_from = '${second}'`)
    expect(await undo(lab, first)).toMatchObject({ rows_kept: changed.length })
    const { errors } = await listRowErrors({ job_id: first, limit: 1_000, actor }, lab.effects)
    expect(errors.map((row) => [row.code, row.value]).sort()).toEqual(
      changed.map((id) => ["changed_since", id]),
    )
    expect(await idsOf(lab, "true")).toEqual([...changed, ...added].sort())
    await expectNoLooseEnds(lab)
    expect(await undo(lab, second)).toMatchObject({ rows_kept: 0 })
    expect(await idsOf(lab, "true")).toEqual(changed)
    await expectNoLooseEnds(lab)
  })

  if (changes) {
    test("takes no row away that a later import is changing just then", async () => {
      const lab = await ground.open({ ...STEP_BY_STEP, ...ONE_BATCH_A_CALL })
      const first = await firstOf(lab)
      const second = (await prepareSecond(ground, lab)).answer.job_id
      await doBatch(lab, dataset, second)
      const undone = await undoBesideBatch(lab, first, second)
      const kept = await idsOf(lab, `imported_from = '${first}'`)
      expect(kept).toHaveLength(await changedBy(lab, second))
      expect(undone.rows_kept).toBe(kept.length)
      expect(await idsOf(lab, `imported_from = '${first}' and _job_id = '${second}'`)).toEqual(kept)
      expect(await carryOn(lab, dataset, second)).toMatchObject({ reconciles: true })
      await expectNoLooseEnds(lab)
    })
  }

  for (const { operation } of dataset.afterSteps) {
    test(`leaves no loose end when an import is taken back while ${operation} of a later one is at work`, async () => {
      const lab = await ground.open(STEP_BY_STEP)
      const first = await firstOf(lab)
      const second = (await prepareSecond(ground, lab)).answer.job_id
      for (let next = await doBatch(lab, dataset, second); next.next_batch?.operation !== operation; )
        next = await doBatch(lab, dataset, second)
      await undoBesideBatch(lab, first, second)
      expect(await carryOn(lab, dataset, second)).toMatchObject({ reconciles: true })
      await expectNoLooseEnds(lab)
    })
  }

  if (!dataset.scoped) return

  test("keeps the same rows of two projects apart", async () => {
    const lab = await ground.open()
    const own = () =>
      lab.read(`select * from "${target}" where project_id = '${material.options.project_id}' order by id`)
    const before = await own()
    const options = { ...material.options, project_id: "another" }
    const there = await importFiles(lab, dataset, material.first.files, options)
    expect(there.tables[table?.key ?? ""]).toMatchObject({ inserted: before.length, updated: 0 })
    expect(await own()).toEqual(before)
    for (const { of, name } of references) {
      const astray = await lab.read(
        `select t.id from "${of}" as t join "${target}" as o on o.id = t."${name}" where o.project_id <> t.project_id`,
      )
      expect(astray, `${of}.${name}`).toEqual([])
    }
    await undo(lab, there.job_id)
    expect(await checksums(lab, dataset)).toEqual(ground.before)
  })
}
