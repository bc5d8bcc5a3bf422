import { TextDecoder } from "node:util"
import { SaxesParser } from "saxes"
import { type Problem, problem } from "../../errors.ts"
import type { ZipEntry } from "../zip.ts"

/** What becomes of the events of a part; names come without their prefixes. */
export interface XmlTaker {
  open(name: string, attributes: Readonly<Record<string, string>>): void
  close(name: string): void
  text(text: string): void
}

/** Text without a tag in it, beyond which a part is made to use up memory. */
const LONGEST_TEXT = 4_194_304
const DEEPEST = 256

/**
 * Reads a part of a package event by event in constant memory, and tells how far it is behind every block of it. No entity but
 * XML's own five is known. Throws Problem 422 `workbook_corrupt` for what is no XML, or has a document type.
 */
export async function* readPart(
  entry: ZipEntry,
  taker: XmlTaker,
  most = Number.POSITIVE_INFINITY,
): AsyncGenerator<number> {
  if (entry.uncompressedSize > most) throw broken(entry, "it is larger than any real one")
  const parser = new SaxesParser({ xmlns: false, position: false })
  let depth = 0
  let silent = 0
  parser.on("opentag", ({ name, attributes }) => {
    silent = 0
    depth += 1
    if (depth > DEEPEST) throw broken(entry, "it is nested too deep")
    taker.open(local(name), attributes)
  })
  parser.on("closetag", ({ name }) => {
    silent = 0
    depth -= 1
    taker.close(local(name))
  })
  parser.on("text", (text) => taker.text(text))
  parser.on("cdata", (text) => taker.text(text))
  parser.on("doctype", () => {
    throw broken(entry, "it has a document type, which no workbook has")
  })
  parser.on("error", () => {
    throw broken(entry, "it is not well-formed XML")
  })
  let decoder: TextDecoder | null = null
  let bytes = 0
  for await (const block of entry.open()) {
    bytes += block.length
    decoder ??= new TextDecoder(encodingOf(block))
    silent += block.length
    if (silent > LONGEST_TEXT) throw broken(entry, "a text in it is longer than any cell")
    parser.write(decoder.decode(block, { stream: true }))
    yield bytes
  }
  parser.write(decoder?.decode() ?? "")
  parser.close()
  yield bytes
}

/** Reads a small part at once. */
export async function readWhole(entry: ZipEntry, taker: XmlTaker, most: number): Promise<void> {
  for await (const _ of readPart(entry, taker, most));
}

function local(name: string): string {
  const at = name.indexOf(":")
  return at < 0 ? name : name.slice(at + 1)
}

function encodingOf(head: Buffer): string {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le"
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be"
  const declared = /^[^>]*encoding=["']([\w-]+)["']/.exec(head.toString("latin1", 0, 200))?.[1]?.toLowerCase()
  return declared === "utf-16" ? (head[0] === 0 ? "utf-16be" : "utf-16le") : "utf-8"
}

/** What a workbook is refused with whose part cannot be read. */
export function broken({ name }: Pick<ZipEntry, "name">, why: string): Problem {
  const detail = `The workbook cannot be read: of its part ${name.slice(0, 100)}, ${why}. Open it in its program, save it again, and send that.`
  return problem(422, "workbook_corrupt", detail)
}
