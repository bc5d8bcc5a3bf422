import type { DatasetDeclaration } from "../../lib/contract/datasets.ts"
import { endingOf } from "../source/files.ts"
import { zipNames } from "../source/zip-names.ts"
import { isOfDocuments } from "../words/datasets.ts"
import { counted } from "../words/numbers.ts"
import type { Guess } from "./handed.ts"

/** Reads the names of a file's columns, as the server finds them; null where it has none. */
export type ReadHeader = (file: File, dataset: string) => Promise<readonly string[] | null>

/** What is inside a package that is itself no archive. */
const WORKBOOK = "xl/workbook.xml"
const TEXT_PACKAGES = ["word/document.xml", "ppt/presentation.xml", "content.xml"]

/**
 * What files seem to be, by their content: an extract of the register by the files in its ZIP, documents by what they are, rows by the
 * names of their columns. Null where that does not tell. Without `readHeader` rows are not looked into.
 */
export async function guessDataset(
  files: readonly File[],
  datasets: readonly DatasetDeclaration[],
  readHeader: ReadHeader | null,
): Promise<Guess | null> {
  const inside = await Promise.all(files.map(zipNames))
  const extract = datasets.find((one) => inside.some((names) => names && isExtract(names, one)))
  if (extract) return { dataset: extract.dataset, why: "it has the register's files in it" }
  const documents = datasets.find(isOfDocuments)
  const [file, ...more] = files
  if (!file) return null
  if (documents && more.length > 0) return { dataset: documents.dataset, why: "there are several" }
  const rows = datasets.filter(({ mappable }) => mappable)
  if (documents && areDocuments(file, inside[0] ?? null, rows)) {
    return { dataset: documents.dataset, why: "it is a text to be read, not rows" }
  }
  if (!readHeader) return null
  const [first] = rows.filter(({ accepts }) => accepts.includes(endingOf(file.name)))
  const header = first ? await readHeader(file, first.dataset) : null
  const guess = header && byHeader(header, rows)
  if (guess || !documents || endingOf(file.name) !== ".txt") return guess
  return { dataset: documents.dataset, why: "no line in it names columns" }
}

/** An extract has its meta.csv, and a file of one of the register's tables. */
function isExtract(names: readonly string[], { accepts, tables }: DatasetDeclaration): boolean {
  if (accepts.length !== 1 || accepts[0] !== ".zip") return false
  const files = names.map((name) => (name.split("/").at(-1) ?? "").toLowerCase())
  const isOfTable = tables.map(({ target }) => new RegExp(`^${target}(_insert|_delete)?\\.csv$`))
  return files.includes("meta.csv") && files.some((name) => isOfTable.some((one) => one.test(name)))
}

function areDocuments(
  file: File,
  inside: readonly string[] | null,
  rows: readonly DatasetDeclaration[],
): boolean {
  const isOfRows = (name: string) => rows.some(({ accepts }) => accepts.includes(endingOf(name)))
  if (inside === null || inside.includes(WORKBOOK)) return inside === null && !isOfRows(file.name)
  if (inside.some((name) => TEXT_PACKAGES.includes(name))) return true
  const packed = inside.filter((name) => !name.endsWith("/") && !name.startsWith("__MACOSX/"))
  return packed.some((name) => !isOfRows(name))
}

/** The dataset most of whose columns are named, all that it needs among them. */
function byHeader(header: readonly string[], rows: readonly DatasetDeclaration[]): Guess | null {
  const named = new Set(header.map(plain))
  const fits = rows.flatMap(({ dataset, tables }) => {
    const columns = tables[0]?.columns ?? []
    const isThere = ({ header: own, column, aliases }: (typeof columns)[number]) =>
      [own, column, ...aliases].some((name) => named.has(plain(name)))
    const found = columns.filter(isThere)
    const lacks = columns.some((column) => column.required && !isThere(column))
    return lacks || found.length === 0 ? [] : [{ dataset, found: found.length }]
  })
  const [best] = fits.sort((one, other) => other.found - one.found)
  if (!best) return null
  return { dataset: best.dataset, why: `it has ${counted(best.found, "column")} of theirs` }
}

/** A name as it is compared: without case, accents and signs. */
function plain(name: string): string {
  const letters = name.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()
  return letters.replace(/[^\p{L}\p{N}]+/gu, " ").trim()
}
