import type { Table } from "../../datasets/declaration.ts"
import { type Fragment, qualified, structWith } from "../../db/statement.ts"
import type { Job } from "../jobs/jobs.ts"
import { itemsAsText } from "./keyed.ts"

/**
 * A staged row as it is kept in the list of row errors: its columns under the headers of the file they came from, so
 * that the file can be mended and imported again.
 */
export function stagedRecord(table: Table, { source }: Pick<Job, "source">): Fragment {
  const { headers } = source
  const read = headers ? table.columns.filter((column) => headers[column.name] !== undefined) : table.columns
  return structWith(
    read.map((column) => ({
      name: headers?.[column.name] ?? column.source,
      value: column.kind === "list" ? itemsAsText(column) : qualified("s", column.name),
    })),
  )
}
