import { pipeline, Readable } from "node:stream"
import { createGunzip } from "node:zlib"
import { Open } from "unzipper"
import { blocksOf, withBytes } from "../store/bytes.ts"
import { collected } from "../store/collected.ts"
import { shownName } from "../store/file-name.ts"
import type { Person } from "./person.ts"
import { openZip } from "./zip.ts"

/** Longer than any address or number, with what is written between its digits. */
const OVERLAP = 400
/** Of files in a ZIP that are ZIPs themselves, as Word's are. */
const MOST_DEPTH = 3
const MOST_NESTED_BYTES = 256 * 1_048_576
/** Of what gzip packs: as it is looked at while it comes out, this is a matter of time only. */
const MOST_UNPACKED_BYTES = 16 * 1_073_741_824

/** Whether something holds a person; null where it cannot be told. */
type Found = boolean | null

/** A file, or one in a ZIP. */
interface Content {
  name: string
  bytes: number
  blocks(): AsyncIterable<Buffer>
}

/**
 * Whether a file or its name holds a person, in UTF-8, UTF-16 or one byte a character, of marked-up text also across its marks; of a
 * ZIP, any file in it, Word's included, and of what gzip packs. Null where it cannot be told: a PDF keeps its text packed, and a
 * message may have its own in Base64. Throws Problem 422 for a ZIP that is damaged.
 */
export async function personIn(locator: string, { pattern }: Person): Promise<Found> {
  const found = new RegExp(pattern, "i")
  return withBytes(locator, async (bytes) => {
    const name = shownName(locator)
    const file = { name, bytes: bytes.size, blocks: () => blocksOf(bytes) }
    if (kindOf(await bytes.read(0, Math.min(4, bytes.size))) !== "zip") return isIn(file, found, 0)
    const { entries } = await openZip(locator)
    return (
      found.test(name) ||
      inAny(
        entries.map(({ name, uncompressedSize: bytes, open: blocks }) => ({ name, bytes, blocks })),
        found,
        1,
      )
    )
  })
}

function kindOf(head: Buffer): "pdf" | "zip" | "gzip" | "other" {
  const kind = head.toString("latin1", 0, 4)
  if (kind.startsWith("\u001f\u008b")) return "gzip"
  return kind === "%PDF" ? "pdf" : kind === "PK\u0003\u0004" ? "zip" : "other"
}

async function inAny(files: readonly Content[], found: RegExp, depth: number): Promise<Found> {
  let all: Found = false
  for (const file of files) {
    const one = await isIn(file, found, depth)
    if (one) return true
    if (one === null) all = null
  }
  return all
}

async function isIn(file: Content, found: RegExp, depth: number): Promise<Found> {
  if (found.test(file.name)) return true
  let look: ((text: string) => boolean) | undefined
  const isEncoded = /\.eml$/i.test(file.name)
    ? overlapping(/^content-transfer-encoding:\s*base64/im)
    : () => false
  let encoded = false
  for await (const block of file.blocks()) {
    const kind = look ? "other" : kindOf(block)
    if (kind === "pdf") return null
    if (kind === "zip") return inNested(file, found, depth)
    if (kind === "gzip") return inUnpacked(file, found, depth)
    look ??= lookerOf(file.name, found)
    // Letters of an address are ASCII; without the zeros UTF-16 is the same.
    const text = block.toString("latin1").replaceAll("\0", "")
    if (look(text)) return true
    encoded ||= isEncoded(text)
  }
  return encoded ? null : false
}

function inUnpacked({ name, blocks }: Content, found: RegExp, depth: number): Promise<Found> | null {
  if (depth > MOST_DEPTH) return null
  const unpacked = async function* () {
    let bytes = 0
    const source = Readable.from(blocks(), { objectMode: false })
    // What goes wrong on either side reaches the reader through the unpacking stream itself.
    for await (const block of pipeline(source, createGunzip(), () => {}) as AsyncIterable<Buffer>) {
      bytes += block.length
      if (bytes > MOST_UNPACKED_BYTES) throw new Error("It would take too long to look into all of it")
      yield block
    }
  }
  const inner = { name: name.replace(/\.gz$/i, ""), bytes: Number.POSITIVE_INFINITY, blocks: unpacked }
  // One that is damaged, or too long.
  return isIn(inner, found, depth + 1).catch(() => null)
}

async function inNested(file: Content, found: RegExp, depth: number): Promise<Found> {
  if (depth > MOST_DEPTH || file.bytes > MOST_NESTED_BYTES) return null
  const directory = await Open.buffer(await collected(file.blocks())).catch(() => null)
  if (!directory) return null
  const files = directory.files.filter(({ type }) => type === "File")
  const contents = files.map((entry) => ({
    name: entry.path,
    bytes: entry.uncompressedSize,
    blocks: () => entry.stream() as AsyncIterable<Buffer>,
  }))
  // One that is encrypted, or damaged.
  return inAny(contents, found, depth + 1).catch(() => null)
}

/** Looks at a text that comes in blocks; of a marked-up one at what is left without its marks as well. */
function lookerOf(name: string, found: RegExp): (text: string) => boolean {
  const plain = overlapping(found)
  if (!/\.(xml|html?)$/i.test(name)) return plain
  const unmarked = overlapping(found)
  let rest = ""
  return (text) => {
    const marked = rest + text
    const cut = marked.lastIndexOf("<") > marked.lastIndexOf(">") ? marked.lastIndexOf("<") : marked.length
    rest = marked.slice(cut).slice(0, MOST_MARK)
    return plain(text) || unmarked(withoutMarks(marked.slice(0, cut)))
  }
}

/** More than a mark has. */
const MOST_MARK = 100_000

/** What ends a paragraph or a cell ends a word; other marks may be in the midst of one. */
const withoutMarks = (text: string) =>
  text.replace(/<\/(?:w:)?(?:p|tc|td|th|tr|li|div|h\d)>|<br[^>]*>/gi, "\n").replace(/<[^>]*>/g, "")

function overlapping(found: RegExp): (text: string) => boolean {
  let before = ""
  return (text) => {
    const whole = before + text
    before = whole.slice(-OVERLAP)
    return found.test(whole)
  }
}
