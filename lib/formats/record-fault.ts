import { isCleanText } from "./byte-window.ts"
import { QUOTE } from "./csv-record.ts"

/** Enough to mend most rows from. */
const TEXT_CHARACTERS = 2_000
/** UTF-8 spends at most four bytes on a character. */
const TEXT_BYTES = 4 * TEXT_CHARACTERS

/** A record that cannot be staged. */
export interface RecordFault {
  /** Data records count from 1, bad ones included. */
  row: number
  /** Physical line on which the record starts, counted from 1, the header's line included. */
  line: number
  code:
    | "too_few_fields"
    | "too_many_fields"
    | "bad_quoting"
    | "unterminated_quote"
    | "invalid_encoding"
    | "row_too_long"
  /** Which field, counted from 1; null when no single one is to blame. */
  field: number | null
  /** The beginning of the record, at most 2,000 characters. */
  text: string
}

/** The beginning of a record for people: bytes that are no text show as U+FFFD, no surrogate is torn apart. */
export function textOf(bytes: Buffer, start: number, end: number): string {
  return shortenedLine(bytes.toString("utf8", start, Math.min(end, start + TEXT_BYTES))).replaceAll(
    "\0",
    "\uFFFD",
  )
}

/** As much of a record's text as is kept with a fault. */
export function shortened(record: string): string {
  const text = record.slice(0, TEXT_CHARACTERS)
  return /[\uD800-\uDBFF]$/.test(text) ? text.slice(0, -1) : text
}

/** The same without the line ends behind it, where the record has no more. */
export function shortenedLine(record: string): string {
  const text = shortened(record)
  return isShortened(text) ? text : text.replace(/[\r\n]+$/, "")
}

/** Whether that may not be all of the record; where half a character was cut off it is one shorter. */
export const isShortened = (text: string) => text.length >= TEXT_CHARACTERS - 1

/** The first field, counted from 1, that is not UTF-8 or holds a NUL byte. */
export function unreadableField(bytes: Buffer, start: number, end: number, delimiter: number): number {
  const fields = fieldsOf(bytes, start, end, delimiter)
  return fields.findIndex(([from, to]) => !isCleanText(bytes.subarray(from, to))) + 1
}

/** In which field, counted from 1, the bytes from `start` to `end` leave off. */
export function fieldsIn(bytes: Buffer, start: number, end: number, delimiter: number): number {
  return fieldsOf(bytes, start, end, delimiter).length
}

/**
 * A well-formed record with every field that holds a carriage return put in quotes, since the database takes
 * a bare one for a line end.
 */
export function quoteReturns(bytes: Buffer, start: number, end: number, delimiter: number): Buffer {
  const fields = fieldsOf(bytes, start, end, delimiter).map(([from, to]) => {
    const field = bytes.subarray(from, to)
    const bare = field[0] !== QUOTE && field.includes("\r")
    return bare ? Buffer.concat([Buffer.of(QUOTE), field, Buffer.of(QUOTE)]) : field
  })
  return Buffer.concat(
    fields.flatMap((field, index) => (index === 0 ? [field] : [Buffer.of(delimiter), field])),
  )
}

/** Where the fields of a well-formed record lie, quotes included. */
function fieldsOf(bytes: Buffer, start: number, end: number, delimiter: number): [number, number][] {
  const fields: [number, number][] = []
  let from = start
  let quoted = false
  for (let at = start; at < end; at++) {
    if (bytes[at] === QUOTE) quoted = !quoted
    if (quoted || bytes[at] !== delimiter) continue
    fields.push([from, at])
    from = at + 1
  }
  return [...fields, [from, end]]
}

/** Half a character, which JSON may hold and no database keeps, is replaced. */
export function wholeCharacters(text: string): string {
  return /\p{Surrogate}/u.test(text) ? Buffer.from(text).toString("utf8") : text
}
