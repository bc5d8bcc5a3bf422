import type { Column, Table } from "../datasets/define.ts"
import { problem } from "../errors.ts"
import { namesText } from "../words.ts"

/** The columns one file has, in the order of its header. */
export type FileColumns = readonly Column[]

/**
 * The declared columns of a file in the order its header names them; any order will do. A delete file has the
 * delete key alone. Throws Problem 422 `column_unknown`, `column_missing`, `column_repeated` naming file and column.
 */
export function columnsOf(
  table: Table,
  operation: "delete" | "insert",
  file: string,
  header: readonly string[],
): FileColumns {
  const declared =
    operation === "delete" ? table.columns.filter((column) => column.name === table.deleteKey) : table.columns
  const known = namesText(declared.map((column) => column.source))
  const found = header.map((name) => {
    const column = declared.find((candidate) => candidate.source === name)
    if (column) return column
    throw problem(
      422,
      "column_unknown",
      `${file} has a column ${JSON.stringify(name)}. It should have: ${known}.`,
    )
  })
  const missing = declared.find((column) => !found.includes(column))
  if (missing) {
    throw problem(422, "column_missing", `${file} has no column ${missing.source}. It should have: ${known}.`)
  }
  const repeated = found.find((column, i) => found.indexOf(column) !== i)
  if (repeated) throw problem(422, "column_repeated", `${file} has the column ${repeated.source} twice.`)
  return found
}
