import { createHash } from "node:crypto"
import { appendFile, open, readFile, rename, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { z } from "zod"
import { isMissing, storeRefusalOf, syncFolder, writeAll } from "./disk.ts"
import { notesPathOf, PARTIAL } from "./file-name.ts"
import type { PartedFile, StoredPart } from "./parts.ts"
import { fileNotFound } from "./stored.ts"

const Line = z.object({ number: z.number(), bytes: z.number(), etag: z.string() })

/**
 * What a store in a folder does with files that come in parts: they are written at their places in a file that is not
 * listed, beside it a line a part.
 */
export function diskParts(root: string) {
  const partial = (filename: string) => join(root, `${filename}${PARTIAL}`)
  const notes = (filename: string) => notesPathOf(partial(filename))
  const tail = (filename: string) => join(root, `${filename}.tail${PARTIAL}`)
  const missing = (filename: string) => (error: unknown) => {
    throw isMissing(error) ? fileNotFound(filename) : storeRefusalOf(error)
  }
  const list = async ({ filename }: PartedFile): Promise<StoredPart[]> => {
    const lines = await readFile(notes(filename), "utf8").catch(missing(filename))
    const parts = lines.split("\n").flatMap((line) => (line === "" ? [] : [Line.parse(JSON.parse(line))]))
    return [...new Map(parts.map((part) => [part.number, part])).values()]
  }
  return {
    async beginParts(filename: string): Promise<string> {
      for (const path of [partial(filename), notes(filename)]) await (await open(path, "wx", 0o600)).close()
      return filename
    },
    signPart: async (): Promise<string | null> => null,
    async writePart(file: PartedFile, number: number, body: Buffer): Promise<StoredPart> {
      const etag = createHash("sha256").update(body).digest("hex")
      const part = { number, bytes: body.length, etag }
      const path = partial(file.filename)
      await writeAt(path, body, (number - 1) * file.part_bytes).catch(missing(file.filename))
      await appendFile(notes(file.filename), `${JSON.stringify(part)}\n`)
      return part
    },
    listParts: list,
    async completeParts({ filename }: PartedFile): Promise<void> {
      const path = partial(filename)
      await rename(path, join(root, filename)).catch(missing(filename))
      for (const beside of [notes(filename), tail(filename)]) await rm(beside, { force: true })
      await syncFolder(root)
    },
    async abortParts({ filename }: PartedFile): Promise<void> {
      for (const path of [partial(filename), notes(filename), tail(filename)]) await rm(path, { force: true })
    },
    async keepTail({ filename }: PartedFile, body: Buffer): Promise<void> {
      await writeFile(tail(filename), body, { mode: 0o600 }).catch(missing(filename))
    },
    readTail: ({ filename }: PartedFile): Promise<Buffer> => readFile(tail(filename)).catch(missing(filename)),
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
