import { mkdir, readdir, realpath, rename, rm, stat } from "node:fs/promises"
import { join, relative, resolve } from "node:path"
import type { Readable } from "node:stream"
import { type Clock, systemClock, timeOrderedId } from "../clock.ts"
import { isProblem, problem } from "../errors.ts"
import { hashFile, isMissing, statOrNull, syncFile, syncFolder, writeStream } from "./disk.ts"
import {
  assertSafeFileName,
  notesPathOf,
  PARTIAL,
  PARTIAL_NOTES,
  safeFileName,
  unsafeFileName,
} from "./file-name.ts"
import { forgetUploader, noteUploader, sweepUploaders, uploaderOf } from "./uploader-notes.ts"

const STALE_PARTIAL_MS = 86_400_000

/** A file on disk, whole and synced. */
export interface ReceivedFile {
  /** Its name in the store; what prepare is told. */
  filename: string
  /** What its sender called it. */
  original_name: string
  path: string
  bytes: number
  /** Hexadecimal, of the content. */
  sha256: string
}

interface StoredFile {
  filename: string
  path: string
  bytes: number
}

interface ListedFile {
  filename: string
  bytes: number
  /** ISO 8601, UTC. */
  modified_at: string
}

/** A folder of source files. Names come from outside and never lead out of it. */
export interface FileStore {
  readonly root: string
  /**
   * Streams a file in and returns once it is safe on disk; nothing remains when it breaks off.
   * Throws 413 `upload_too_large`, 400 `upload_broken_off`, 507 `store_full`.
   */
  receive(stream: Readable, original_name: string, limits: { max_bytes: number }): Promise<ReceivedFile>
  /** Where a download may grow; the same key gives the same path, so that a later call goes on with it. */
  partialPath(key: string): string
  /** Takes a finished download in under its own name. */
  adopt(partialPath: string, original_name: string): Promise<ReceivedFile>
  /** Notes who stored a file for others to choose from; the note goes with the file. */
  claim(filename: string, uploader: string): Promise<void>
  /** Of an uploader, what others have stored is not there. Throws 422 `file_name_unsafe`, 404 `file_not_found`. */
  resolve(filename: string, uploader?: string): Promise<StoredFile>
  /** Newest first; only what the uploader has stored, when one is named. */
  list(uploader?: string): Promise<ListedFile[]>
  /** Removing what is gone already is no error. Throws 422 `file_name_unsafe`. */
  remove(filename: string): Promise<void>
  /** Removes an unfinished download and its notes. */
  removePartial(partialPath: string): Promise<void>
  /** SHA-256 of a file's content, hexadecimal. */
  hash(path: string): Promise<string>
}

/** Opens the store, makes its folder when missing and removes partial files nobody touched for a day. */
export async function openStore(folder: string, clock: Clock = systemClock): Promise<FileStore> {
  await mkdir(folder, { recursive: true })
  const root = await realpath(resolve(folder))
  await sweepPartials(root, clock)
  await sweepUploaders(root)
  const newName = (original: string) => `${timeOrderedId(clock.now())}-${safeFileName(original)}`

  return {
    root,
    async receive(stream, original_name, { max_bytes }) {
      // The stream may fail before anyone reads it, and an error without a listener ends the process.
      stream.on("error", () => {})
      const filename = newName(original_name)
      const path = join(root, filename)
      const partial = `${path}${PARTIAL}`
      try {
        const written = await writeStream(stream, partial, max_bytes)
        await rename(partial, path)
        await syncFolder(root)
        return { filename, original_name, path, ...written }
      } catch (error) {
        stream.destroy()
        await rm(partial, { force: true })
        throw error
      }
    },
    partialPath(key) {
      return join(root, `${safeFileName(key)}${PARTIAL}`)
    },
    async adopt(partialPath, original_name) {
      const filename = newName(original_name)
      const path = join(root, filename)
      const sha256 = await hashFile(partialPath)
      const { size } = await stat(partialPath)
      await syncFile(partialPath)
      await rename(partialPath, path)
      await syncFolder(root)
      await removePartial(partialPath)
      return { filename, original_name, path, bytes: size, sha256 }
    },
    async claim(filename, uploader) {
      assertSafeFileName(filename)
      await noteUploader(root, filename, uploader)
    },
    async resolve(filename, uploader) {
      const found = await find(root, filename)
      if (await isOf(root, filename, uploader)) return found
      throw notFound(filename)
    },
    async list(uploader) {
      const files = await listFiles(root)
      const own = await Promise.all(files.map(({ filename }) => isOf(root, filename, uploader)))
      return files.filter((_, index) => own[index])
    },
    async remove(filename) {
      assertSafeFileName(filename)
      await rm(join(root, filename), { force: true })
      await forgetUploader(root, filename)
    },
    removePartial,
    hash: hashFile,
  }
}

async function find(root: string, filename: string): Promise<StoredFile> {
  assertSafeFileName(filename)
  try {
    const path = await realpath(join(root, filename))
    if (relative(root, path).startsWith("..")) throw unsafeFileName(filename)
    const found = await stat(path)
    if (found.isFile() && !isPartial(filename)) return { filename, path, bytes: found.size }
  } catch (error) {
    if (isProblem(error) || !isMissing(error)) throw error
  }
  throw notFound(filename)
}

function notFound(filename: string) {
  const detail = `There is no stored file ${JSON.stringify(filename)}. Upload it again.`
  return problem(404, "file_not_found", detail)
}

async function isOf(root: string, filename: string, uploader: string | undefined): Promise<boolean> {
  return uploader === undefined || (await uploaderOf(root, filename)) === uploader
}

async function listFiles(root: string): Promise<ListedFile[]> {
  const entries = await readdir(root, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isFile() && !isHidden(entry.name)).map((entry) => entry.name)
  const found = await Promise.all(
    names.map(async (name) => ({ name, at: await statOrNull(join(root, name)) })),
  )
  return found
    .flatMap(({ name, at }) => (at ? [{ filename: name, bytes: at.size, modified: at.mtimeMs }] : []))
    .sort((one, other) => other.modified - one.modified || (one.filename < other.filename ? 1 : -1))
    .map(({ filename, bytes, modified }) => ({
      filename,
      bytes,
      modified_at: new Date(modified).toISOString(),
    }))
}

async function sweepPartials(root: string, clock: Clock) {
  for (const name of await readdir(root)) {
    if (!isPartial(name)) continue
    const at = await statOrNull(join(root, name))
    if (at && clock.now() - at.mtimeMs > STALE_PARTIAL_MS) await rm(join(root, name), { force: true })
  }
}

async function removePartial(partialPath: string) {
  await rm(partialPath, { force: true })
  await rm(notesPathOf(partialPath), { force: true })
}

function isPartial(name: string): boolean {
  return name.endsWith(PARTIAL) || name.endsWith(PARTIAL_NOTES)
}

function isHidden(name: string): boolean {
  return name.startsWith(".") || isPartial(name)
}
