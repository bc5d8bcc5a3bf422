import { hash } from "node:crypto"
import { constants } from "node:fs"
import { appendFile, open, readFile, rename, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { isMissing, storeRefusalOf, syncFolder, writeAll } from "./disk.ts"
import { PARTIAL } from "./file-name.ts"
import type { ArrivedPart, PartedFile, StoredPart } from "./parts.ts"
import { fileNotFound } from "./stored.ts"

const { O_APPEND, O_WRONLY } = constants

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
      for (const path of [partial(filename), noted(partial(filename))]) {
        await (await open(path, "wx", 0o600)).close()
      }
      return filename
    },
    async writePart(file: PartedFile, number: number, body: Buffer): Promise<StoredPart> {
      const etag = hash("sha256", body)
      const path = partial(file.filename)
      await writeAt(path, body, (number - 1) * file.part_bytes).catch(missing(file.filename))
      await noteArrived(path, { number, etag, bytes: body.length }).catch(missing(file.filename))
      return { number, etag }
    },
    partUrl: async () => null,
    async partsThere({ filename }: PartedFile): Promise<ArrivedPart[]> {
      const text = await readFile(noted(partial(filename)), "utf8").catch(missing(filename))
      return arrivedIn(text)
    },
    async completeParts({ filename }: PartedFile): Promise<void> {
      const path = partial(filename)
      await rename(path, join(root, filename)).catch(missing(filename))
      for (const left of [tail(filename), noted(path)]) await rm(left, { force: true })
      await syncFolder(root)
    },
    async abortParts({ filename }: Pick<PartedFile, "filename">): Promise<void> {
      const path = partial(filename)
      for (const left of [path, tail(filename), noted(path)]) await rm(left, { force: true })
    },
    async keepTail({ filename }: PartedFile, body: Buffer): Promise<void> {
      await writeFile(tail(filename), body, { mode: 0o600 }).catch(missing(filename))
    },
    readTail: ({ filename }: PartedFile): Promise<Buffer> =>
      readFile(tail(filename)).catch(missing(filename)),
  }
}

/** Beside what has arrived, a line for each part; a short line is written whole or not at all. */
const noted = (path: string) => path.replace(new RegExp(`${PARTIAL}$`), `.parts${PARTIAL}`)

async function noteArrived(path: string, { number, etag, bytes }: ArrivedPart): Promise<void> {
  // Not made anew where it was given up meanwhile.
  await appendFile(noted(path), `${number} ${bytes} ${etag}\n`, { flag: O_APPEND | O_WRONLY })
}

/** The file that one is of which is not whole, or is noted beside it. */
export const nameOfPartial = (name: string) => name.replace(/(?:\.tail|\.parts)?\.part(?:\.json)?$/, "")

/** Of a part that came twice the later line holds. */
function arrivedIn(text: string): ArrivedPart[] {
  const lines = text.split("\n").flatMap((line) => {
    const [number, bytes, etag] = line.split(" ")
    return etag === undefined ? [] : [{ number: Number(number), bytes: Number(bytes), etag }]
  })
  const last = new Map(lines.map((part) => [part.number, part]))
  return [...last.values()].sort((one, other) => one.number - other.number)
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
