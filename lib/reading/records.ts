import { hash } from "node:crypto"
import type { Dataset } from "../datasets/declaration.ts"
import { onlyTable } from "../datasets/questions.ts"
import { ALONE } from "../formats/json-rows.ts"
import { withBytes } from "../store/bytes.ts"
import { convertRecordsApart, openRecordsApart, readRecordsApart } from "./apart.ts"
import type { RecordFacts } from "./record-facts.ts"
import type { RowsWanted } from "./record-file.ts"
import type { OpenInput, OpenSource, Reading, SourceFile, StagingChunk, TimeLeft } from "./source.ts"
import { stagedChunk } from "./staged-rows.ts"

/**
 * Opens a CSV or JSON file of records: how it is written, and which column each header is for. Throws Problem 422
 * `file_not_text`, `too_many_columns`, `column_name_too_long`, `column_missing`, `column_repeated` and what a header that cannot be read throws.
 */
export async function openRecords(
  dataset: Dataset,
  { locator, name, options }: OpenInput,
): Promise<OpenSource> {
  const table = onlyTable(dataset)
  const bytes = await withBytes(locator, async ({ size }) => size)
  const file = { dataset: dataset.name, locator, name, options }
  const facts = await openRecordsApart(file, bytes)
  const chunks: SourceFile["chunks"] = (of, left) =>
    recordChunks(dataset, { ...file, ...facts, of }, bytes, left)
  const convert = (left: TimeLeft) => convertRecordsApart({ ...file, format: facts.format }, left)
  return {
    title: `${dataset.label} – ${name}`,
    extract_number: null,
    extract_type: null,
    snapshot_date: null,
    files: [{ table, operation: "insert", name, bytes, chunks, ...(facts.converts && { convert }) }],
    warnings: facts.warnings,
    headers: headersOf(facts),
    header_digest: digestOf(facts.header),
    reading: readingOf(facts),
  }
}

function readingOf({ format: { format, encoding, delimiter }, bom, header, mapping }: RecordFacts): Reading {
  return { format, encoding, bom, delimiter, header, mapping }
}

/** What files with the same header have in common. */
export function digestOf(header: readonly string[]): string {
  return hash("sha256", JSON.stringify(header))
}

/** The header each column is read from; of a value that stands alone it is the column's own name. */
function headersOf({ mapping }: RecordFacts): Record<string, string> {
  return Object.fromEntries(mapping.map(([name, column]) => [column, name === ALONE ? column : name]))
}

async function* recordChunks(
  dataset: Dataset,
  wanted: RowsWanted,
  bytes: number,
  left: TimeLeft,
): AsyncGenerator<StagingChunk> {
  const { job_id } = wanted.of
  const table = onlyTable(dataset)
  for await (const read of readRecordsApart(wanted, bytes, left)) {
    yield { ...read, ...stagedChunk(table, dataset.scoped === true, read, job_id) }
  }
}
