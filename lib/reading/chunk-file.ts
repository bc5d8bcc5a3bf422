import { randomUUID } from "node:crypto"
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from "node:fs"
import { join } from "node:path"
import { rowId } from "../clock.ts"
import { sqlTypeOf, type Table } from "../datasets/define.ts"
import { identifier, jsonColumns, statement } from "../db/statement.ts"
import type { Bound, ChunkOf } from "./source.ts"

/** Rows as the database reads them: a file with one JSON object a line. */
export interface WrittenRows {
  /** A file whoever stages the chunk deletes. */
  path: string
  rows: number
  /** Bytes of the longest line, or more. */
  longest: number
}

/** Work on a table is cut into batches by this key, which spreads its rows evenly. */
const KEYS = 10_000_000_000
const BLOCK_CHARACTERS = 262_144
/** The database sets memory aside for the longest object it is told of. */
const LEAST_OBJECT_BYTES = 1_048_576
/** A character of UTF-16 is at most three bytes of UTF-8. */
const BYTES_A_CHARACTER = 3

/** Writes the rows of one chunk. Synchronous on purpose: a turn of the event loop costs more than a write. */
export class ChunkFile {
  readonly #path: string
  readonly #descriptor: number
  readonly #project: string
  readonly #now: number
  #block = ""
  #rows = 0
  #longest = LEAST_OBJECT_BYTES

  constructor({ directory, now }: Pick<ChunkOf, "directory" | "now">, project_id: string | null) {
    mkdirSync(directory, { recursive: true })
    this.#path = join(directory, `chunk-${randomUUID()}.csv`)
    this.#descriptor = openSync(this.#path, "wx", 0o600)
    this.#project = project_id === null ? "" : `,"project_id":${JSON.stringify(project_id)}`
    this.#now = now
  }

  /** Adds a row; `values` are its columns as the inside of a JSON object. */
  add(row: number, line: number, values: string) {
    const id = rowId(this.#now, row)
    const frame = `{"row_no":${row},"line":${line},"id":"${id}","_entity_key":${keyOf(id)}${this.#project}`
    const text = `${frame}${values === "" ? "" : ","}${values}}\n`
    this.#rows += 1
    this.#longest = Math.max(this.#longest, text.length * BYTES_A_CHARACTER)
    this.#block += text
    if (this.#block.length >= BLOCK_CHARACTERS) this.#flush()
  }

  close(): WrittenRows {
    this.#flush()
    closeSync(this.#descriptor)
    return { path: this.#path, rows: this.#rows, longest: this.#longest }
  }

  /** Ends the file and removes it. */
  discard() {
    closeSync(this.#descriptor)
    rmSync(this.#path, { force: true })
  }

  #flush() {
    const bytes = Buffer.from(this.#block)
    for (let done = 0; done < bytes.length; ) done += writeSync(this.#descriptor, bytes, done)
    this.#block = ""
  }
}

const keyOf = (id: string) => Number.parseInt(id.slice(-12), 16) % KEYS

/** The columns of a row as the inside of a JSON object; empty ones are left out. */
export function insideOf(values: Record<string, unknown>): string {
  return JSON.stringify(values).slice(1, -1)
}

/** The statement that takes written rows into staging. */
export function insertOf(
  table: Table,
  project_id: string | null,
  { path, longest }: WrittenRows,
  { job_id }: Pick<ChunkOf, "job_id">,
): Bound {
  const slots = { staging: identifier(`import_staging_${table.name}`), columns: columnsOf(table, project_id) }
  const sql = statement("staging/stage_parsed", slots)
  return { sql, values: { job_id, operation: "insert", path, longest } }
}

function columnsOf(table: Table, project_id: string | null) {
  const frame = { row_no: "bigint", line: "bigint", id: "uuid", _entity_key: "bigint" }
  const own = table.columns.map((column) => [column.name, sqlTypeOf(column)])
  const parts = (table.parts ?? []).map((part) => [part.list, "varchar[]"])
  return jsonColumns({
    ...frame,
    ...(project_id !== null && { project_id: "varchar" }),
    ...Object.fromEntries([...own, ...parts]),
  })
}
