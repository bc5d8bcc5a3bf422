import { type Operation, type Reconciliation, RowCounts } from "../../contract/index.ts"
import type { Dataset, Table } from "../../datasets/declaration.ts"
import { tableKey } from "../../datasets/questions.ts"
import type { Connection } from "../../db/connection.ts"
import { expression, type Fragment, identifier, statement, textLiteral, unionOf } from "../../db/statement.ts"
import { inOrderOfTables, ofRows } from "./batch-facts.ts"
import { documentsIn, type KeptDocuments } from "./document-results.ts"

/** The counts of a row of the database, which may hold more. */
export function countsOf(row: RowCounts): RowCounts {
  return RowCounts.parse(row)
}

interface SumRow extends RowCounts {
  table_name: string
  operation: Operation
  rows_read: number
  drift: number
  /** Of its batches; null when none is planned. */
  first_position: number | null
}

/** Every row read must be in exactly one of these; rows closed are counted beside them. */
export function accountedFor(operation: Operation, counts: RowCounts): number {
  const { matched, unmatched, duplicates, failed_rows, mended, dismissed } = counts
  const left = duplicates + failed_rows + mended + dismissed
  if (operation === "delete") return matched + unmatched + left
  const { inserted, updated, merged, skipped, unchanged } = counts
  const ofKeys = operation === "mend" ? matched + unmatched : 0
  return inserted + updated + merged + skipped + unchanged + left + ofKeys
}

export interface Books {
  reconciliation: Reconciliation[]
  /** Rows closed although no delete named them, over all tables. */
  drift: number
}

/** Sums a job's batches up per table and operation. */
export async function loadBooks(connection: Connection, dataset: Dataset, job_id: string): Promise<Books> {
  return booksOf(dataset, await connection.rows<SumRow>(statement("status/reconciliation"), { job_id }))
}

function booksOf(dataset: Dataset, rows: readonly SumRow[]): Books {
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
  const phases = rows.toSorted((a, b) => phaseOf(a) - phaseOf(b) || placeOf(a) - placeOf(b))
  return inOrderOfTables(dataset, phases, (row) => (phaseOf(row) < 2 ? row.table_name : ""))
}

const PHASES: Partial<Record<Operation, number>> = { delete: 0, insert: 1, mend: 1 }
const placeOf = ({ first_position }: SumRow) => first_position ?? Number.POSITIVE_INFINITY
const phaseOf = ({ operation }: SumRow) => PHASES[operation] ?? 2

/** What a job is closed with. */
export interface ClosingBooks extends Books {
  /** Row errors, those that are only counted included. */
  row_errors: number
  /** Batches that are not completed: failed, or waiting for one that has. */
  failed_batches: number
  /** A sentence for each table that disagrees with the batches' counts. */
  differences: string[]
  /** Imports of the dataset by which things are without a current row, this one included, and those that said so before. */
  losing: Losing[]
  documents: KeptDocuments | null
}

/** An import, and what is without a current row because of it; its warnings as JSON. */
export interface Losing {
  job_id: string
  warnings: string
  things: number
  first_numbers: string[]
}

/**
 * The books, compared with what every temporal target says the job really opened and closed, and with what the journal says it did
 * to keyed ones, which other programs may change at any time. `losing` is the query of what is without a current row.
 */
export async function loadClosingBooks(
  connection: Connection,
  dataset: Dataset,
  job_id: string,
  losing: Fragment,
): Promise<ClosingBooks> {
  const tables = dataset.tables.filter(({ policy }) => policy in DONE)
  const sql = statement("finalize/books", {
    books: expression("status/reconciliation"),
    done: unionOf(tables.map(countOf)),
    errors: expression("staging/count_errors"),
    losing,
    documents: documentsIn(dataset),
  })
  const [found] = await connection.rows<Found>(sql, { job_id, dataset: dataset.name })
  if (!found) throw new Error("sql/finalize/books.sql answers one row, always")
  const books = booksOf(dataset, found.books)
  const differences = tables.flatMap((table) => {
    const done = found.done.find(({ table_name }) => table_name === table.name)
    const mine = books.reconciliation.filter((line) => line.table === table.key)
    return done && mine.length > 0 ? differencesOf(table, mine, done) : []
  })
  const { row_errors, failed_batches, losing: lost, documents } = found
  return { ...books, row_errors, failed_batches, differences, losing: lost, documents }
}

interface Found extends Pick<ClosingBooks, "row_errors" | "failed_batches" | "losing" | "documents"> {
  books: SumRow[]
  done: Done[]
}

/** What a job did to a table: rows it added, and rows that were there and that it closed or changed. */
interface Done {
  table_name: string
  opened: number
  closed: number
}

/** Of each policy that tells: in which counts of a batch the second of these is, and in which words. */
const DONE: Record<string, { counts: readonly (keyof RowCounts)[]; word: string; there: [string, string] }> =
  {
    temporal: { counts: ["closed"], word: "closed", there: ["are there", "are"] },
    keyed: { counts: ["updated", "merged"], word: "changed", there: ["were", "were"] },
  }

function countOf(table: Table): Fragment {
  const name = textLiteral(table.name)
  if (table.policy === "keyed") return expression("finalize/count_journal", { name })
  return expression("finalize/count_target", { name, target: identifier(table.name) })
}

function differencesOf(table: Table, mine: readonly Reconciliation[], done: Done): string[] {
  const told = DONE[table.policy]
  if (!told) return []
  const inserts = table.policy === "keyed" ? ofRows(mine) : mine
  const sum = (counts: readonly (keyof RowCounts)[]) =>
    inserts.reduce((total, line) => counts.reduce((all, count) => all + line.counts[count], total), 0)
  const [opened, changed] = [sum(["inserted"]), sum(told.counts)]
  const [added, others] = told.there
  return [
    ...(done.opened === opened
      ? []
      : [`${table.key}: ${opened} rows counted as inserted, ${done.opened} ${added}`]),
    ...(done.closed === changed
      ? []
      : [`${table.key}: ${changed} rows counted as ${told.word}, ${done.closed} ${others}`]),
  ]
}
