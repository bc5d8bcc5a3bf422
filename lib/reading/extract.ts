import type { Warning } from "../contract/index.ts"
import type { Dataset, Table } from "../datasets/declaration.ts"
import { isProblem, problem } from "../errors.ts"
import { type ExtractName, extractNameOf } from "../formats/extract-name.ts"
import { type ExtractMeta, KNOWN_VERSION, parseMeta } from "../formats/meta.ts"
import { openZip, type ZipEntry } from "../formats/zip.ts"
import { collected } from "../store/collected.ts"
import { namesText } from "../words.ts"
import { extraColumns } from "./extra-columns.ts"
import { extractChunks } from "./extract-chunks.ts"
import { entriesByName, type NamedEntries } from "./extract-entries.ts"
import type { OpenInput, OpenSource, SourceFile } from "./source.ts"

const SMALL_ENTRY_BYTES = 1_048_576

/**
 * Opens a KBO extract: the ZIP's directory, meta.csv, and one file for every table the kind of extract has.
 * `name` is the file's name as its sender knows it. Throws Problem 422 naming the file and the cause.
 */
export async function openExtract(
  dataset: Dataset,
  { locator, name, options }: OpenInput,
): Promise<OpenSource> {
  const entries = entriesByName((await openZip(locator)).entries)
  const meta = parseMeta(await readSmall(findEntry(entries, "meta.csv")), options.allow_version)
  checkName(name, meta)
  const full = meta.extract_type === "full"
  const extra = options.allow_extra_columns ?? false
  const files = dataset.tables.flatMap((table) => filesOf(entries, { dataset, table, locator, extra }, full))
  return {
    title: `${full ? "Full extract" : "Daily update – extract"} ${meta.extract_number}`,
    extract_number: meta.extract_number,
    extract_type: meta.extract_type,
    snapshot_date: meta.snapshot_date,
    files,
    warnings: [
      ...versionAllowed(meta),
      ...(extra ? await extraColumns(files, (file) => findEntry(entries, file)) : []),
      ...strangers(entries, files),
    ],
  }
}

/** What a file that may be called anything says of itself, of whatever version it is; null when it is no extract. */
export async function nameInside(path: string): Promise<ExtractName | null> {
  try {
    const entries = entriesByName((await openZip(path)).entries)
    const { extract_number, extract_type } = parseMeta(await readSmall(findEntry(entries, "meta.csv")), true)
    return { extract_number, type: extract_type }
  } catch (error) {
    if (isProblem(error) && error.status < 500) return null
    throw error
  }
}

interface Opened {
  dataset: Dataset
  table: Table
  locator: string
  extra: boolean
}

function filesOf(entries: NamedEntries, opened: Opened, full: boolean): SourceFile[] {
  const { dataset, table, ...how } = opened
  if (!table.files) return []
  const wanted: ["delete" | "insert", string][] = full
    ? [["insert", table.files.full]]
    : [
        ...(table.files.delete ? [["delete", table.files.delete] as ["delete", string]] : []),
        ["insert", table.files.insert],
      ]
  return wanted.map(([operation, name]) => {
    const entry = findEntry(entries, name)
    const bytes = entry.uncompressedSize
    const file = { table, operation, name, bytes }
    return {
      ...file,
      chunks: (of, left) => extractChunks(dataset, { ...file, ...how, entry: entry.name }, of, left),
    }
  })
}

function findEntry(entries: NamedEntries, name: string): ZipEntry {
  const entry = entries.get(name)
  if (entry) return entry
  throw problem(422, "file_missing", `The ZIP has no ${name}. A KBO extract has one; download it again.`)
}

async function readSmall(entry: ZipEntry): Promise<Buffer> {
  if (entry.uncompressedSize > SMALL_ENTRY_BYTES) {
    throw problem(422, "meta_invalid", `${entry.name} is larger than a list of five variables can be.`)
  }
  return collected(entry.open())
}

function checkName(name: string, meta: ExtractMeta): void {
  const said = extractNameOf(name)
  if (!said || (said.extract_number === meta.extract_number && said.type === meta.extract_type)) return
  const detail = `The file name says extract ${said.extract_number} (${said.type}), meta.csv says ${meta.extract_number} (${meta.extract_type}). Download the file again.`
  throw problem(422, "extract_mismatch", detail)
}

function versionAllowed({ version }: ExtractMeta): Warning[] {
  if (version === KNOWN_VERSION) return []
  const message = `The files are of version ${version} and were read like those of ${KNOWN_VERSION}.`
  return [{ code: "version_allowed", message, count: 1 }]
}

function strangers(entries: NamedEntries, files: readonly SourceFile[]): Warning[] {
  const known = new Set(["meta.csv", ...files.map((file) => file.name)])
  const names = [...entries].flatMap(([name, entry]) => (known.has(name) ? [] : [entry.name]))
  if (names.length === 0) return []
  const message = `Files that no table is made from were left out: ${namesText(names)}.`
  return [{ code: "unexpected_file", message, count: names.length }]
}
