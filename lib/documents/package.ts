import { isProblem } from "../errors.ts"
import { type Relation, relationsOf } from "../formats/workbook/book.ts"
import { readWhole, type XmlTaker } from "../formats/workbook/xml.ts"
import { openZip, type ZipEntry } from "../formats/zip.ts"
import { namesText } from "../words.ts"
import type { DocumentWarning } from "./blocks.ts"
import { MOST_UNPACKED_BYTES, MOST_XML_BYTES } from "./limits.ts"
import { type Refusal, RefusedError } from "./refused.ts"

const LIMITS = {
  max_entries: 10_000,
  max_bytes: MOST_UNPACKED_BYTES,
  max_ratio: 2_000,
  backslashes: "part",
} as const

/** The parts of an office document. */
export interface Package {
  has(part: string): boolean
  /** Names of parts, in lower case. */
  names: string[]
  /** Reads a part as XML; one that is not there is empty. Throws RefusedError. */
  read(part: string, taker: XmlTaker): Promise<void>
  /** The same for what stands beside the text: what cannot be read of it is left out, and told by `warnings`. */
  readBeside(part: string, taker: XmlTaker): Promise<void>
  warnings(): DocumentWarning[]
  bytes(part: string): Promise<Buffer>
  /** What a part points to; of "", the package. */
  relations(part: string): Promise<Relation[]>
}

/**
 * Opens an office document. Throws RefusedError: `encrypted`, `corrupt`, and `unpacks_too_large` where it holds more than any real one.
 */
export async function openPackage(bytes: Buffer): Promise<Package> {
  const { entries } = await refusing(() => openZip(bytes, LIMITS), "unpacks_too_large")
  const parts = new Map(entries.map((entry) => [entry.name.toLowerCase(), entry]))
  const unreadable: string[] = []
  let left = MOST_XML_BYTES
  const opened: Package = {
    has: (part) => parts.has(part.toLowerCase()),
    names: [...parts.keys()],
    async read(part, taker) {
      const entry = parts.get(part.toLowerCase())
      if (!entry) return
      left -= entry.uncompressedSize
      if (left < 0) throw new RefusedError("xml_too_large")
      await refusing(() => readWhole(entry, taker, MOST_XML_BYTES))
    },
    async readBeside(part, taker) {
      try {
        await opened.read(part, taker)
      } catch (error) {
        if (!(error instanceof RefusedError) || error.refusal !== "corrupt") throw error
        unreadable.push(part)
      }
    },
    warnings: () => leftOut(unreadable),
    bytes: (part) => refusing(() => bytesOf(parts.get(part.toLowerCase()))),
    relations: (part) => refusing(() => relationsOf(parts, part)),
  }
  return opened
}

function leftOut(parts: readonly string[]): DocumentWarning[] {
  if (parts.length === 0) return []
  const message = `Parts of it could not be read, and what of them is text was left out: ${namesText(parts)}.`
  return [{ code: "parts_left_out", message, count: parts.length }]
}

/** Takes what is wrong with a ZIP or its XML for what is wrong with the document. */
async function refusing<T>(work: () => Promise<T>, bomb: Refusal = "corrupt"): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!isProblem(error)) throw error
    if (error.code === "zip_encrypted") throw new RefusedError("encrypted")
    throw new RefusedError(error.code === "zip_bomb" ? bomb : "corrupt")
  }
}

async function bytesOf(entry: ZipEntry | undefined): Promise<Buffer> {
  const blocks: Buffer[] = []
  if (entry) for await (const block of entry.open()) blocks.push(block)
  return Buffer.concat(blocks)
}

/** A taker that hears of what it has a part for. */
export function taking(taker: Partial<XmlTaker>): XmlTaker {
  return { open() {}, close() {}, text() {}, ...taker }
}

/** An attribute by its local name, whatever its prefix is. */
export function attributeOf(attributes: Readonly<Record<string, string>>, name: string): string | undefined {
  for (const key in attributes) {
    if (key === name || (key.endsWith(name) && key[key.length - name.length - 1] === ":"))
      return attributes[key]
  }
  return undefined
}
