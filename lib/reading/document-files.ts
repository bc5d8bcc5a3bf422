import { basename, extname } from "node:path"
import type { Dataset } from "../datasets/define.ts"
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

/** What a ZIP has beside folders. An entry that cannot be read tells it itself. Throws what a broken ZIP throws. */
export async function entriesOf(locator: string): Promise<DocumentEntries> {
  const { entries } = await openZip(locator, { backslashes: "part", bad_entries: "tell" })
  const isLeft = ({ name, isLink }: ZipEntry) => isLink || LEFT_BY_PROGRAMS.test(name) || HIDDEN.test(name)
  return {
    entries: entries.filter((entry) => !isLeft(entry)),
    leftOut: entries.filter(isLeft).map(({ name }) => name),
  }
}

/** Throws Problem 422 `no_documents`, and `batch_too_large` naming the count. */
export function assertCount(dataset: Dataset, count: number): void {
  const most = dataset.mostRows ?? 1
  if (count === 0) throw problem(422, "no_documents", "There is no document in what was sent.")
  if (count <= most) return
  const detail = `${count} documents came; one import may have ${most}. Send them in several imports.`
  throw problem(422, "batch_too_large", detail)
}

/** More than one list of metadata: which one holds nobody can tell. */
export function twoMetadata(one: string, other: string): Problem {
  const detail = `There are two metadata files: ${one} and ${other}. Send one of them.`
  return problem(422, "metadata_invalid", detail)
}
