import { rm } from "node:fs/promises"
import { basename } from "node:path"
import type { Warning } from "../contract/index.ts"
import type { Dataset, Table } from "../datasets/declaration.ts"
import { onlyTable } from "../datasets/questions.ts"
import type { DocumentWarning } from "../documents/blocks.ts"
import { DOCUMENT_LIMITS } from "../documents/limits.ts"
import { MOST_MAPPING_BYTES } from "../documents/metadata.ts"
import { isProblem, problem } from "../errors.ts"
import { withBytes } from "../store/bytes.ts"
import { collected } from "../store/collected.ts"
import { namesText, sizeText } from "../words.ts"
import { readMetadataApart } from "./apart.ts"
import { writeDocumentApart } from "./document-apart.ts"
import {
  assertCount,
  BUNDLE,
  type EntryOptions,
  entriesOf,
  entryFault,
  faultStoodFor,
  isArchive,
  isMetadata,
  twoMetadata,
} from "./document-files.ts"
import { isReadBeside } from "./document-lanes.ts"
import { FaultFile } from "./fault-file.ts"
import { type DocumentMetadata, readMetadata } from "./metadata.ts"
import type { FoundMetadata } from "./metadata-file.ts"
import { RowFile, type WrittenRows } from "./row-file.ts"
import type { ChunkOf, FaultLine, OpenInput, OpenSource, StagingChunk, TimeLeft } from "./source.ts"
import { stagedChunk } from "./staged-rows.ts"

/** One document, its bytes not read yet. */
interface DocumentEntry {
  name: string
  bytes: number
  read(): Promise<Buffer>
}

interface DocumentSet {
  table: Table
  entries: DocumentEntry[]
  /** Of each entry. */
  metadata: DocumentMetadata[]
}

/**
 * Opens a ZIP of documents, or a single one, and the metadata that came with them. Throws Problem 422
 * `batch_too_large` naming the count, `no_documents`, `metadata_invalid`, and what a broken ZIP throws.
 */
export async function openDocuments(
  dataset: Dataset,
  { locator, name, options }: OpenInput,
): Promise<OpenSource> {
  const table = onlyTable(dataset)
  const { all, leftOut } = isArchive(name)
    ? await packed(locator, options)
    : { all: [await single(locator, name)], leftOut: [] }
  const metadata = all.filter((entry) => isMetadata(entry.name))
  const entries = all.filter((entry) => !isMetadata(entry.name))
  assertCount(dataset, entries.length)
  const found = await metadataIn(dataset, metadata, entries)
  const set = { table, entries, metadata: found.documents }
  const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0)
  return {
    title: titleOf(dataset, entries, name),
    extract_number: null,
    extract_type: null,
    snapshot_date: null,
    files: [
      {
        table,
        operation: "insert",
        name,
        bytes,
        documents: entries.map((entry) => entry.name),
        chunks: (of, left) => documentChunks(set, of, left),
      },
    ],
    warnings: [...leftOutOf(leftOut), ...strangers(found.unused), ...sharedNames(found.ambiguous)],
    documents: entries.length,
  }
}

async function packed(
  locator: string,
  options: EntryOptions,
): Promise<{ all: DocumentEntry[]; leftOut: string[] }> {
  const { entries, leftOut } = await entriesOf(locator, options)
  const all = entries.map((entry) => ({
    name: entry.name,
    bytes: entry.uncompressedSize,
    read: async () => collected(entry.open()),
  }))
  return { all, leftOut }
}

function leftOutOf(names: readonly string[]): Warning[] {
  if (names.length === 0) return []
  const message = `Left out of the ZIP, since they are links or what systems and programs leave in archives: ${namesText(names)}.`
  return [{ code: "entries_left_out", message, count: names.length }]
}

async function single(locator: string, name: string): Promise<DocumentEntry> {
  const bytes = await withBytes(locator, async ({ size }) => size)
  return { name, bytes, read: () => withBytes(locator, (one) => one.read(0, bytes)) }
}

async function metadataIn(
  dataset: Dataset,
  [entry, other]: readonly DocumentEntry[],
  documents: readonly DocumentEntry[],
): Promise<FoundMetadata> {
  const names = documents.map(({ name }) => name)
  if (!entry) {
    const nothing = names.map((name) => readMetadata(onlyTable(dataset), null, name))
    return { documents: await Promise.all(nothing), unused: NOTHING, ambiguous: NOTHING }
  }
  if (other) throw twoMetadata(entry.name, other.name)
  if (entry.bytes > MOST_MAPPING_BYTES) {
    const detail = `${entry.name} is larger than a list of 100 documents can be. Send the lines of these documents alone.`
    throw problem(422, "metadata_invalid", detail)
  }
  const { name } = entry
  return readMetadataApart({ dataset: dataset.name, name, bytes: await entry.read(), documents: names })
}

function titleOf(dataset: Dataset, entries: readonly DocumentEntry[], name: string): string {
  const [first] = entries
  if (entries.length === 1 && first) return `${dataset.label} – ${basename(first.name)}`
  return `${dataset.label} – ${entries.length} ${name === BUNDLE ? "documents" : `in ${name}`}`
}

const NOTHING = { count: 0, names: "" }

function sharedNames({ count, names }: FoundMetadata["ambiguous"]): Warning[] {
  if (count === 0) return []
  const message = `The metadata names files that are there in several folders, and was left out for them: ${names}. Name them with their folders.`
  return [{ code: "metadata_ambiguous", message, count }]
}

function strangers({ count, names }: FoundMetadata["unused"]): Warning[] {
  if (count === 0) return []
  const message = `The metadata names files that did not come: ${names}.`
  return [{ code: "metadata_without_file", message, count }]
}

/** One document a chunk; the next is read beside it. */
async function* documentChunks(set: DocumentSet, of: ChunkOf, left: TimeLeft): AsyncGenerator<StagingChunk> {
  const faults = new FaultFile(of.directory, of.keep)
  let bytes_read = set.entries.slice(0, of.afterRow).reduce((sum, entry) => sum + entry.bytes, 0)
  for await (const { entry, row, read } of readInOrder(set, of, left)) {
    bytes_read += entry.bytes
    const written = read.ok ? read.written : new RowFile(of.directory, of.now, null).take(true)
    const told = {
      last_row: row,
      bytes_read,
      done: row === set.entries.length,
      document: {
        name: entry.name,
        row,
        fault: read.ok ? null : read.fault,
        warnings: read.ok ? read.warnings.map(({ code }) => code) : [],
      },
      notices: read.ok ? read.warnings.map(({ code, count }) => ({ code, count, line: row })) : [],
    }
    if (!read.ok) faults.add(read.fault)
    yield { ...written, ...told, ...stagedChunk(set.table, false, written, of.job_id), faults: faults.take() }
  }
}

async function* readInOrder(set: DocumentSet, of: ChunkOf, left: TimeLeft) {
  const begin = (entry: DocumentEntry, row: number) => {
    const read = readDocument(set, entry, row, { of, left })
    // Whoever waits for it hears of it.
    read.catch(() => {})
    return { entry, row, read }
  }
  let ahead: ReturnType<typeof begin> | null = null
  try {
    for (let row = of.afterRow + 1; row <= set.entries.length; row += 1) {
      const entry = set.entries[row - 1]
      if (!entry) break
      const current: ReturnType<typeof begin> = ahead ?? begin(entry, row)
      const next = set.entries[row]
      ahead = next && isReadBeside(next.bytes) ? begin(next, row + 1) : null
      yield { ...current, read: await current.read }
    }
  } finally {
    const unused = await ahead?.read.catch(() => null)
    if (unused?.ok) await rm(unused.written.path, { force: true })
  }
}

type ReadDocument =
  | { ok: true; written: WrittenRows; warnings: DocumentWarning[] }
  | { ok: false; fault: FaultLine }

async function readDocument(
  set: DocumentSet,
  entry: DocumentEntry,
  row: number,
  { of, left }: { of: ChunkOf; left: TimeLeft },
): Promise<ReadDocument> {
  const file = entry.name
  const failed = (fault: Partial<FaultLine> & Pick<FaultLine, "code" | "message">): ReadDocument => {
    const whole = {
      file,
      line: null,
      row_no: row,
      column_name: null,
      value: null,
      record: { filename: file },
    }
    return { ok: false, fault: { ...whole, ...fault } }
  }
  const metadata = set.metadata[row - 1]
  if (!metadata) throw new Error(`no metadata was read for document ${row}`)
  if ("code" in metadata) return failed(metadata)
  // Not looked at: it would be held in memory whole.
  if (entry.bytes > DOCUMENT_LIMITS.bytes) {
    const message = `${file} is larger than ${sizeText(DOCUMENT_LIMITS.bytes)}. Split it and import the parts.`
    return failed({ code: "document_too_large", message })
  }
  const bytes = await entry.read().catch(brokenEntry)
  if (!Buffer.isBuffer(bytes)) return failed(bytes)
  const stoodFor = faultStoodFor(bytes)
  if (stoodFor) return failed(stoodFor)
  const read = await writeDocumentApart({ name: file, bytes, values: metadata.values, row, of }, { left })
  return read.ok ? read : failed({ code: read.code, message: read.message })
}

function brokenEntry(error: unknown): { code: string; message: string } {
  if (!isProblem(error) || !error.code.startsWith("zip_")) throw error
  return entryFault(error.code, error.detail)
}
