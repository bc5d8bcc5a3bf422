import { createReadStream, createWriteStream } from "node:fs"
import { mkdir } from "node:fs/promises"
import { join } from "node:path"
import { pipeline } from "node:stream/promises"
import { createInflateRaw } from "node:zlib"
import { Open } from "unzipper"

const LOCAL_HEADER_BYTES = 30

/** Writes every entry of a ZIP into `directory` as fast as zlib goes. */
export async function unzip(path: string, directory: string): Promise<void> {
  await mkdir(directory, { recursive: true })
  const archive = await Open.file(path)
  for (const entry of archive.files) {
    const start = await dataStart(path, entry.offsetToLocalFileHeader)
    const bytes = createReadStream(path, {
      start,
      end: start + Math.max(entry.compressedSize, 1) - 1,
      highWaterMark: 256 * 1024,
    })
    const output = createWriteStream(join(directory, entry.path), { highWaterMark: 1024 * 1024 })
    await pipeline(bytes, createInflateRaw({ chunkSize: 256 * 1024 }), output)
  }
}

/** Where an entry's data begins: behind its local header, whose name and extra field vary in length. */
async function dataStart(path: string, offset: number): Promise<number> {
  const chunks: Buffer[] = []
  const header = createReadStream(path, { start: offset, end: offset + LOCAL_HEADER_BYTES - 1 })
  for await (const chunk of header) chunks.push(chunk as Buffer)
  const bytes = Buffer.concat(chunks)
  return offset + LOCAL_HEADER_BYTES + bytes.readUInt16LE(26) + bytes.readUInt16LE(28)
}
