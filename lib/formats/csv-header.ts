import { parse } from "csv-parse/sync"
import { type Problem, problem } from "../errors.ts"
import { isCleanText } from "./byte-window.ts"

/**
 * The column names of a header record, as written: not trimmed, not lower-cased. Throws 422
 * `csv_header_invalid` for bytes that are no UTF-8 and for a header that is followed by no line end this
 * dialect knows.
 */
export function parseHeader(record: Buffer, delimiter: number): string[] {
  if (!isCleanText(record)) throw badHeader("it is not UTF-8 text. Save the file as UTF-8.")
  const rows: string[][] = parse(record, {
    delimiter: String.fromCharCode(delimiter),
    record_delimiter: ["\n", "\r\n"],
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: 0,
  })
  const header = rows[0] ?? []
  if (header.some((name) => name.includes("\r"))) {
    throw badHeader("its lines end in a bare carriage return. Save the file with LF or CRLF line ends.")
  }
  return header
}

/** A first line from which no column names can be read. */
export function badHeader(why: string): Problem {
  return problem(422, "csv_header_invalid", `The header row of the CSV cannot be read: ${why}`)
}

/** A line of names that nothing begins on. */
export function headerNotFound(line: number): Problem {
  const detail = `No row begins on line ${line}, which header_row names. Count the lines of the file from 1, blank ones too.`
  return problem(422, "header_not_found", detail)
}
