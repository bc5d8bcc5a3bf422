import { randomUUID } from "node:crypto"
import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { rowId } from "../clock.ts"
import { sqlTypeOf, type Table } from "../datasets/define.ts"
import { identifier, jsonColumns, statement } from "../db/statement.ts"
import type { ChunkOf, FaultLine, StagingChunk } from "./source.ts"

/** A row that has been read and is right. */
export interface GoodRow {
  row: number
  line: number
  /** By column, ready for its type. */
  values: Record<string, unknown>
}

interface Rows extends Pick<StagingChunk, "last_row" | "bytes_read" | "done" | "document"> {
  table: Table
  /** Of a scoped dataset. */
  project_id: string | null
  rows: readonly GoodRow[]
  faults: FaultLine[]
}

/** Work on a table is cut into batches by this key, which spreads its rows evenly. */
const KEYS = 10_000_000_000

/** Writes rows where the database reads them from, one JSON object a line, and says how. */
export async function parsedChunk(chunk: Rows, of: ChunkOf): Promise<StagingChunk> {
  const { table, project_id, rows, faults, last_row, bytes_read, done, document } = chunk
  await mkdir(of.directory, { recursive: true })
  const path = join(of.directory, `chunk-${randomUUID()}.csv`)
  const lines = rows.map(({ row, line, values }) => {
    const id = rowId(of.now, row)
    const frame = { row_no: row, line, id, _entity_key: keyOf(id), ...(project_id && { project_id }) }
    return `${JSON.stringify({ ...frame, ...values })}\n`
  })
  await writeFile(path, lines.join(""), { mode: 0o600, flag: "wx" })
  const slots = { staging: identifier(`import_staging_${table.name}`), columns: columnsOf(table, project_id) }
  const sql = statement("staging/stage_parsed", slots)
  const values = { job_id: of.job_id, operation: "insert", path, longest: longestOf(lines) }
  const insert = { sql, values }
  const told = { rows: rows.length, last_row, bytes_read, done, faults }
  return { path, ...told, insert, refuse: null, ...(document !== undefined && { document }) }
}

/** The database sets memory aside for the longest object it is told of. */
const LEAST_OBJECT_BYTES = 1_048_576
const longestOf = (lines: readonly string[]) =>
  lines.reduce((longest, line) => Math.max(longest, Buffer.byteLength(line) + 1), LEAST_OBJECT_BYTES)

const keyOf = (id: string) => Number.parseInt(id.slice(-12), 16) % KEYS

function columnsOf(table: Table, project_id: string | null) {
  const frame = { row_no: "bigint", line: "bigint", id: "uuid", _entity_key: "bigint" }
  const own = table.columns.map((column) => [column.name, sqlTypeOf(column)])
  const parts = (table.parts ?? []).map((part) => [part.list, "varchar[]"])
  return jsonColumns({
    ...frame,
    ...(project_id && { project_id: "varchar" }),
    ...Object.fromEntries([...own, ...parts]),
  })
}
