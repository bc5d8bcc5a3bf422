import { type FileHandle, open, stat } from "node:fs/promises"
import { join } from "node:path"
import type { ReadableColumn, ReadableTable } from "../../datasets/readable.ts"
import { classifyError } from "../../db/classify.ts"
import type { Connection } from "../../db/connection.ts"
import {
  columnList,
  descending,
  expression,
  type Fragment,
  listOf,
  numberLiteral,
  qualified,
  statement,
} from "../../db/statement.ts"
import { isOutOfTime, outOfTime, type Timed } from "../../deadline.ts"
import type { Effects } from "../../effects.ts"
import { withinTime } from "../../engine/jobs/time-limit.ts"
import { inOwnFolder } from "../../engine/staging/own-folder.ts"
import { isProblem, messageOf, problem } from "../../errors.ts"
import { type DataInput, type DataSelection, selectData } from "./data-selection.ts"
import { columnsOf, shownColumns } from "./read-data.ts"

/** A table's rows as a file, which is gone from the disk already and read to its end once. */
export interface DataFile {
  file_name: string
  bytes: number
  chunks: AsyncIterable<Uint8Array>
}

type Format = "csv" | "parquet"

/**
 * All rows of a table that are asked for, in the order they lie in unless one is asked for. The database writes them, so that what is held
 * in memory does not grow with them, and the file is whole before its first byte is sent. Throws as selectData does; Problem 422
 * `export_too_large` for what one call cannot write, 507 `disk_full`.
 */
export async function writeData(input: DataInput & { format: Format }, effects: Effects): Promise<DataFile> {
  // What is open can be read on when the folder is gone.
  return inOwnFolder("rows", async (folder) => {
    const path = join(folder, "rows")
    const table = await effects.db.use((connection) => copyRows(connection, input, path, effects))
    const head = input.format === "csv" ? headerOf(table) : Buffer.alloc(0)
    const handle = await open(path)
    const { size } = await handle.stat()
    const chunks = blocksOf(head, handle, effects)
    return { file_name: `${table.key}.${input.format}`, bytes: head.length + size, chunks }
  })
}

async function copyRows(
  connection: Connection,
  input: DataInput & { format: Format },
  path: string,
  effects: Effects,
): Promise<ReadableTable> {
  const selection = await withinTime(connection, effects, () => selectData(connection, input))
  const { table, values } = selection
  if (selection.past) await effects.db.makeRoom()
  const copy = { csv: toCsv, parquet: toParquet }[input.format](selection)
  const write = () => connection.run(copy, { ...values, path })
  try {
    const bounded = effects.config.on_vercel ? () => inRoom(connection, path, write) : write
    await withinTime<unknown>(connection, effects, bounded)
    return table
  } catch (error) {
    throw tooMuch(error, table, effects)
  }
}

/** Of the 256 MB of a function's disk that a call may use, what the database needs for sorting is not the file's. */
const MOST_BYTES = 192 * 1_048_576
const LOOK_EVERY_MS = 100

/** Breaks off the writing of a file that grows too large. */
async function inRoom(connection: Connection, path: string, write: () => Promise<unknown>): Promise<void> {
  const look = async () => {
    const found = await stat(path).catch(() => null)
    if (found && found.size > MOST_BYTES) connection.interrupt()
  }
  const watching = setInterval(look, LOOK_EVERY_MS)
  try {
    await write()
  } finally {
    clearInterval(watching)
  }
}

function toParquet(selection: DataSelection): string {
  const { dataset } = selection.table
  const together = dataset.source === "documents" ? LONG_ROWS : SHORT_ROWS
  return statement("rows/to_parquet", { rows: rowsOf(selection), together: numberLiteral(together) })
}

/** Rows that are held until they are written together, of documents and of others. */
const LONG_ROWS = 2_048
const SHORT_ROWS = 122_880

function toCsv(selection: DataSelection): string {
  const cells = shownColumns(selection.table).map(({ name, type }) => cellOf(qualified("t", name), type))
  return statement("rows/to_csv", { rows: rowsOf(selection), cells: listOf(cells) })
}

function rowsOf({ table, target, wanted, sort, descending: backwards, ordered }: DataSelection): Fragment {
  const rows = expression("rows/all", { columns: columnsOf(table), target, wanted })
  if (!ordered) return rows
  const names = [...(sort ? [sort.name] : []), ...table.order.map(({ name }) => name)]
  const columns = names.map((name) => qualified("t", name))
  const order = backwards ? listOf(columns.map(descending)) : columnList(names, "t")
  return expression("rows/sorted", { rows, order })
}

/** As a cell of a CSV: nested values as JSON, nothing where there is none, and no text that a spreadsheet would run. */
function cellOf(value: Fragment, type: ReadableColumn["type"]): Fragment {
  if (type === "varchar") return expression("rows/csv/text", { value })
  if (type === "json" || type.endsWith("[]")) {
    return expression("rows/csv/text", { value: expression("rows/csv/nested", { value }) })
  }
  return expression(`rows/csv/${type === "timestamp" ? "time" : "plain"}`, { value })
}

function headerOf(table: ReadableTable): Buffer {
  return Buffer.from(
    `${shownColumns(table)
      .map(({ name }) => name)
      .join(",")}\r\n`,
  )
}

const BLOCK_BYTES = 262_144

/** A file to its end, behind what comes first. Throws Problem 503 `out_of_time` where the call it is read for is over. */
export async function* blocksOf(
  head: Buffer,
  file: FileHandle,
  effects: Timed,
): AsyncGenerator<Uint8Array, void> {
  const { clock, deadline = Number.POSITIVE_INFINITY } = effects
  try {
    if (head.length > 0) yield head
    for (;;) {
      // The answer is under way: it breaks off, and is shorter than it said it would be.
      if (clock.now() >= deadline) throw outOfTime()
      const { buffer, bytesRead } = await file.read(Buffer.alloc(BLOCK_BYTES))
      if (bytesRead === 0) return
      yield buffer.subarray(0, bytesRead)
    }
  } finally {
    await file.close()
  }
}

/** What keeps a table from being one file; everything else as it is. */
function tooMuch(error: unknown, { key, name }: ReadableTable, { deadline }: Timed): unknown {
  const late = isOutOfTime(error)
  const full = !isProblem(error) && /No space left|disk full/i.test(messageOf(error))
  if (full && deadline === undefined) {
    return problem(
      507,
      "disk_full",
      `The temporary folder has no room for ${key} as a file. Make room, then try again.`,
    )
  }
  if (!late && !full && (isProblem(error) || classifyError(error) !== "too_large")) return error
  const detail =
    `${key} are too many for a file that is written within one call. Ask for fewer, page by page, ` +
    `or where the database is, in SQL: copy (select * from ${name}) to '${key}.parquet'.`
  return problem(422, "export_too_large", detail)
}
