import type { Dataset, Table } from "../../datasets/declaration.ts"
import { identityIn, tableOf } from "../../datasets/questions.ts"
import type { Connection } from "../../db/connection.ts"
import { columnList, statement } from "../../db/statement.ts"
import type { Cells } from "../../reading/mended-cells.ts"
import type { StagedMended } from "../../reading/mended-rows.ts"
import { faultsIn } from "../../reading/source.ts"
import { stagingOf } from "../../reading/staged-rows.ts"
import type { Job } from "../jobs/jobs.ts"
import { foldRepeated } from "../staging/fold.ts"
import { type NextRound, planMending, type StagedRange } from "./plan-mending.ts"
import { keyOnly, keysText, type RefusedRow, type RowKey } from "./refused-rows.ts"
import type { BadRow, GoodRow } from "./weigh.ts"

/** Rows of one table and operation are numbered on from here, so that those of two never meet. */
const APART = 1_000_000

/** One act of mending, in one transaction. */
export interface Act {
  connection: Connection
  dataset: Dataset
  job: Job
  actor: string
  now: string
}

/** Numbers rows that can be used, among the staged rows of a job. */
export class Numbering {
  readonly #next: NextRound
  readonly #ranges = new Map<string, StagedRange>()

  constructor(next: NextRound) {
    this.#next = next
  }

  get ranges(): StagedRange[] {
    return [...this.#ranges.values()]
  }

  numberOf({ table_name, operation }: RowKey): number {
    const key = `${table_name} ${operation}`
    const row_from = this.#next.first_row + (operation === "delete" ? 0 : APART)
    const range = this.#ranges.get(key) ?? { table_name, operation, row_from, rows: 0 }
    this.#ranges.set(key, { ...range, rows: range.rows + 1 })
    return row_from + range.rows
  }
}

/** Takes rows that can be used out of the errors, and writes them to where they are staged from. */
export async function takeGood(
  { connection, job, actor, now }: Act,
  good: readonly GoodRow[],
  staged: StagedMended,
  numbering: Numbering,
): Promise<void> {
  if (good.length === 0) return
  const numbered = good.map((one) => ({ ...one, staged_no: numbering.numberOf(one.row) }))
  await staged.add(numbered.map(({ read, staged_no }) => ({ row: read, staged_no })))
  const rows = numbered.map(({ row, draft, staged_no }) => ({
    row,
    mended: draft,
    mended_row_no: staged_no,
    reason: null,
  }))
  await settle({ connection, job_id: job.job_id, actor, now, state: "mending" }, rows)
}

/** Takes rows out of the errors that somebody leaves out. */
export async function dismiss(
  { connection, job, actor, now }: Act,
  rows: readonly { row: RefusedRow; reason: string | null }[],
  reason: string | undefined,
): Promise<void> {
  if (rows.length === 0) return
  const all = rows.map((one) => ({
    ...one,
    reason: one.reason ?? reason ?? null,
    mended: null,
    mended_row_no: null,
  }))
  await settle({ connection, job_id: job.job_id, actor, now, state: "dismissed" }, all)
}

interface Settled {
  row: RefusedRow
  mended: Cells | null
  mended_row_no: number | null
  reason: string | null
}

async function settle(
  {
    connection,
    ...values
  }: { connection: Connection; job_id: string; actor: string; now: string; state: string },
  rows: readonly Settled[],
): Promise<void> {
  const told = rows.map(({ row, ...rest }) => ({ ...keyOnly(row), ...rest }))
  await connection.run(statement("mend/settle"), { ...values, rows: JSON.stringify(told) })
  const removed = { job_id: values.job_id, rows: keysText(rows.map(({ row }) => row)) }
  if ((await connection.run(statement("mend/remove"), removed)) < rows.length)
    throw new Error("Conflict on rows that are mended: another call was here first")
}

/** Keeps what somebody has put into rows; of those that are refused with it also what is wrong now. */
export async function keepDrafts(
  { connection, job, actor, now }: Act,
  rows: readonly (GoodRow | BadRow)[],
  refused: boolean,
): Promise<void> {
  if (rows.length === 0) return
  const told = rows.map((one) => {
    const fault = "fault" in one ? one.fault : null
    const faults = fault ? faultsIn(fault) : []
    const { column_name, value, code, message } = fault ?? one.row
    const draft = Object.keys(one.draft).length > 0 ? one.draft : null
    return { ...keyOnly(one.row), column_name, value, code, message, faults, draft, draft_faults: faults }
  })
  const sql = statement(refused ? "mend/refuse_again" : "mend/keep_drafts")
  await connection.run(sql, { job_id: job.job_id, actor, now, rows: JSON.stringify(told) })
}

/** Gives drafts up. */
export async function dropDrafts({ connection, job }: Act, rows: readonly RefusedRow[]): Promise<void> {
  if (rows.length === 0) return
  await connection.run(statement("mend/drop_drafts"), { job_id: job.job_id, rows: keysText(rows) })
}

/** Stages what was taken, folds what is the same thing, and plans its batches. */
export async function stageRound(
  { connection, dataset, job }: Act,
  staged: StagedMended,
  { next, numbering }: { next: NextRound; numbering: Numbering },
): Promise<void> {
  const { job_id } = job
  for (const { sql, values } of await staged.end()) await connection.run(sql, values)
  const { ranges } = numbering
  for (const { table_name, row_from, operation } of ranges) {
    const table = tableOf(dataset, table_name)
    if (table.policy === "keyed")
      await foldRepeated(connection, dataset, table, job, { operation: "mend", first_row: row_from })
    else await markRepeated(connection, table, { job_id, operation, first_row: row_from })
  }
  await planMending(connection, dataset, job, { next, ranges })
}

/** Of a table whose rows have a history the last of an identity holds, as in a file. */
async function markRepeated(
  connection: Connection,
  table: Table,
  { operation, ...values }: { job_id: string; operation: string; first_row: number },
): Promise<void> {
  const identity = columnList(identityIn(table, operation))
  const sql = statement("mend/find_repeated", { staging: stagingOf(table), identity })
  await connection.run(sql, { ...values, table_name: table.name, last_row: values.first_row + APART - 1 })
}
