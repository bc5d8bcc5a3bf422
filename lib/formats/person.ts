import { blocksOf, withBytes } from "../store/bytes.ts"
import { openZip } from "./zip.ts"

/** Whom to look for: an address in small letters, or the digits of a number within its country. */
export interface Person {
  email: string | null
  digits: string | null
}

/** Longer than any address or number, with what is written between its digits. */
const OVERLAP = 400

/** Whether a file holds a person, in UTF-8, UTF-16 or one byte a character; of a ZIP, any file in it. */
export async function personIn(locator: string, person: Person): Promise<boolean> {
  if (await isZip(locator)) {
    for (const entry of (await openZip(locator)).entries) if (await isIn(entry.open(), person)) return true
    return false
  }
  return withBytes(locator, (bytes) => isIn(blocksOf(bytes), person))
}

async function isZip(locator: string): Promise<boolean> {
  return withBytes(locator, async (bytes) => {
    const head = await bytes.read(0, Math.min(4, bytes.size))
    return head.toString("latin1") === "PK\u0003\u0004"
  })
}

async function isIn(blocks: AsyncIterable<Buffer>, { email, digits }: Person): Promise<boolean> {
  let before = ""
  for await (const block of blocks) {
    // Letters of an address are ASCII; without the zeros UTF-16 is the same.
    const text = before + block.toString("latin1").replaceAll("\0", "")
    if (email !== null && text.toLowerCase().includes(email)) return true
    if (digits !== null && text.replace(/[^0-9\n"]/g, "").includes(digits)) return true
    before = text.slice(-OVERLAP)
  }
  return false
}
