import type { Readable } from "node:stream"
import { isProblem, type Problem, problem } from "../errors.ts"
import type { ArrivedPart, PartedFile, StoredPart } from "./parts.ts"

export interface StoredFile {
  /** Its name in the store; what prepare is told. */
  filename: string
  /** Where its bytes are, for openBytes: a path, or a signed URL. */
  locator: string
  bytes: number
}

/** A file in the store, whole and safe. */
export interface ReceivedFile extends StoredFile {
  /** What its sender called it. */
  original_name: string
  /** By which the same content is known again, see ContentHash. */
  content_hash: string
}

/** A file that came in one go, and what its sender can compare with: SHA-256 of all of it, hexadecimal. */
export interface UploadedFile extends ReceivedFile {
  sha256: string
}

export interface ListedFile {
  filename: string
  bytes: number
  /** ISO 8601, UTC. */
  modified_at: string
}

/**
 * Where source files are kept, be it a folder or a bucket. Names come from outside and never lead out of it. Every call
 * may throw Problem 503 `store_refused` | `store_unreachable` where that is the case.
 */
export interface FileStore {
  /** The same for a call that has to be over by then, in milliseconds of the clock: what passes is waited for no longer. */
  until(deadline: number): FileStore
  /**
   * Streams a file in and returns once it is safe; nothing remains when it breaks off.
   * Throws 413 `upload_too_large`, 400 `upload_broken_off`, 507 `store_full`.
   */
  receive(stream: Readable, original_name: string, limits: { max_bytes: number }): Promise<UploadedFile>
  /** Notes who stored a file for others to choose from; the note goes with the file. */
  claim(filename: string, uploader: string): Promise<void>
  /** Of an uploader, what others have stored is not there. Throws 422 `file_name_unsafe`, 404 `file_not_found`. */
  resolve(filename: string, uploader?: string): Promise<StoredFile>
  /** Newest first; only what the uploader has stored, when one is named. */
  list(uploader?: string): Promise<ListedFile[]>
  /** Removes it, whole or not; gone already is no error. Throws 422 `file_name_unsafe`. */
  remove(filename: string): Promise<void>
  /** Names of files that are not whole and that nobody has added to for a day; a bucket removes these by a rule it is given. */
  abandoned(): Promise<string[]>
  /** A name of its own for a file that comes in parts. */
  newName(original_name: string): string
  /** Begins a file that comes in parts; answers its token. */
  beginParts(filename: string): Promise<string>
  /** Writes a part; another of the same number is overwritten. Throws 507 `store_full`. */
  writePart(file: PartedFile, number: number, body: Buffer): Promise<StoredPart>
  /** Where whoever has the URL may PUT a part for a day; null where this program is to take it. */
  partUrl(file: PartedFile, number: number): Promise<string | null>
  /**
   * The parts that have arrived, in order; null where the store cannot tell, and only their senders know. Throws 404
   * `file_not_found` when it is complete or given up.
   */
  partsThere(file: PartedFile): Promise<ArrivedPart[] | null>
  /** Makes a file of its parts. */
  completeParts(file: PartedFile, parts: readonly StoredPart[]): Promise<void>
  /** Keeps aside what is not enough for a part yet, in place of what was kept before. */
  keepTail(file: PartedFile, body: Buffer): Promise<void>
  /** What was kept aside. Throws 404 `file_not_found`. */
  readTail(file: PartedFile): Promise<Buffer>
  /** Removes what there is of it, kept aside or not; gone already is no error. */
  abortParts(file: PartedFile): Promise<void>
  /** What kept it from working when it was last asked, as whoever asked was told; null once it works again. */
  trouble(): Promise<Problem | null>
}

export function fileNotFound(filename: string): Problem {
  const detail = `There is no stored file ${JSON.stringify(filename)}. Upload it again.`
  return problem(404, "file_not_found", detail)
}

/** A file of the store, if it is there, whole. */
export async function findStored(store: FileStore, filename: string): Promise<StoredFile | null> {
  try {
    return await store.resolve(filename)
  } catch (error) {
    if (isProblem(error) && error.status === 404) return null
    throw error
  }
}

/** For sorting a list. */
export function newestFirst(one: ListedFile, other: ListedFile): number {
  if (one.modified_at !== other.modified_at) return one.modified_at < other.modified_at ? 1 : -1
  return one.filename < other.filename ? 1 : -1
}
