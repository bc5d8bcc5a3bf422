import { type Problem, problem } from "../errors.ts"

/** What a mapping may say about a document beside what is kept as JSON. */
const METADATA_COLUMNS = ["author", "department", "date_created", "tags", "category"] as const

/** The most bytes of a mapping: some thousand for each of a hundred documents, many times over. */
export const MOST_MAPPING_BYTES = 10 * 1_048_576

/** What a mapping says about one document. */
export interface MappedMetadata {
  /** As written; by the name of the column where it is one of METADATA_COLUMNS, else by the header or key as it is. */
  values: Record<string, unknown>
  /** Where a CSV says it, from 1; null for JSON. */
  line: number | null
}

export interface MetadataMapping {
  /** What it says about that file, by its path, else by its bare name unless `bare` is false; null when it says nothing. */
  of(filename: string, options?: { bare?: boolean }): MappedMetadata | null
  /** Every file it names, as written and in its order. */
  filenames: string[]
  /** What it says of files that are not among these. */
  unused(filenames: readonly string[]): { filename: string; line: number | null }[]
}

/** One line or entry of a mapping. */
export interface MappingEntry extends MappedMetadata {
  filename: string
}

/**
 * A mapping made of its entries, looked up by file name whatever the case, the folder and the Unicode form of its
 * accents; an exact name goes first.
 * @param source what the mapping's file is called
 * @throws Problem 422 `metadata_invalid` when a file is named twice
 */
export function mappingOf(entries: readonly MappingEntry[], source: string): MetadataMapping {
  const exact = new Map<string, MappingEntry>()
  const loose = new Map<string, MappingEntry>()
  for (const entry of entries) {
    const name = normalized(entry.filename)
    if (exact.has(name)) throw twice(source, entry, exact.get(name))
    exact.set(name, entry)
    if (!loose.has(name.toLowerCase())) loose.set(name.toLowerCase(), entry)
  }
  const find = (filename: string, bare = true) => {
    const names = [normalized(filename), ...(bare ? [bareName(filename)] : [])]
    const found = names.map((name) => exact.get(name) ?? loose.get(name.toLowerCase()))
    return found.find((entry) => entry !== undefined)
  }
  return {
    of(filename, { bare = true } = {}) {
      const entry = find(filename, bare)
      return entry ? { values: entry.values, line: entry.line } : null
    },
    filenames: entries.map((entry) => entry.filename),
    unused(filenames) {
      const used = new Set(filenames.map((filename) => find(filename)))
      return entries.flatMap((entry) =>
        used.has(entry) ? [] : [{ filename: entry.filename, line: entry.line }],
      )
    },
  }
}

/** The column a header or key stands for, however it is written; itself, without white space around, when it is none. */
export function columnOf(header: string): string {
  const trimmed = header.trim()
  const name = trimmed.toLowerCase().replace(/[\s_-]+/g, "_")
  if (name === "file" || name === "file_name") return "filename"
  return [...METADATA_COLUMNS, "filename"].find((column) => column === name) ?? trimmed
}

/** The first name that is there a second time. */
export function firstRepeated(names: readonly string[]): string | undefined {
  const seen = new Set<string>()
  return names.find((name) => seen.size === seen.add(name).size)
}

/** A mapping that cannot be used: `why` begins with where, and the sentence says what to do. */
export function invalidMapping(source: string, why: string): Problem {
  return problem(422, "metadata_invalid", `The metadata in ${source} cannot be used: ${why}`)
}

function twice(source: string, entry: MappingEntry, earlier: MappingEntry | undefined): Problem {
  const name = JSON.stringify(entry.filename.slice(0, 100))
  const where = entry.line === null ? `it names ${name}` : `line ${entry.line} names ${name}`
  const before = earlier?.line ? `, which line ${earlier.line} names already` : " a second time"
  return invalidMapping(source, `${where}${before}. Keep one of them.`)
}

/** The name of a file without its folders. */
export function bareName(filename: string): string {
  return normalized(filename).split("/").at(-1) ?? ""
}

/** A path as it is compared, however a system or a program writes it. */
export function normalized(filename: string): string {
  return filename
    .normalize("NFC")
    .trim()
    .replaceAll("\\", "/")
    .replace(/^(\.?\/)+/, "")
}
