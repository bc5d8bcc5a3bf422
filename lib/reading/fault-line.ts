import { parse } from "csv-parse/sync"
import { faultSentence } from "./fault-sentences.ts"
import type { Mapping } from "./mapping.ts"
import type { RawFault } from "./raw-records.ts"
import { recordOf, shown } from "./read-row.ts"
import type { RecordFormat } from "./record-format.ts"
import type { FaultLine } from "./source.ts"

/** The file a bad record is of. */
interface Around {
  mapping: Mapping
  header: readonly string[]
  format: RecordFormat
}

/** A record that cannot be taken apart, with what can be made out of it. */
export function rawFaultLine(fault: RawFault, { mapping, header, format }: Around): FaultLine {
  const { row, line, code, text } = fault
  const column_name = (fault.header !== null && mapping.columnOf(fault.header)?.name) || fault.header
  const cells = format.delimiter ? looselyParsed(text, format.delimiter) : null
  const record = cells
    ? { ...recordOf({ names: header, cells }, mapping), ...restOf(cells, header, format) }
    : { _record: text }
  return { line, row_no: row, column_name, value: shown(text), code, message: faultSentence(code), record }
}

/** Cells the header has no name for, so that nothing of the row is lost. */
function restOf(cells: readonly string[], header: readonly string[], { delimiter }: RecordFormat) {
  const rest = cells.slice(header.length)
  return rest.length > 0 ? { _more: rest.join(delimiter ?? ",") } : {}
}

/** What can be made out of a line that is not well-formed; where a quote has no end, quotes are no more than text. */
function looselyParsed(text: string, delimiter: string): string[] {
  const relaxed = { delimiter, relax_column_count: true, skip_records_with_error: true, to: 1 }
  const [cells]: string[][] = parse(text, { ...relaxed, relax_quotes: true })
  const [plain = []]: string[][] = cells ? [cells] : parse(text, { ...relaxed, quote: false })
  return plain
}
