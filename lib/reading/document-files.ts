import { basename, extname } from "node:path"
import type { Dataset } from "../datasets/declaration.ts"
import { type Problem, problem } from "../errors.ts"
import { LEFT_BY_PROGRAMS } from "../formats/content.ts"
import { openZip, type ZipEntry } from "../formats/zip.ts"

/** What several documents that are sent at once are put into. */
export const BUNDLE = "documents.zip"

const METADATA_NAMES = ["metadata.csv", "metadata.json", "metadata.xlsx"]

export const isMetadata = (name: string) => METADATA_NAMES.includes(basename(name).toLowerCase())

export const isArchive = (name: string) => extname(name).toLowerCase() === ".zip"

/** What systems hide. */
const HIDDEN = /(^|\/)\.[^/]*$/

/** What of a ZIP is a document, and the names of what is none: links, and what programs and systems leave in archives. */
export interface DocumentEntries {
  entries: ZipEntry[]
  leftOut: string[]
}

/** What of the options is about what a ZIP holds. */
export interface EntryOptions {
  entry_encoding?: string | null | undefined
}

/** What a ZIP has beside folders. An entry that cannot be read tells it itself. Throws what a broken ZIP throws. */
export async function entriesOf(
  locator: string,
  { entry_encoding = null }: EntryOptions,
): Promise<DocumentEntries> {
  const how = { backslashes: "part", bad_entries: "tell", name_encoding: entry_encoding } as const
  const { entries } = await openZip(locator, how)
  const isLeft = ({ name, isLink }: ZipEntry) => isLink || LEFT_BY_PROGRAMS.test(name) || HIDDEN.test(name)
  return {
    entries: entries.filter((entry) => !isLeft(entry)),
    leftOut: entries.filter(isLeft).map(({ name }) => name),
  }
}

const NO_DOCUMENTS =
  "There is no document in what was sent: no more than folders, metadata, and what systems and programs leave. Send the documents too."

/** How what stands for an entry that cannot be read begins, which is no text of any kind. Behind it is why. */
const UNREADABLE = Buffer.from("0000ffff00010203", "hex")

/** What stands for an entry of a ZIP that cannot be read. */
export function standIn({ code, detail }: Problem): Buffer {
  return Buffer.concat([UNREADABLE, Buffer.from(JSON.stringify([code, detail]))])
}

/** What is wrong with an entry of a ZIP, when it is wrong with that document and not with the others. */
export function entryFault(code: string, message: string): { code: string; message: string } {
  return { code: code === "zip_encrypted" ? "document_encrypted" : "document_corrupt", message }
}

/** Why a document that something stands for cannot be read; null of any other. */
export function faultStoodFor(bytes: Buffer): { code: string; message: string } | null {
  if (!bytes.subarray(0, UNREADABLE.length).equals(UNREADABLE)) return null
  try {
    const [code, message] = JSON.parse(bytes.toString("utf8", UNREADABLE.length)) as unknown[]
    return typeof code === "string" && typeof message === "string" ? entryFault(code, message) : null
  } catch {
    return null
  }
}

/** Throws Problem 422 `no_documents`, and `batch_too_large` naming the count. */
export function assertCount(dataset: Dataset, count: number): void {
  const most = dataset.mostRows ?? 1
  if (count === 0) throw problem(422, "no_documents", NO_DOCUMENTS)
  if (count <= most) return
  const detail = `${count} documents came; one import may have ${most}. Send them in several imports.`
  throw problem(422, "batch_too_large", detail)
}

/** More than one list of metadata: which one holds nobody can tell. */
export function twoMetadata(one: string, other: string): Problem {
  const detail = `There are two metadata files: ${one} and ${other}. Send one of them.`
  return problem(422, "metadata_invalid", detail)
}
