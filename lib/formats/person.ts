import { blocksOf, withBytes } from "../store/bytes.ts"
import { openZip } from "./zip.ts"

/** Whom to look for, as a regular expression that the database and this program understand alike; of any case. */
export interface Person {
  pattern: string
}

/** Longer than any address or number, with what is written between its digits. */
const OVERLAP = 400
const BETWEEN_DIGITS = '[^0-9A-Za-z"]{0,3}'

/** An address, and no longer one that ends or begins with it. */
export function personOfAddress(email: string): Person {
  const escaped = email.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
  return { pattern: `(^|[^a-z0-9._%+-])${escaped}($|[^a-z0-9.-]|[.]($|[^a-z0-9]))` }
}

/** A number by its country's code and its digits there, however they are set apart. */
export function personOfNumber(code: string, digits: string): Person {
  const spaced = (text: string) => [...text].join(BETWEEN_DIGITS)
  const before = `([+]${spaced(code)}|00${BETWEEN_DIGITS}${spaced(code)})?${BETWEEN_DIGITS}[(]?0?[)]?${BETWEEN_DIGITS}`
  return { pattern: `(^|[^0-9])${before}${spaced(digits)}($|[^0-9])` }
}

/**
 * Whether a file holds a person, in UTF-8, UTF-16 or one byte a character; of a ZIP, any file in it. Null where it cannot be
 * told: a PDF keeps its text packed. Throws Problem 422 for a ZIP that is damaged.
 */
export async function personIn(locator: string, { pattern }: Person): Promise<boolean | null> {
  const found = new RegExp(pattern, "i")
  const head = await withBytes(locator, (bytes) => bytes.read(0, Math.min(4, bytes.size)))
  const kind = head.toString("latin1")
  if (kind === "%PDF") return null
  if (kind !== "PK\u0003\u0004") return withBytes(locator, (bytes) => isIn(blocksOf(bytes), found))
  for (const entry of (await openZip(locator)).entries) if (await isIn(entry.open(), found)) return true
  return false
}

async function isIn(blocks: AsyncIterable<Buffer>, pattern: RegExp): Promise<boolean> {
  let before = ""
  for await (const block of blocks) {
    // Letters of an address are ASCII; without the zeros UTF-16 is the same.
    const text = before + block.toString("latin1").replaceAll("\0", "")
    if (pattern.test(text)) return true
    before = text.slice(-OVERLAP)
  }
  return false
}
