import { type Operation, type Reconciliation, RowCounts } from "../../contract/index.ts"
import { type Dataset, type Table, tableKey, tableOf } from "../../datasets/define.ts"
import type { Connection } from "../../db/connection.ts"
import { identifier, statement } from "../../db/statement.ts"
import { inOrderOfTables } from "./batch-facts.ts"

/** The counts of a row of the database, which may hold more. */
export function countsOf(row: RowCounts): RowCounts {
  return RowCounts.parse(row)
}

interface SumRow extends RowCounts {
  table_name: string
  operation: Operation
  rows_read: number
  drift: number
}

/** Every row read must be in exactly one of these; rows closed are counted beside them. */
export function accountedFor(operation: Operation, counts: RowCounts): number {
  if (operation === "delete") {
    return counts.matched + counts.unmatched + counts.duplicates + counts.failed_rows
  }
  const { inserted, updated, merged, skipped, unchanged, duplicates, failed_rows } = counts
  return inserted + updated + merged + skipped + unchanged + duplicates + failed_rows
}

export interface Books {
  reconciliation: Reconciliation[]
  /** Rows closed although no delete named them, over all tables. */
  drift: number
}

/** Sums a job's batches up per table and operation. */
export async function loadBooks(connection: Connection, dataset: Dataset, job_id: string): Promise<Books> {
  const rows = await connection.rows<SumRow>(statement("status/reconciliation"), { job_id })
  const reconciliation = inOrder(dataset, rows).map((row) => {
    const counts = countsOf(row)
    const accounted = accountedFor(row.operation, counts)
    const table = tableKey(dataset, row.table_name)
    const reconciles = accounted === row.rows_read
    return { table, operation: row.operation, read: row.rows_read, counts, accounted, reconciles }
  })
  return { reconciliation, drift: rows.reduce((sum, row) => sum + row.drift, 0) }
}

/** As the batches run: table by table, deletes first, and what after-steps did behind all of them. */
function inOrder(dataset: Dataset, rows: readonly SumRow[]): SumRow[] {
  const phases = rows.toSorted((a, b) => phaseOf(a) - phaseOf(b))
  return inOrderOfTables(dataset, phases, (row) => (phaseOf(row) < 2 ? row.table_name : ""))
}

const phaseOf = ({ operation }: SumRow) => (operation === "delete" ? 0 : operation === "insert" ? 1 : 2)

/**
 * Asks every temporal target what the job really opened and closed; one sentence for each that disagrees with
 * the batches' counts.
 */
export async function compareWithTargets(
  connection: Connection,
  dataset: Dataset,
  job_id: string,
  books: Books,
): Promise<string[]> {
  const differences: string[] = []
  for (const table of dataset.tables) {
    const mine = books.reconciliation.filter((line) => line.table === table.key)
    if (mine.length === 0) continue
    if (table.policy === "keyed")
      differences.push(...(await compareWithJournal(connection, table, job_id, mine)))
    if (table.policy !== "temporal") continue
    const sql = statement("finalize/count_target", { target: identifier(tableOf(dataset, table.name).name) })
    const [found] = await connection.rows<{ opened: number; closed: number }>(sql, { job_id })
    const inserted = mine.reduce((sum, line) => sum + line.counts.inserted, 0)
    const closed = mine.reduce((sum, line) => sum + line.counts.closed, 0)
    if (found?.opened !== inserted) {
      differences.push(`${table.key}: ${inserted} rows counted as inserted, ${found?.opened} are there`)
    }
    if (found?.closed !== closed) {
      differences.push(`${table.key}: ${closed} rows counted as closed, ${found?.closed} are`)
    }
  }
  return differences
}

/** Of a keyed table the journal says what was done to it: other programs may change its rows at any time. */
async function compareWithJournal(
  connection: Connection,
  table: Table,
  job_id: string,
  mine: readonly Reconciliation[],
): Promise<string[]> {
  const inserts = mine.filter((line) => line.operation === "insert")
  const [found] = await connection.rows<{ added: number; changed: number }>(
    statement("finalize/count_journal"),
    { job_id, table_name: table.name },
  )
  const sum = (of: (counts: RowCounts) => number) =>
    inserts.reduce((total, { counts }) => total + of(counts), 0)
  const added = sum((counts) => counts.inserted)
  const changed = sum((counts) => counts.updated + counts.merged)
  const differences: string[] = []
  if (found?.added !== added) {
    differences.push(`${table.key}: ${added} rows counted as inserted, ${found?.added} were`)
  }
  if (found?.changed !== changed) {
    differences.push(`${table.key}: ${changed} rows counted as changed, ${found?.changed} were`)
  }
  return differences
}
