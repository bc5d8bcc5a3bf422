import { open } from "node:fs/promises"
import { isRemote, openRemote } from "./remote-bytes.ts"

const BLOCK_BYTES = 1_048_576

/** Bytes that can be read from any place, wherever they are kept. */
export interface Bytes {
  readonly size: number
  /** The bytes from `from` up to, not including, `to`; fewer where there are no more. */
  read(from: number, to: number): Promise<Buffer>
  /** The same as they come, where asking block by block would cost a trip each. */
  blocks?(from: number, to: number): AsyncGenerator<Buffer>
  close(): Promise<void>
}

/** Where bytes are: a path on this machine, an object of a store by its signed URL, or here already. */
export type Locator = string | Buffer

/**
 * Opens what a locator names. Throws as opening a file does; what is wrong with an object is thrown by reading it.
 */
export async function openBytes(locator: Locator): Promise<Bytes> {
  if (typeof locator !== "string") return bytesIn(locator)
  if (isRemote(locator)) return openRemote(locator)
  const file = await open(locator, "r")
  const { size } = await file.stat()
  return {
    size,
    async read(from, to) {
      const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(to, size) - from))
      let done = 0
      while (done < bytes.length) {
        const { bytesRead } = await file.read(bytes, done, bytes.length - done, from + done)
        if (bytesRead === 0) break
        done += bytesRead
      }
      return bytes.subarray(0, done)
    },
    close: () => file.close(),
  }
}

/** Bytes that are in memory. */
export function bytesIn(buffer: Buffer): Bytes {
  return {
    size: buffer.length,
    read: async (from, to) => buffer.subarray(from, Math.max(from, to)),
    close: async () => {},
  }
}

/** Opens what a locator names for as long as `work` takes. */
export async function withBytes<T>(locator: string, work: (bytes: Bytes) => Promise<T>): Promise<T> {
  const bytes = await openBytes(locator)
  try {
    return await work(bytes)
  } finally {
    await bytes.close()
  }
}

/** A stretch of bytes in blocks of at most a megabyte. */
export async function* blocksOf(bytes: Bytes, from = 0, to = bytes.size): AsyncGenerator<Buffer> {
  if (bytes.blocks) return yield* bytes.blocks(from, to)
  for (let at = from; at < to; at += BLOCK_BYTES) {
    const block = await bytes.read(at, Math.min(to, at + BLOCK_BYTES))
    if (block.length === 0) return
    yield block
  }
}
