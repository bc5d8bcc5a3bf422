import { findDataset } from "../datasets/index.ts"
import { tableOf } from "../datasets/questions.ts"
import type { RecordChunk } from "../formats/record-chunk.ts"
import { isShortened, type RecordFault } from "../formats/record-fault.ts"
import { scanRecords } from "../formats/records.ts"
import { openZip } from "../formats/zip.ts"
import { columnsOf, type FileColumns } from "./extract-columns.ts"
import { FaultFile } from "./fault-file.ts"
import { faultSentence } from "./fault-sentences.ts"
import { looselyParsed, shown } from "./faults.ts"
import { withFileName } from "./named-errors.ts"
import type { ChunkOf, FaultLine, FaultList } from "./source.ts"

/** A CSV of an extract, as it is named to another thread. */
export interface ExtractFile {
  dataset: string
  /** SQL name. */
  table: string
  operation: "delete" | "insert"
  /** Where the bytes of the ZIP are. */
  locator: string
  /** As sentences call it. */
  name: string
  /** What the ZIP calls it. */
  entry: string
  /** Columns that nobody knows are ignored. */
  extra: boolean
  of: ChunkOf
}

/** Some records of it: the good ones written as they are, what is wrong with the others told. */
export interface ScannedChunk extends Omit<RecordChunk, "faults" | "multiline"> {
  header: string[]
  faults: FaultList
}

/**
 * Finds the records of a CSV in chunks that the database reads itself. Throws Problem 422 naming the file for a header
 * that does not fit, a CSV that cannot be read and a ZIP that is damaged.
 */
export async function* scanExtractFile(file: ExtractFile): AsyncGenerator<ScannedChunk> {
  const { locator, name, operation, of } = file
  const table = tableOf(findDataset(file.dataset), file.table)
  const entry = (await openZip(locator)).entries.find((candidate) => candidate.name === file.entry)
  if (!entry) throw new Error(`the ZIP has no ${name} any more`)
  const faults = new FaultFile(of.directory, of.keep)
  let columns: FileColumns = []
  const fields = (header: string[]) => {
    columns = columnsOf(table, operation, name, header, file.extra)
    return columns.length
  }
  try {
    const { directory, afterRow } = of
    for await (const chunk of scanRecords(entry.open(), { directory, afterRow, fields })) {
      for (const fault of chunk.faults) faults.add(faultLine(fault, columns))
      yield { ...chunk, header: columns.map(({ source }) => source), faults: faults.take() }
    }
  } catch (error) {
    throw withFileName(error, name)
  }
}

function faultLine(fault: RecordFault, columns: FileColumns): FaultLine {
  return {
    line: fault.line,
    row_no: fault.row,
    column_name: fault.field === null ? null : (columns[fault.field - 1]?.source ?? null),
    value: shown(fault.text),
    code: fault.code,
    message: faultSentence(fault.code),
    record: looseRecord(fault.text, columns),
  }
}

const WRITTEN = { delimiter: ",", quote: '"', escaping: '"' }

/** What can be made out of a record that is not well-formed: its cells, and those beyond; as a whole where some of it is not kept. */
function looseRecord(text: string, columns: FileColumns): Record<string, unknown> {
  if (isShortened(text)) return { _record: text }
  const cells = looselyParsed(text, WRITTEN)
  const own = columns.map(({ source }, i) => [source, cells[i] || null])
  const more = cells.slice(columns.length)
  return { ...Object.fromEntries(own), ...(more.length > 0 && { _more: more.join(",") }) }
}
