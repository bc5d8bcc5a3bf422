import type { Warning } from "../contract/index.ts"
import { parseHeader } from "../formats/csv-header.ts"
import { LINE_FEED } from "../formats/csv-record.ts"
import type { ZipEntry } from "../formats/zip.ts"
import { namesText } from "../words.ts"
import { columnsOf } from "./extract-columns.ts"
import type { SourceFile } from "./source.ts"

const COMMA = 44
/** A header is shorter by far; what has none so far down says so when it is read. */
const MOST_BYTES = 65_536

/** Warns of columns of an extract that are going to be ignored. Reads no more than the first line of each file. */
export async function extraColumns(
  files: readonly SourceFile[],
  entryOf: (name: string) => ZipEntry,
): Promise<Warning[]> {
  const found: string[] = []
  for (const { table, operation, name } of files) {
    const line = await firstLine(entryOf(name))
    if (line === null) continue
    const columns = columnsOf(table, operation, name, parseHeader(line, COMMA), true)
    const ignored = columns.filter((column) => column.ignored).map(({ source }) => source)
    if (ignored.length > 0) found.push(`${namesText(ignored)} (${name})`)
  }
  if (found.length === 0) return []
  const message = `Columns that nobody knows were left out: ${found.join("; ")}.`
  return [{ code: "column_ignored", message, count: found.length }]
}

/** Null where there is none in sight. */
async function firstLine(entry: ZipEntry): Promise<Buffer | null> {
  let bytes = Buffer.alloc(0)
  for await (const part of entry.open()) {
    bytes = Buffer.concat([bytes, part])
    const end = bytes.indexOf(LINE_FEED)
    if (end >= 0) return withoutMark(bytes.subarray(0, end + 1))
    if (bytes.length > MOST_BYTES) return null
  }
  return bytes.length > 0 ? withoutMark(bytes) : null
}

/** A byte order mark is no part of the first name. */
function withoutMark(line: Buffer): Buffer {
  return line.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? line.subarray(3) : line
}
