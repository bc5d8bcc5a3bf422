import type { Dataset } from "../../datasets/declaration.ts"
import { tableOf } from "../../datasets/questions.ts"
import type { Connection } from "../../db/connection.ts"
import { expression, Fragment, identifier, unionOf } from "../../db/statement.ts"
import { textOf } from "../../reading/mended-cells.ts"
import type { MendedRow, StagedMended } from "../../reading/mended-rows.ts"
import type { FaultLine } from "../../reading/source.ts"

/** The code of a row that comes too late. */
export const SUPERSEDED = "superseded"

const ASKED = { job_id: new Fragment("$job_id::uuid"), keys: expression("pieces/keys_asked") }

/** Which extract rows are of, and where to look. */
interface Extract {
  connection: Connection
  dataset: Dataset
  job_id: string
  extract_number: number | null
}

/**
 * Rows of an extract that come too late are told at once: a later one has been at the same entity. What comes later still is told when they are
 * applied.
 */
export function whileCurrent(staged: StagedMended, extract: Extract): StagedMended {
  return {
    ...staged,
    async read(rows) {
      const faults = await staged.read(rows)
      const good = rows.filter((_row, i) => faults[i] === null)
      const later = await laterExtracts(extract, good)
      return rows.map((row, i) => faults[i] ?? supersededBy(row, later.get(keyOf(extract, row)), extract))
    },
  }
}

function keyOf({ dataset }: Extract, { table_name, cells }: MendedRow): number {
  const { columns, deleteKey } = tableOf(dataset, table_name)
  const source = columns.find(({ name }) => name === deleteKey)?.source
  return source === undefined ? -1 : Number(textOf(cells[source]).replaceAll(".", ""))
}

async function laterExtracts(extract: Extract, rows: readonly MendedRow[]): Promise<Map<number, number>> {
  const { connection, dataset, job_id, extract_number } = extract
  const keys = [...new Set(rows.map((row) => keyOf(extract, row)))]
  if (keys.length === 0 || extract_number === null) return new Map()
  const tables = dataset.tables.filter(({ policy }) => policy === "temporal")
  const touched = unionOf(
    tables.map(({ name }) => expression("pieces/touched_later", { table: identifier(name), ...ASKED })),
  )
  const sql = expression("pieces/first_touched", { touched }).sql
  const values = { keys: JSON.stringify(keys), job_id }
  const found = await connection.rows<{ _entity_key: number; extract_number: number }>(sql, values)
  return new Map(found.map((one) => [one._entity_key, one.extract_number]))
}

function supersededBy(
  { row_no, line }: MendedRow,
  later: number | undefined,
  { extract_number }: Extract,
): FaultLine | null {
  if (later === undefined) return null
  const kind = later === extract_number ? " (full)" : ""
  const message = `Extract ${later}${kind}, which came later, has changed this entity: the row cannot be mended any more.`
  return { line, row_no, column_name: null, value: null, code: SUPERSEDED, message, record: null }
}
