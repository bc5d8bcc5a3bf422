import type { Warning } from "../contract/index.ts"
import type { Dataset, Table } from "../datasets/define.ts"
import { isProblem, problem } from "../errors.ts"
import { type ExtractName, extractNameOf } from "../formats/extract-name.ts"
import { type ExtractMeta, parseMeta } from "../formats/meta.ts"
import { openZip, type ZipArchive, type ZipEntry } from "../formats/zip.ts"
import { namesText } from "../words.ts"
import { extractChunks } from "./extract-chunks.ts"
import type { OpenInput, OpenSource, SourceFile } from "./source.ts"

const SMALL_ENTRY_BYTES = 1_048_576

/**
 * Opens a KBO extract: the ZIP's directory, meta.csv, and one file for every table the kind of extract has.
 * `name` is the file's name as its sender knows it. Throws Problem 422 naming the file and the cause.
 */
export async function openExtract(dataset: Dataset, { locator, name }: OpenInput): Promise<OpenSource> {
  const archive = await openZip(locator)
  const meta = parseMeta(await readSmall(findEntry(archive, "meta.csv")))
  checkName(name, meta)
  const full = meta.extract_type === "full"
  const files = dataset.tables.flatMap((table) => filesOf(archive, { dataset, table, locator }, full))
  return {
    title: `${full ? "Full extract" : "Daily update – extract"} ${meta.extract_number}`,
    extract_number: meta.extract_number,
    extract_type: meta.extract_type,
    snapshot_date: meta.snapshot_date,
    files,
    warnings: strangers(archive, files),
  }
}

/** What a file that may be called anything says of itself; null when it is no extract. */
export async function nameInside(path: string): Promise<ExtractName | null> {
  try {
    const archive = await openZip(path)
    const { extract_number, extract_type } = parseMeta(await readSmall(findEntry(archive, "meta.csv")))
    return { extract_number, type: extract_type }
  } catch (error) {
    if (isProblem(error)) return null
    throw error
  }
}

function filesOf(
  archive: ZipArchive,
  { dataset, table, locator }: { dataset: Dataset; table: Table; locator: string },
  full: boolean,
): SourceFile[] {
  if (!table.files) return []
  const wanted: ["delete" | "insert", string][] = full
    ? [["insert", table.files.full]]
    : [
        ...(table.files.delete ? [["delete", table.files.delete] as ["delete", string]] : []),
        ["insert", table.files.insert],
      ]
  return wanted.map(([operation, name]) => {
    const entry = findEntry(archive, name)
    const bytes = entry.uncompressedSize
    const file = { table, operation, name, bytes }
    return { ...file, chunks: (of, left) => extractChunks(dataset, { ...file, locator }, of, left) }
  })
}

function findEntry(archive: ZipArchive, name: string): ZipEntry {
  const entry = archive.entries.find((candidate) => candidate.name === name)
  if (entry) return entry
  throw problem(422, "file_missing", `The ZIP has no ${name}. A KBO extract has one; download it again.`)
}

async function readSmall(entry: ZipEntry): Promise<Buffer> {
  if (entry.uncompressedSize > SMALL_ENTRY_BYTES) {
    throw problem(422, "meta_invalid", `${entry.name} is larger than a list of five variables can be.`)
  }
  const parts: Buffer[] = []
  for await (const part of entry.open()) parts.push(part)
  return Buffer.concat(parts)
}

function checkName(name: string, meta: ExtractMeta): void {
  const said = extractNameOf(name)
  if (!said || (said.extract_number === meta.extract_number && said.type === meta.extract_type)) return
  const detail = `The file name says extract ${said.extract_number} (${said.type}), meta.csv says ${meta.extract_number} (${meta.extract_type}). Download the file again.`
  throw problem(422, "extract_mismatch", detail)
}

function strangers(archive: ZipArchive, files: readonly SourceFile[]): Warning[] {
  const known = new Set(["meta.csv", ...files.map((file) => file.name)])
  const names = archive.entries.map((entry) => entry.name).filter((name) => !known.has(name))
  if (names.length === 0) return []
  const message = `Files that no table is made from were left out: ${namesText(names)}.`
  return [{ code: "unexpected_file", message, count: names.length }]
}
