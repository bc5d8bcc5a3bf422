import { createHash } from "node:crypto"
import { createReadStream } from "node:fs"
import { type FileHandle, open, stat } from "node:fs/promises"
import type { Readable } from "node:stream"
import { isProblem, type Problem, problem } from "../errors.ts"

/**
 * Writes a stream to a new file and syncs it. Returns its length and SHA-256.
 * Throws 413 `upload_too_large`, 400 `upload_broken_off`, 507 `store_full`.
 */
export async function writeStream(stream: Readable, path: string, mostBytes: number) {
  const digest = createHash("sha256")
  let bytes = 0
  const file = await open(path, "wx", 0o600)
  try {
    for await (const chunk of arriving(stream)) {
      bytes += chunk.byteLength
      if (bytes > mostBytes) throw tooLarge(mostBytes)
      digest.update(chunk)
      await writeAll(file, chunk)
    }
    await file.sync()
  } catch (error) {
    throw storeRefusalOf(error)
  } finally {
    await file.close()
  }
  return { bytes, sha256: digest.digest("hex") }
}

/** What breaks off on the sender's side is told apart from what goes wrong on the disk. */
async function* arriving(stream: Readable): AsyncGenerator<Buffer> {
  try {
    yield* stream
  } catch (error) {
    if (isProblem(error)) throw error
    throw problem(
      400,
      "upload_broken_off",
      "The upload broke off before it was complete. Send the file again.",
    )
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
  if (!["ENOSPC", "EDQUOT"].includes(codeOf(error))) return error
  return problem(507, "store_full", "The disk of the file store is full. Make room, then try again.")
}

/** SHA-256 of a file's content, hexadecimal. */
export async function hashFile(path: string): Promise<string> {
  const digest = createHash("sha256")
  for await (const chunk of createReadStream(path, { highWaterMark: 1_048_576 })) digest.update(chunk)
  return digest.digest("hex")
}

/** Makes a file's content survive a loss of power. */
export async function syncFile(path: string) {
  const file = await open(path, "r+")
  await file.sync().finally(() => file.close())
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

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : ""
}

/** Whether nothing is there by that name. */
export function isMissing(error: unknown): boolean {
  return ["ENOENT", "ENOTDIR", "ELOOP", "ENAMETOOLONG"].includes(codeOf(error))
}

function tooLarge(mostBytes: number): Problem {
  const megabytes = Math.floor(mostBytes / 1_048_576)
  const limit = megabytes > 0 ? `${megabytes} MB` : `${mostBytes} bytes`
  return problem(413, "upload_too_large", `The file is larger than ${limit}, the limit for uploads.`)
}
