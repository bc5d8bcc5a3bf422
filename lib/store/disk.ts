import { type FileHandle, open, stat } from "node:fs/promises"
import { isFullDisk, type Problem, problem, systemCodeOf } from "../errors.ts"

/** Writes what arrives to a new file and syncs it. Throws what `chunks` throws, and 507 `store_full`. */
export async function writeNew(chunks: AsyncIterable<Buffer>, path: string): Promise<void> {
  const file = await open(path, "wx", 0o600)
  try {
    for await (const chunk of chunks) await writeAll(file, chunk)
    await file.sync()
  } catch (error) {
    throw storeRefusalOf(error)
  } finally {
    await file.close()
  }
}

/** Writes a chunk whole, however many writes that takes, at `position` or behind what was written before. */
export async function writeAll(file: FileHandle, chunk: Buffer, position: number | null = null) {
  let done = 0
  while (done < chunk.byteLength) {
    const at = position === null ? null : position + done
    done += (await file.write(chunk, done, chunk.byteLength - done, at)).bytesWritten
  }
}

/** A full disk as a 507 `store_full`; everything else as it is. */
export function storeRefusalOf(error: unknown): unknown {
  return isFullDisk(error) ? storeFull("The disk of the file store is full.") : error
}

/** What a store that takes no more is told as. */
export function storeFull(what: string): Problem {
  const detail = `${what} Make room, then try again: nothing is lost.`
  return problem(507, "store_full", detail, { headers: { "retry-after": "5" } })
}

/** A rename is only durable once its folder is; not every file system can do that, and then it is its matter. */
export async function syncFolder(path: string) {
  const folder = await open(path, "r")
  await folder
    .sync()
    .catch(() => undefined)
    .finally(() => folder.close())
}

export async function statOrNull(path: string) {
  return stat(path).catch((error: unknown) => {
    if (isMissing(error)) return null
    throw error
  })
}

/** Whether nothing is there by that name. */
export function isMissing(error: unknown): boolean {
  return ["ENOENT", "ENOTDIR", "ELOOP", "ENAMETOOLONG"].includes(systemCodeOf(error))
}
