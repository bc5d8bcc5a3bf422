import type { Dataset, Table } from "../../datasets/declaration.ts"
import { type Connection, transaction } from "../../db/connection.ts"
import {
  allOf,
  columnList,
  expression,
  identifier,
  type Slots,
  slotsFor,
  statement,
} from "../../db/statement.ts"
import { problem } from "../../errors.ts"
import { stagingOf } from "../../reading/staged-rows.ts"
import { foldSlots } from "../batches/keyed.ts"
import { stagedRecord } from "../batches/staged-record.ts"
import type { Job } from "../jobs/jobs.ts"

/** Rounds after which a check that goes on finding rows is broken itself. */
const MOST_ROUNDS = 1_000

/** The rule for rows that are there already. */
export function ruleOf(dataset: Dataset, job: Pick<Job, "options">): string {
  return job.options.duplicates ?? dataset.duplicates[0] ?? "skip"
}

/**
 * Makes row errors of staged rows that are only wrong beside others, until none is left: what is refused may have
 * been what made another row right, or wrong.
 */
export async function checkTogether(connection: Connection, dataset: Dataset, job: Job): Promise<void> {
  for (const table of dataset.tables) {
    for (const check of table.checks ?? []) {
      let found = 1
      for (let round = 0; found > 0; round += 1) {
        if (round === MOST_ROUNDS) throw new Error(`the check ${check} finds rows without end`)
        found = await transaction(connection, () => refuseFound(connection, dataset, table, check, job))
      }
    }
  }
}

async function refuseFound(
  connection: Connection,
  dataset: Dataset,
  table: Table,
  check: string,
  job: Job,
): Promise<number> {
  const { job_id } = job
  const staging = stagingOf(table)
  const found = expression(`checks/${check}`, checkSlots(table, check))
  const record = stagedRecord(table, job)
  const sql = statement("staging/record_checks", { staging, found, record })
  const named = { job_id, table_name: table.name }
  const rows = await connection.run(sql, { ...named, rule: ruleOf(dataset, job) })
  if (rows === 0) return 0
  await connection.run(statement("staging/remove_refused", { staging }), named)
  await connection.run(statement("files/add_failed"), { ...named, rows })
  return rows
}

/** A check may be made of what sql/pieces/ has. */
function checkSlots(table: Table, check: string): Slots {
  const pages = identifier("pages")
  const told = allOf([])
  return slotsFor(`checks/${check}`, { staging: stagingOf(table), pages }, (slot) =>
    expression(`pieces/${slot}`, { pages, told }),
  )
}

/** Which staged rows of a table are folded: those of a file, or those that are mended, which come after all there are. */
export interface FoldedRows {
  operation: "insert" | "mend"
  first_row: number
}

const OF_FILE: FoldedRows = { operation: "insert", first_row: 0 }

/** Folds rows of one identity into the first of them, in the caller's transaction. */
export async function foldRepeated(
  connection: Connection,
  dataset: Dataset,
  table: Table,
  job: Job,
  rows: FoldedRows = OF_FILE,
): Promise<void> {
  const rule = ruleOf(dataset, job)
  const staging = stagingOf(table)
  const named = { job_id: job.job_id, table_name: table.name }
  const repeated = table.otherwise
    ? await findOtherwise(connection, table, { ...named, rule, ...rows })
    : await connection.run(
        statement("staging/find_repeated", { staging, identity: columnList(table.identity) }),
        { ...named, ...rows },
      )
  if (repeated === 0 || rule === "skip") return
  if (rows.operation === "insert")
    await connection.run(statement("staging/keep_originals", { staging }), named)
  const { operation } = rows
  await connection.run(statement("staging/fold_repeated", foldSlots(table, rule)), { ...named, operation })
}

/**
 * Folds them anew by another rule, in the caller's transaction. Throws Problem 409 `not_replannable` where an earlier release has
 * folded them.
 */
export async function foldAnew(
  connection: Connection,
  dataset: Dataset,
  table: Table,
  { before, job }: { before: Job; job: Job },
): Promise<void> {
  const staging = stagingOf(table)
  if (ruleOf(dataset, before) !== "skip") await assertKept(connection, table, job.job_id)
  const restore = [
    statement("staging/drop_folded", { staging }),
    statement("staging/restore_originals", { staging }),
    ...(table.otherwise ? [statement("staging/forget_known", { staging })] : []),
    statement("staging/forget_repeated"),
  ]
  await connection.run(restore.join(";\n"), { job_id: job.job_id, table_name: table.name })
  await foldRepeated(connection, dataset, table, job)
}

async function assertKept(connection: Connection, table: Table, job_id: string): Promise<void> {
  const sql = statement("staging/unkept_originals", { staging: stagingOf(table) })
  const [unkept] = await connection.rows<{ rows: number }>(sql, { job_id, table_name: table.name })
  if (unkept?.rows === 0) return
  const detail =
    "The file was prepared by an earlier release, with repeated rows that are put together already. Go on as it was prepared, or undo it and prepare the file again."
  throw problem(409, "not_replannable", detail, { job_id })
}

async function findOtherwise(
  connection: Connection,
  table: Table,
  values: { job_id: string; table_name: string; rule: string } & FoldedRows,
): Promise<number> {
  const { job_id, table_name, rule, operation, first_row } = values
  const staging = stagingOf(table)
  const resolve = statement("staging/resolve", {
    staging,
    target: identifier(table.name),
    first: columnList(table.identity),
    second: columnList(table.otherwise ?? []),
  })
  const ofRows = { operation, first_row }
  if ((await connection.run(resolve, { job_id, rule, ...ofRows })) === 0) return 0
  await connection.run(statement("staging/set_known", { staging }), { job_id, operation })
  const found = { job_id, table_name, operation }
  const repeated = await connection.run(statement("staging/find_repeated_otherwise"), found)
  await connection.run(statement("staging/clear_resolved"), { job_id })
  return repeated
}
