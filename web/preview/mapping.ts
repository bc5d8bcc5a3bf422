import type { DatasetColumn, PreviewAnswer, PreviewError } from "../../lib/contract/datasets.ts"
import type { ColumnMapping } from "../../lib/contract/options.ts"

/** Whether both read every header for the same column. */
export function isSameMapping(one: ColumnMapping, other: ColumnMapping): boolean {
  const headers = new Set([...Object.keys(one), ...Object.keys(other)])
  return [...headers].every((header) => (one[header] ?? null) === (other[header] ?? null))
}

/** Columns that more than one header is for, with those headers; where it was guessed so, the first that is not empty counts. */
export function repeatedColumns(
  mapping: ColumnMapping,
  guess: ColumnMapping = {},
): { column: string; headers: string[] }[] {
  const headersOf = new Map<string, string[]>()
  for (const [header, column] of Object.entries(mapping)) {
    if (column !== null) headersOf.set(column, [...(headersOf.get(column) ?? []), header])
  }
  return [...headersOf].flatMap(([column, headers]) => {
    const isSaid = headers.length > 1 && headers.some((header) => guess[header] !== column)
    return isSaid ? [{ column, headers }] : []
  })
}

/** A row of the preview: its cells, or why there are none. */
export type PreviewRow = { row: number; cells: string[] | null; errors: PreviewError[] }

/** What a record is refused for that cannot be taken apart; there are no cells of it to show. */
const UNREADABLE = [
  "too_few_fields",
  "too_many_fields",
  "bad_quoting",
  "unterminated_quote",
  "invalid_encoding",
  "row_too_long",
  "value_too_long",
  "unterminated_record",
  "bad_record",
  "bad_card",
  "too_deep",
]

/** The rows shown, in the order of the file, those that cannot be taken apart among them. */
export function rowsOf({ rows, errors }: Pick<PreviewAnswer, "rows" | "errors">): PreviewRow[] {
  const unreadable = new Set(errors.flatMap(({ code, row }) => (UNREADABLE.includes(code) ? [row] : [])))
  const shown: PreviewRow[] = []
  const add = (row: number, cells: string[] | null) =>
    shown.push({ row, cells, errors: errors.filter((error) => error.row === row) })
  let row = 1
  for (const cells of rows) {
    for (; unreadable.has(row); row += 1) add(row, null)
    add(row, cells)
    row += 1
  }
  for (; unreadable.has(row); row += 1) add(row, null)
  return shown
}

/** The header whose cell an error is about; null when it is about the row. */
export function headerOf(error: PreviewError, mapping: ColumnMapping): string | null {
  const named = Object.keys(mapping).find((header) => mapping[header] === error.column)
  if (named !== undefined) return named
  return error.column !== null && error.column in mapping ? error.column : null
}

/** The columns of the one table that a file of records fills, in the order they are declared. */
export function columnsOf(tables: readonly { columns: DatasetColumn[] }[]): DatasetColumn[] {
  return tables[0]?.columns ?? []
}
