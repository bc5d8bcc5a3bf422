import { expect, test } from "vitest"
import { listRowErrors } from "../../lib/import/listings.ts"
import { rollbackJob } from "../../lib/import/rollback.ts"
import { gateBefore } from "../support/gate.ts"
import { actor, carryOn, undo } from "../support/imports.ts"
import type { Lab } from "../support/lab.ts"
import { checksums, leftovers } from "../support/tables.ts"
import { endOf, faultFree, type Ground, prepareSecond } from "./ground.ts"

export function exerciseUndo(ground: Ground): void {
  const { dataset } = ground

  async function importSecond(lab: Lab): Promise<string> {
    const { answer } = await prepareSecond(ground, lab)
    await carryOn(lab, dataset, answer.job_id)
    return answer.job_id
  }

  test("is taken back as told beforehand, to what was there before, and can be done again", async () => {
    const lab = await ground.open()
    const job_id = await importSecond(lab)
    const told = await rollbackJob({ job_id, dry_run: true, actor }, lab.effects)
    expect(await endOf(ground, lab, job_id)).toEqual(faultFree(ground))
    const done = await undo(lab, job_id)
    const { rows_removed, rows_restored } = told
    expect(done).toMatchObject({ done: true, rows_removed, rows_restored, rows_kept: 0 })
    await expectUndone(ground, lab)
    expect(await undo(lab, job_id)).toEqual(done)
    await expectUndone(ground, lab)
    const { created, answer } = await prepareSecond(ground, lab)
    expect(created).toBe(true)
    await carryOn(lab, dataset, answer.job_id)
    expect(await endOf(ground, lab, answer.job_id)).toEqual(faultFree(ground))
  })

  test("leaves nothing staged of what was being committed while it is taken back", async () => {
    const lab = await ground.open()
    const held = gateBefore(lab.effects, chunkToCommit())
    const prepared = prepareSecond(ground, { ...lab, effects: held.effects })
    await held.reached
    const [, job] = await lab.read("select job_id from import_jobs order by started_at")
    const clock = { ...lab.clock, wait: async () => held.open() }
    const undone = await undo({ ...lab, effects: { ...lab.effects, clock } }, String(job?.job_id))
    held.open()
    expect(undone).toMatchObject({ done: true })
    expect((await prepared).answer.status).toMatch(/^rolling_back$|^rolled_back$/)
    await expectUndone(ground, lab)
  })

  if (dataset.sequential) return
  const [table] = dataset.tables
  const target = table?.name ?? ""
  const said = sayingColumn(ground)

  /** Two rows the import added, and two it changed, if it changes any; by id. */
  async function rowsOf(lab: Lab, job_id: string) {
    const rows = await lab.read(
      `select t.id, imported_from is not distinct from _job_id as added from "${target}" as t
       where _job_id = '${job_id}' order by id`,
    )
    const ids = (added: boolean) => rows.filter((row) => row.added === added).map((row) => String(row.id))
    return { added: ids(true).slice(0, 2), changed: ids(false).slice(0, 2) }
  }

  test("leaves rows alone that somebody else has changed since, and lists them", async () => {
    const lab = await ground.open()
    const job_id = await importSecond(lab)
    const { added, changed } = await rowsOf(lab, job_id)
    const touched = [added[0], changed[0]].flatMap((id) => id ?? [])
    const gone = [added[1], changed[1]].flatMap((id) => id ?? [])
    for (const id of touched) await lab.run(`update "${target}" set "${said}" = 'by hand' where id = '${id}'`)
    for (const id of gone) await lab.run(`delete from "${target}" where id = '${id}'`)
    const rowsByHand = () => lab.read(`select * from "${target}" where "${said}" = 'by hand' order by id`)
    const byHand = await rowsByHand()
    // A row that was added and removed again leaves nothing to be said.
    const missed = changed.slice(1)
    expect(await undo(lab, job_id)).toMatchObject({ rows_kept: touched.length + missed.length })
    expect(await rowsByHand()).toEqual(byHand)
    expect(byHand).toHaveLength(touched.length)
    const { errors } = await listRowErrors({ job_id, limit: 1_000, actor }, lab.effects)
    const listed = (code: string) => errors.filter((row) => row.code === code).map((row) => row.value)
    expect(listed("changed_since").sort()).toEqual([...touched].sort())
    expect(listed("removed_since")).toEqual(missed)
    expect(await othersOf(lab, [...touched, ...missed])).toEqual(
      await othersOf(await ground.open(), [...touched, ...missed]),
    )
  })

  /** Every row but those named. */
  function othersOf(lab: Lab, ids: readonly string[]) {
    const list = ids.map((id) => `'${id}'`).join(", ")
    return lab.read(`select * from "${target}" where id::varchar not in (${list}) order by id`)
  }
}

/** As before the import, and nothing of it left. */
export async function expectUndone({ dataset, before }: Ground, lab: Lab): Promise<void> {
  expect(await checksums(lab, dataset)).toEqual(before)
  expect(await leftovers(lab, dataset)).toEqual({})
}

/** The commit of whoever has staged rows last. */
function chunkToCommit(): (sql: string) => boolean {
  let staging = false
  return (sql) => {
    staging ||= /insert into "?import_staging_/.test(sql)
    return staging && sql === "commit"
  }
}

/** A column of text that is no part of what a row is known by. */
function sayingColumn({ dataset }: Ground): string {
  const [table] = dataset.tables
  const known = [...(table?.identity ?? []), ...(table?.otherwise ?? [])]
  const column = table?.columns.find(
    ({ name, kind }) => ["text", "html"].includes(kind) && !known.includes(name),
  )
  if (!column) throw new Error(`${dataset.name} has no text that can be changed`)
  return column.name
}
