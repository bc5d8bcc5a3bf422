import { createHash } from "node:crypto"
import { open, readFile, rename, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { isMissing, storeRefusalOf, syncFolder, writeAll } from "./disk.ts"
import { PARTIAL } from "./file-name.ts"
import type { PartedFile, StoredPart } from "./parts.ts"
import { fileNotFound } from "./stored.ts"

/**
 * What a store in a folder does with files that come in parts: they are written at their places in a file that is not
 * listed.
 */
export function diskParts(root: string) {
  const partial = (filename: string) => join(root, `${filename}${PARTIAL}`)
  const tail = (filename: string) => join(root, `${filename}.tail${PARTIAL}`)
  const missing = (filename: string) => (error: unknown) => {
    throw isMissing(error) ? fileNotFound(filename) : storeRefusalOf(error)
  }
  return {
    async beginParts(filename: string): Promise<string> {
      await (await open(partial(filename), "wx", 0o600)).close()
      return filename
    },
    async writePart(file: PartedFile, number: number, body: Buffer): Promise<StoredPart> {
      const etag = createHash("sha256").update(body).digest("hex")
      const path = partial(file.filename)
      await writeAt(path, body, (number - 1) * file.part_bytes).catch(missing(file.filename))
      return { number, etag }
    },
    async completeParts({ filename }: PartedFile): Promise<void> {
      const path = partial(filename)
      await rename(path, join(root, filename)).catch(missing(filename))
      await rm(tail(filename), { force: true })
      await syncFolder(root)
    },
    async abortParts({ filename }: PartedFile): Promise<void> {
      for (const path of [partial(filename), tail(filename)]) await rm(path, { force: true })
    },
    async keepTail({ filename }: PartedFile, body: Buffer): Promise<void> {
      await writeFile(tail(filename), body, { mode: 0o600 }).catch(missing(filename))
    },
    readTail: ({ filename }: PartedFile): Promise<Buffer> =>
      readFile(tail(filename)).catch(missing(filename)),
  }
}

async function writeAt(path: string, body: Buffer, position: number): Promise<void> {
  const file = await open(path, "r+")
  try {
    await writeAll(file, body, position)
    await file.sync()
  } finally {
    await file.close()
  }
}
