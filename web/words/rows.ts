import type { DatasetDeclaration } from "../../lib/contract/datasets.ts"

/** A row by its columns. */
export type RowRecord = Readonly<Record<string, unknown>>

const MOST_SHOWN = 120

/**
 * What a person knows a row by: the first of its declared columns that has something, since that is what it is told
 * from others by. Null where nothing is known of the row.
 */
export function nameOfRow(
  declared: DatasetDeclaration | undefined,
  table: string,
  record: RowRecord | null | undefined,
): string | null {
  const columns = declared?.tables.find((one) => one.table === table)?.columns.map(({ column }) => column)
  const names = [...(columns ?? []), ...Object.keys(record ?? {}).filter((name) => name !== "id")]
  for (const name of names) {
    const text = textOf(record?.[name])
    if (text) return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)} …` : text
  }
  return null
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return ""
  return (typeof value === "object" ? JSON.stringify(value) : String(value)).trim()
}
