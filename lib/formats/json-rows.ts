import { isProblem } from "../errors.ts"
import { jsonFlaw } from "./json-flaw.ts"
import type { JsonLayout } from "./json-layout.ts"
import { asWritten } from "./json-numbers.ts"
import { type JsonRecord, scanJson } from "./json-records.ts"
import type { RecordTaker, Wanted } from "./raw-record.ts"
import type { Told } from "./record-chunk.ts"
import { shortened, wholeCharacters } from "./record-fault.ts"

/** The name of a value that stands alone. */
export const ALONE = ""

/**
 * The records of JSON: an object's own entries; any other value is a cell without a name, but for null, which is none. Throws Problem 422
 * `json_…`, and what the taker throws.
 */
export async function* readJson(
  bytes: AsyncIterable<Buffer>,
  layout: JsonLayout,
  { afterRow, isCut = false }: Wanted,
  taker: RecordTaker,
): AsyncGenerator<Told> {
  let bytes_read = 0
  let last_row = afterRow
  const counted = async function* () {
    for await (const block of bytes) {
      bytes_read += block.length
      yield block
    }
  }
  for await (const record of untilCut(scanJson(counted(), layout), isCut)) {
    if (record.row <= afterRow) continue
    last_row = record.row
    hand(record, taker)
    if (taker.isFull) yield { last_row, bytes_read, done: false }
  }
  yield { last_row, bytes_read, done: true }
}

/** Of a file that is only the beginning of one, what is whole. */
async function* untilCut(records: AsyncGenerator<JsonRecord>, isCut: boolean): AsyncGenerator<JsonRecord> {
  try {
    yield* records
  } catch (error) {
    if (!isCut || !isProblem(error) || error.code !== "json_truncated") throw error
  }
}

function hand({ row, line, text, fault }: JsonRecord, taker: RecordTaker): void {
  const cells = fault ?? cellsOf(text)
  if (typeof cells === "string") {
    const detail = cells === "bad_record" ? detailOf(text, line) : undefined
    taker.fault({ row, line, code: cells, header: null, text: shortened(text), ...(detail && { detail }) })
  } else taker.record(row, line, [...cells.keys()].map(wholeCharacters), [...cells.values()])
}

function cellsOf(text: string): Map<string, unknown> | "bad_record" {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return "bad_record"
  }
  if (value === null) return new Map()
  if (typeof value !== "object" || Array.isArray(value)) return asWritten(text, new Map([[ALONE, value]]))
  return asWritten(text, new Map(Object.entries(value)))
}

/** Of a longer record it is not told where it is wrong. */
const LONGEST_LOOKED_AT = 200_000

/** Where a record is no JSON; nothing of one that is JSON, and no object. */
function detailOf(text: string, line: number): string | undefined {
  const flaw = text.length > LONGEST_LOOKED_AT ? null : jsonFlaw(text)
  if (!flaw) return undefined
  const before = text.slice(0, flaw.at).split("\n")
  const column = (before.at(-1)?.length ?? 0) + 1
  return `On line ${line + before.length - 1}, column ${column}, ${flaw.expected} was expected.`
}
