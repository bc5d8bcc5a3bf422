import type { Table } from "../datasets/declaration.ts"
import { sqlTypeOf } from "../datasets/questions.ts"
import { type Fragment, identifier, jsonColumns, statement } from "../db/statement.ts"
import type { WrittenRows } from "./row-file.ts"
import type { StagingChunk } from "./source.ts"

/** The database sets memory aside for the longest object it is told of. */
export const LEAST_OBJECT_BYTES = 1_048_576

/** The staging table of a target. */
export function stagingOf(table: Table): Fragment {
  return identifier(`import_staging_${table.name}`)
}

/** How the database takes in rows that have been read and written. */
export function stagedChunk(
  table: Table,
  scoped: boolean,
  { path, longest }: WrittenRows,
  job_id: string,
): Pick<StagingChunk, "insert" | "refuse"> {
  const slots = { staging: stagingOf(table), columns: columnsOf(table, scoped) }
  const most = Math.max(longest + 1, LEAST_OBJECT_BYTES)
  const values = { job_id, operation: "insert", path, longest: most }
  return { insert: { sql: statement("staging/stage_parsed", slots), values }, refuse: null }
}

function columnsOf(table: Table, scoped: boolean) {
  const frame = { row_no: "bigint", line: "bigint", id: "uuid", _entity_key: "bigint" }
  // What reads JSON as JSON reads its numbers, and loses digits.
  const own = [...table.columns, ...(table.kept ?? [])].map((column) => [
    column.name,
    column.kind === "json" ? "varchar" : sqlTypeOf(column),
  ])
  const parts = (table.parts ?? []).flatMap((part) => [
    [part.list, "varchar[]"],
    [part.pages, "integer[]"],
    [part.sections, "varchar[]"],
  ])
  return jsonColumns({
    ...frame,
    ...(scoped && { project_id: "varchar" }),
    ...Object.fromEntries([...own, ...parts]),
  })
}
