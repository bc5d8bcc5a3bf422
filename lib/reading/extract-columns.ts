import type { Column, Table } from "../datasets/declaration.ts"
import { problem } from "../errors.ts"
import { namesText } from "../words.ts"

/** A column of a file; one that is `ignored` is read and goes nowhere. */
export interface FileColumn extends Column {
  ignored?: true
}

/** The columns one file has, in the order of its header. */
export type FileColumns = readonly FileColumn[]

/** The declared columns of a file; a delete file has the delete key alone. */
export function declaredColumns({ columns, deleteKey }: Table, operation: "delete" | "insert"): FileColumns {
  return operation === "delete" ? columns.filter(({ name }) => name === deleteKey) : columns
}

/**
 * The declared columns of a file in the order its header names them; any order will do. What nobody knows is ignored where that is allowed. Throws Problem 422 `column_unknown`, `column_missing`, `column_repeated` naming file and column.
 */
export function columnsOf(
  table: Table,
  operation: "delete" | "insert",
  file: string,
  header: readonly string[],
  extra = false,
): FileColumns {
  const declared = declaredColumns(table, operation)
  const known = namesText(declared.map((column) => column.source))
  const found = header.map((name): FileColumn => {
    const column = declared.find((candidate) => candidate.source === name)
    if (column) return column
    if (extra) return { source: name, name: "", kind: "text", required: false, ignored: true }
    throw problem(
      422,
      "column_unknown",
      `${file} has a column ${JSON.stringify(name)}. It should have: ${known}. To leave such columns out, pass allow_extra_columns: true.`,
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
