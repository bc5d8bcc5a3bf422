import { createHash } from "node:crypto"
import { mkdir, readdir, realpath, rename, rm, stat } from "node:fs/promises"
import { join, relative, resolve } from "node:path"
import type { Readable } from "node:stream"
import { type Clock, DAY_MS, systemClock, timeOrderedId } from "../clock.ts"
import { roomAt } from "../disk-room.ts"
import { isProblem } from "../errors.ts"
import { arriving } from "./arriving.ts"
import { ContentHash } from "./content-hash.ts"
import { isMissing, statOrNull, syncFolder, writeNew } from "./disk.ts"
import { diskParts, nameOfPartial } from "./disk-parts.ts"
import { assertSafeFileName, PARTIAL, PARTIAL_NOTES, safeFileName, unsafeFileName } from "./file-name.ts"
import { type FileStore, fileNotFound, type ListedFile, newestFirst, type StoredFile } from "./stored.ts"
import { forgetUploader, noteUploader, sweepUploaders, uploaderOf } from "./uploader-notes.ts"
import { type BareStore, watched } from "./watched.ts"

const STALE_PARTIAL_MS = DAY_MS
/** Hidden, so that nobody takes it for a file. */
const ROOM = ".room"

/** Opens the store, makes its folder when missing and removes notes of files that are gone. */
export async function openDiskStore(folder: string, clock: Clock = systemClock): Promise<FileStore> {
  await mkdir(folder, { recursive: true })
  const root = await realpath(resolve(folder))
  await sweepUploaders(root)
  const parts = diskParts(root)
  const newName = (original: string) => `${timeOrderedId(clock.now())}-${safeFileName(original)}`

  const store: BareStore = {
    ...parts,
    newName,
    until: () => store,
    async receive(stream, original_name, { max_bytes }) {
      // The stream may fail before anyone reads it, and an error without a listener ends the process.
      stream.on("error", () => {})
      const filename = newName(original_name)
      const locator = join(root, filename)
      try {
        const written = await writeHashed(stream, `${locator}${PARTIAL}`, max_bytes)
        await rename(`${locator}${PARTIAL}`, locator)
        await syncFolder(root)
        return { filename, original_name, locator, ...written }
      } catch (error) {
        stream.destroy()
        await rm(`${locator}${PARTIAL}`, { force: true })
        throw error
      }
    },
    async claim(filename, uploader) {
      assertSafeFileName(filename)
      await noteUploader(root, filename, uploader)
    },
    async resolve(filename, uploader) {
      const found = await find(root, filename)
      if (await isOf(root, filename, uploader)) return found
      throw fileNotFound(filename)
    },
    async list(uploader) {
      const files = await listFiles(root)
      const own = await Promise.all(files.map(({ filename }) => isOf(root, filename, uploader)))
      return files.filter((_, index) => own[index])
    },
    async remove(filename) {
      assertSafeFileName(filename)
      await parts.abortParts({ filename })
      for (const end of ["", PARTIAL_NOTES]) await rm(join(root, `${filename}${end}`), { force: true })
      await forgetUploader(root, filename)
    },
    abandoned: () => listAbandoned(root, clock),
  }
  const hasRoom = roomAt(join(root, ROOM))
  return watched(store, async ({ code }) => code === "store_full" && hasRoom())
}

async function writeHashed(stream: Readable, path: string, mostBytes: number) {
  const hash = new ContentHash()
  const plain = createHash("sha256")
  let bytes = 0
  const hashed = async function* () {
    for await (const chunk of arriving(stream, mostBytes)) {
      bytes += chunk.byteLength
      hash.update(chunk)
      plain.update(chunk)
      yield chunk
    }
  }
  await writeNew(hashed(), path)
  return { bytes, content_hash: hash.digest(), sha256: plain.digest("hex") }
}

async function find(root: string, filename: string): Promise<StoredFile> {
  assertSafeFileName(filename)
  try {
    const path = await realpath(join(root, filename))
    if (relative(root, path).startsWith("..")) throw unsafeFileName(filename)
    const found = await stat(path)
    if (found.isFile() && !isPartial(filename)) return { filename, locator: path, bytes: found.size }
  } catch (error) {
    if (isProblem(error) || !isMissing(error)) throw error
  }
  throw fileNotFound(filename)
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
    .flatMap(({ name, at }) =>
      at ? [{ filename: name, bytes: at.size, modified_at: new Date(at.mtimeMs).toISOString() }] : [],
    )
    .sort(newestFirst)
}

async function listAbandoned(root: string, clock: Clock): Promise<string[]> {
  const touched = new Map<string, number>()
  for (const name of (await readdir(root)).filter(isPartial)) {
    const filename = nameOfPartial(name)
    const at = (await statOrNull(join(root, name)))?.mtimeMs ?? clock.now()
    touched.set(filename, Math.max(at, touched.get(filename) ?? 0))
  }
  return [...touched].flatMap(([filename, at]) => (clock.now() - at > STALE_PARTIAL_MS ? [filename] : []))
}

function isPartial(name: string): boolean {
  return name.endsWith(PARTIAL) || name.endsWith(PARTIAL_NOTES)
}

function isHidden(name: string): boolean {
  return name.startsWith(".") || isPartial(name)
}
