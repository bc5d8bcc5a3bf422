import { CsvError, type Info, parse } from "csv-parse/sync"
import { decodeText } from "./decode.ts"
import {
  columnOf,
  firstRepeated,
  invalidMapping,
  type MappingEntry,
  type MetadataMapping,
  MOST_MAPPING_BYTES,
  mappingOf,
} from "./metadata.ts"

const DELIMITERS = [",", ";", "\t"]

export interface MappingLine {
  fields: string[]
  line: number
}

/**
 * A mapping with a header, a column `filename` and any others; parted by commas, semicolons or tabs. Columns without
 * a header are left out.
 * @param name what the file is called, for sentences
 * @throws Problem 422 `metadata_invalid`, which names the file, the line and the cause
 */
export async function parseMetadataCsv(bytes: Buffer, name: string): Promise<MetadataMapping> {
  if (bytes.length > MOST_MAPPING_BYTES) throw invalidMapping(name, "it has more than 10 MB.")
  const text = (await decodeText(bytes))?.text.replace(/^\ufeff/, "")
  if (text === undefined) throw invalidMapping(name, "it is no text. Save it as CSV in UTF-8.")
  return mappingOfLines(linesOf(text, name), name)
}

/** A mapping made of its lines, the first of which names the columns; blank ones are none. */
export function mappingOfLines([header, ...lines]: readonly MappingLine[], name: string): MetadataMapping {
  if (!header)
    throw invalidMapping(name, "it is empty. Its first line must name the columns, filename among them.")
  const columns = columnsOf(header, name)
  const filled = lines.filter(({ fields }) => fields.some((field) => field !== ""))
  return mappingOf(
    filled.map((line) => entryOf(line, columns, name)),
    name,
  )
}

function linesOf(text: string, name: string): MappingLine[] {
  const delimiter = delimiterOf(text)
  try {
    const records = parse(text, { delimiter, info: true, raw: true, skip_empty_lines: true, trim: true })
    return (records as unknown as { record: string[]; info: Info; raw: string }[]).map(
      ({ record, info, raw }) => ({ fields: record, line: info.lines - lineEndsIn(raw) }),
    )
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw invalidMapping(name, `line ${String(error.lines ?? 1)} ${causeOf(error)}`)
  }
}

/** Of the first line, outside quotes: what occurs most. */
function delimiterOf(text: string): string {
  const header = (/^\s*([^\r\n]*)/.exec(text)?.[1] ?? "").replace(/"[^"]*"/g, "")
  const counted = DELIMITERS.map((delimiter) => header.split(delimiter).length)
  return DELIMITERS[counted.indexOf(Math.max(...counted))] ?? ","
}

function lineEndsIn(raw: string): number {
  return raw.trim().match(/\r\n|\r|\n/g)?.length ?? 0
}

function causeOf(error: CsvError): string {
  if (error.code === "CSV_RECORD_INCONSISTENT_FIELDS_LENGTH") {
    return "has another number of fields than the header. Put values that hold the delimiter in quotes."
  }
  if (error.code === "CSV_QUOTE_NOT_CLOSED") return 'opens a quote (") that is never closed.'
  return 'has a quote (") where none may be. Write quotes within a value twice, and put the value in quotes.'
}

function columnsOf(header: MappingLine, name: string): string[] {
  const columns = header.fields.map(columnOf)
  if (!columns.includes("filename")) {
    throw invalidMapping(
      name,
      `line ${header.line} has no column named filename. Add it: it says whose metadata a line is.`,
    )
  }
  const again = firstRepeated(columns.filter((column) => column !== ""))
  if (again === undefined) return columns
  const shown = JSON.stringify(again.slice(0, 100))
  throw invalidMapping(name, `line ${header.line} has two columns named ${shown}. Keep one of them.`)
}

function entryOf({ fields, line }: MappingLine, columns: string[], name: string): MappingEntry {
  const cells = columns.flatMap((column, at) => (column === "" ? [] : [[column, fields[at] ?? ""] as const]))
  const filename = cells.find(([column]) => column === "filename")?.[1] ?? ""
  if (filename === "")
    throw invalidMapping(name, `line ${line} names no file. Fill in its filename, or remove the line.`)
  return { filename, line, values: Object.fromEntries(cells.filter(([column]) => column !== "filename")) }
}
