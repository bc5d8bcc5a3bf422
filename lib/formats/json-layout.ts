import { problem } from "../errors.ts"
import { LINE_FEED, QUOTE } from "./csv-record.ts"
import { CLOSE_LIST, COLON, COMMA, isBlank, Nesting, OPEN_LIST, OPEN_OBJECT } from "./json-bytes.ts"

/** How the records of a JSON source lie in it. */
export interface JsonLayout {
  /** A list's elements, or values one behind the other. */
  form: "list" | "lines"
  /** Bytes before the first record may begin: of a list, its bracket and what stands before it. */
  at: number
  /** The line that is on. */
  line: number
  /** The list is a property of an object, which ends behind it. */
  wrapped: boolean
  /** Properties of such an object beside the list. */
  besides: readonly string[]
}

/** An object that is all there is in a file, and has a list. */
export interface LoneObject {
  /** The property of its first list. */
  list: string
  /** Whether no property stands before it. */
  first: boolean
  /** Whether the list begins with an object. */
  holds_objects: boolean
  /** Its other properties. */
  besides: readonly string[]
}

/** Names that are told, and how much of one. */
const MOST_NAMES = 1_000
const MOST_NAME_BYTES = 1_000
const MARK = Buffer.from("\uFEFF")

/**
 * Finds out how a JSON source is laid out, in constant memory: the file is read until a second value begins, so of
 * JSON Lines hardly more than the first, of one object all of it. `wraps` says whether an object that stands alone
 * is only around a list of records; otherwise it is a record itself. Throws 422 `json_empty` and `json_invalid`.
 */
export async function layoutOf(
  bytes: AsyncIterable<Buffer>,
  wraps: (object: LoneObject) => boolean,
): Promise<JsonLayout> {
  const looker = new Looker()
  for await (const block of bytes) if (looker.take(block)) break
  return looker.layout(wraps)
}

class Looker {
  /** Bytes and lines before the one that is looked at. */
  #at = 0
  #line = 1
  #begin: { byte: number; at: number; line: number } | null = null
  #several = false
  readonly #nesting = new Nesting()
  /** What is wanted next on the object's own level. */
  #wanted: "name" | "value" | "element" | "nothing" = "nothing"
  #name: number[] | null = null
  #names: string[] = []
  #list: { name: number; at: number; line: number; holds_objects: boolean } | null = null

  /** Takes a block; true when no more is needed. */
  take(block: Buffer): boolean {
    for (let at = 0; at < block.length; at++) {
      if (this.#wanted === "nothing" && this.#name === null) at = this.#skip(block, at)
      if (at === block.length) break
      const byte = block[at] as number
      if (byte === LINE_FEED) this.#line += 1
      this.#at += 1
      if (this.#begin === null) this.#open(byte)
      else if (this.#nesting.depth > 0) this.#within(byte)
      else if (!isBlank(byte)) this.#several = true
      if (this.#several || this.#begin?.byte === OPEN_LIST) return true
    }
    return false
  }

  /** Values of the object's properties are passed over. */
  #skip(block: Buffer, from: number): number {
    const { at, lines } = this.#nesting.skip(block, from, 1)
    this.#at += at - from
    this.#line += lines
    return at
  }

  layout(wraps: (object: LoneObject) => boolean): JsonLayout {
    const begin = this.#begin
    if (!begin) throw problem(422, "json_empty", "The JSON file is empty.")
    const plain = { wrapped: false, besides: [] }
    if (begin.byte === OPEN_LIST) return { form: "list", at: begin.at, line: begin.line, ...plain }
    const lines: JsonLayout = { form: "lines", at: begin.at - 1, line: begin.line, ...plain }
    if (this.#several || !this.#list) return lines
    const { name, at, line, holds_objects } = this.#list
    const besides = this.#names.filter((_, i) => i !== name)
    const object = { list: this.#names[name] ?? "", first: name === 0, holds_objects, besides }
    return wraps(object) ? { form: "list", at, line, wrapped: true, besides } : lines
  }

  #open(byte: number) {
    // A byte order mark is no part of the text.
    if (isBlank(byte) || (this.#at <= MARK.length && byte === MARK[this.#at - 1])) return
    if (byte !== OPEN_LIST && byte !== OPEN_OBJECT) {
      const detail = `The file is no JSON: on line ${this.#line}, [ or { was expected, as a list of objects or one object a line begins.`
      throw problem(422, "json_invalid", detail)
    }
    this.#begin = { byte, at: this.#at, line: this.#line }
    this.#nesting.follow(byte)
    this.#wanted = "name"
  }

  #within(byte: number) {
    const nesting = this.#nesting
    const { depth, inText } = nesting
    nesting.follow(byte)
    if (this.#name) this.#spell(byte)
    else if (!inText && this.#wanted === "element") this.#seeElement(byte)
    else if (!inText && depth === 1) this.#seeProperty(byte)
  }

  #seeProperty(byte: number) {
    if (isBlank(byte)) return
    if (byte === QUOTE && this.#wanted === "name") this.#name = [byte]
    else if (byte === COMMA) this.#wanted = "name"
    else if (byte === COLON) this.#wanted = "value"
    else if (this.#wanted === "value") {
      const isList = byte === OPEN_LIST && this.#list === null
      const name = this.#names.length - 1
      if (isList) this.#list = { name, at: this.#at, line: this.#line, holds_objects: false }
      this.#wanted = isList ? "element" : "nothing"
    }
  }

  #seeElement(byte: number) {
    if (isBlank(byte)) return
    if (this.#list && byte !== CLOSE_LIST) this.#list.holds_objects = byte === OPEN_OBJECT
    this.#wanted = "nothing"
  }

  #spell(byte: number) {
    const name = this.#name ?? []
    if (name.length < MOST_NAME_BYTES) name.push(byte)
    if (this.#nesting.inText) return
    this.#name = null
    this.#wanted = "nothing"
    if (this.#names.length < MOST_NAMES) this.#names.push(nameOf(Buffer.from(name).toString("utf8")))
  }
}

/** A name that is no text, as half a character is none, is told as far as it goes. */
function nameOf(written: string): string {
  try {
    return Buffer.from(String(JSON.parse(written))).toString("utf8")
  } catch {
    return written.slice(1, 100)
  }
}
