import { statSync } from "node:fs"
import { open, rm, writeFile } from "node:fs/promises"
import { basename, dirname, extname, join, resolve } from "node:path"
import { endpoints, type StatusAnswer } from "../../lib/contract/index.ts"
import { messageOf } from "../../lib/errors.ts"
import { UsageError } from "../command/run.ts"
import type { Context } from "./context.ts"
import type { Driven } from "./drive.ts"
import type { Source } from "./source.ts"

/** What the header of every such file ends in. */
const HEADER_END = /(^|[,;\t|])_line([,;\t|])_column\2_error\r?\n/
/** More than a header has. */
const HEAD_BYTES = 1_048_576

/** Throws UsageError when bad rows cannot be saved there, or would replace what is to be imported. */
export function assertSavable(errorsTo: string | undefined, sources: readonly Source[]): void {
  if (errorsTo === undefined) return
  const where = dirname(resolve(errorsTo))
  if (!isFolder(where)) {
    throw new UsageError(
      `--errors-to names ${errorsTo}, and there is no folder ${where}. Make it, or name another file.`,
    )
  }
  if (isFolder(errorsTo)) {
    throw new UsageError(`--errors-to names ${errorsTo}, which is a folder. Name a file in it.`)
  }
  const files = sources.flatMap((source) =>
    source.kind === "files" ? [...source.files, ...(source.metadata ? [source.metadata] : [])] : [],
  )
  const named = sources.map((_, position) => errorFileFor(errorsTo, position))
  const replaced = named.find((name) => name !== null && files.some(({ path }) => path === resolve(name)))
  if (replaced === undefined) return
  const whose = replaced === errorsTo ? "" : `the bad rows of one of these files go to ${replaced}, `
  throw new UsageError(
    `--errors-to names ${errorsTo}: ${whose}which is imported and would be replaced. Name another.`,
  )
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

/** Where the bad rows of a source are saved: each has a file of its own, bad.csv, bad-2.csv and so on. */
export function errorFileFor(errorsTo: string | null, position: number): string | null {
  if (errorsTo === null || position === 0) return errorsTo
  const ending = extname(errorsTo)
  return join(dirname(errorsTo), `${basename(errorsTo, ending)}-${position + 1}${ending}`)
}

/** What became of the file for bad rows. */
export interface SavedErrors {
  /** Null when there is nothing in it that is of this import. */
  file: string | null
  lines: string[]
}

/**
 * Saves rows that could not be used, as they were, with what is wrong with them; an older file goes when there are none.
 * What is imported stays so where that does not work, which is said.
 */
export async function saveErrors(context: Context, driven: Driven): Promise<SavedErrors> {
  const { errorsTo, view } = context
  if (errorsTo === null) return NOTHING_SAVED
  const { row_errors } = driven.status
  try {
    if (row_errors > 0) return await saveTo(errorsTo, context, driven.status)
    return { file: null, lines: driven.end === "completed" ? await removeOlder(errorsTo) : [] }
  } catch (error) {
    const what = row_errors > 0 ? "The rows that could not be used are not in" : "An older list is left in"
    view.say(`${what} ${errorsTo}: ${messageOf(error)}`)
    return NOTHING_SAVED
  }
}

const NOTHING_SAVED: SavedErrors = { file: null, lines: [] }

async function saveTo(file: string, { api }: Context, { job_id }: StatusAnswer): Promise<SavedErrors> {
  await writeFile(file, await api.csv(endpoints.rowErrors, { params: { job_id } }))
  return { file, lines: [`They are in ${file}: mend them there, and import that file.`] }
}

async function removeOlder(file: string): Promise<string[]> {
  const head = await headOf(file)
  if (head === null) return []
  if (!HEADER_END.test(head)) {
    return [
      `Every row could be used. ${file} was there before; it is no list of bad rows, and is left alone.`,
    ]
  }
  await rm(file)
  return [`Every row could be used, so ${file}, the list of an earlier import, was removed.`]
}

/** The first line of a file; null when there is none. */
async function headOf(path: string): Promise<string | null> {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return null
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    // What a list is told by is ASCII, in UTF-16 with a zero beside each.
    const text = buffer.toString("latin1", 0, bytesRead).replaceAll("\0", "")
    return text.slice(0, text.indexOf("\n") + 1)
  } finally {
    await file.close()
  }
}
