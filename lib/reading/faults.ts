import { parse } from "csv-parse/sync"
import type { Column } from "../datasets/declaration.ts"
import { MASKED } from "../datasets/define.ts"
import type { CsvLayout, RawFault, RecordFormat } from "../formats/raw-record.ts"
import { isShortened, wholeCharacters } from "../formats/record-fault.ts"
import { toldApart } from "../formats/table-rows.ts"
import { writtenAs } from "../written-json.ts"
import { faultSentence } from "./fault-sentences.ts"
import { itemsOf } from "./kinds/list.ts"
import type { Mapping } from "./mapping.ts"
import type { FaultLine } from "./source.ts"

const SHORT = 200

/** A cell as text, shortened, and no character cut in half. */
export function shown(cell: unknown): string {
  const text = typeof cell === "string" ? cell : (textWritten(cell) ?? JSON.stringify(cell) ?? "")
  return wholeCharacters(text.slice(0, SHORT))
}

const textWritten = (cell: unknown) =>
  typeof cell === "object" && cell !== null ? writtenAs(cell) : undefined

/** A cell with every number in it as it is written: an object is its text, since JSON would write it anew. */
function lasting(cell: unknown, column: Column | null): unknown {
  return column?.kind === "list" && Array.isArray(cell) ? itemsOf(cell) : (textWritten(cell) ?? cell ?? null)
}

/** What each cell of a record goes by: its header, of a value that stands alone the column it is for. */
export function recordKeys(names: readonly string[], mapping: Mapping): string[] {
  return toldApart(names, (name) => (name === "" ? (mapping.columnOf(name)?.name ?? name) : name))
}

/** The record by its headers. */
export function recordOf(
  names: readonly string[],
  cells: readonly unknown[],
  mapping: Mapping,
): Record<string, unknown> {
  const keys = recordKeys(names, mapping)
  return Object.fromEntries(keys.map((key, i) => [key, lasting(cells[i], mapping.columnOf(names[i] ?? ""))]))
}

/** A record that cannot be taken apart, with what can be made out of it. */
export function rawFaultLine(
  { row, line, code, text, header: name, cells: known, detail }: RawFault,
  { mapping, header, format }: { mapping: Mapping; header: readonly string[]; format: RecordFormat },
): FaultLine {
  const column_name = (name !== null && mapping.columnOf(name)?.name) || name
  const cells = known ?? (format.table && !isShortened(text) ? looselyParsed(text, format.table) : null)
  const record = cells
    ? { ...recordOf(header, cells, mapping), ...restOf(cells, header, format) }
    : { _record: text }
  return {
    line,
    row_no: row,
    column_name,
    // Which of it is whose nobody knows.
    value: header.some((own) => mapping.columnOf(own)?.sensitive) ? MASKED : shown(text),
    code,
    message: detail ? `${faultSentence(code)} ${detail}` : faultSentence(code),
    record,
  }
}

type CsvCells = Pick<CsvLayout, "delimiter" | "quote" | "escaping">

/**
 * What can be made out of a record that is not well-formed; where a quote has no end, quotes and line ends are no more
 * than text.
 */
export function looselyParsed(text: string, { delimiter, quote, escaping }: CsvCells): string[] {
  const relaxed = { delimiter, quote, escape: escaping, relax_column_count: true, relax_quotes: true }
  try {
    const [cells, ...others]: string[][] = parse(text, relaxed)
    if (cells && others.length === 0) return cells
  } catch {
    // An error of csv-parse, whatever it is, says no more than that.
  }
  return text.split(delimiter)
}

/** Cells the header has no name for, so that nothing of the row is lost. */
function restOf(cells: readonly string[], header: readonly string[], { table }: RecordFormat) {
  const rest = cells.slice(header.length)
  return rest.length > 0 ? { _more: rest.join(table?.delimiter ?? ",") } : {}
}
