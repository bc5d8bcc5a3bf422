import { isUtf8 } from "node:buffer"
import { type Problem, problem } from "../errors.ts"
import { LINE_FEED, QUOTE } from "./csv-record.ts"
import {
  CLOSE_LIST,
  COLON,
  COMMA,
  isBlank,
  MOST_LEVELS,
  Nesting,
  OPEN_LIST,
  OPEN_OBJECT,
} from "./json-bytes.ts"
import type { JsonLayout } from "./json-layout.ts"

const LONGEST_RECORD = 2_000_000

/** One element of a JSON source, as it is written. */
export interface JsonRecord {
  /** Records count from 1. */
  row: number
  /** Physical line on which it starts, counted from 1. */
  line: number
  /** Its text; cut off when it is longer than a record can be. */
  text: string
  fault: "row_too_long" | "too_deep" | "unterminated_record" | "bad_record" | "invalid_encoding" | null
}

/**
 * The elements of a JSON array, or values one behind the other (JSON Lines), in constant memory. Throws 422
 * `json_truncated` for an array without an end, and `json_invalid` naming the line where something stands between
 * or behind the elements of an array that belongs to none of them.
 */
export async function* scanJson(
  bytes: AsyncIterable<Buffer>,
  layout: JsonLayout,
): AsyncGenerator<JsonRecord> {
  const scanner = new ElementScanner(layout)
  let before = layout.at
  for await (const block of bytes) {
    yield* scanner.take(block.subarray(before))
    before = Math.max(0, before - block.length)
  }
  yield* scanner.end()
}

type Ending = "goes on" | "ends behind" | "ends before"

class ElementScanner {
  readonly #layout: JsonLayout
  readonly #isList: boolean
  #wanted: "first" | "element" | "comma" | "either" | "nothing" = "first"
  #row = 0
  #line: number
  /** Where in the file the block at hand begins, and the line. */
  #base: number
  #lineFrom: number | null
  /** The open element: where it starts, how it nests, and the last of its bytes that is not blank. */
  #open: { line: number; nesting: Nesting; isWord: boolean; isList: boolean; last: number } | null = null
  /** Nothing but blanks yet on this line. */
  #fresh = true
  #fault: JsonRecord["fault"] = null
  #parts: Buffer[] = []
  #length = 0
  /** The object around a list. */
  readonly #around = new Nesting()

  constructor(layout: JsonLayout) {
    this.#layout = layout
    this.#isList = layout.form === "list"
    this.#line = layout.line
    this.#base = layout.at
    this.#lineFrom = layout.line === 1 ? 0 : null
    this.#around.follow(OPEN_OBJECT)
  }

  *take(block: Buffer): Generator<JsonRecord> {
    let from = 0
    for (let at = 0; at < block.length; at++) {
      const byte = block[at] as number
      if (this.#open) {
        const ending = this.#follow(byte)
        if (ending !== "ends before" && byte === LINE_FEED) this.#endLine(at)
        if (ending === "goes on") continue
        this.#keep(block.subarray(from, ending === "ends behind" ? at + 1 : at))
        yield this.#record()
        if (ending === "ends behind") continue
      }
      if (this.#wanted === "nothing") return this.#keepRest(block.subarray(at))
      if (byte === LINE_FEED) this.#endLine(at)
      if (!isBlank(byte)) this.#look(byte, () => this.#columnOf(block, at))
      if (this.#open) from = at
    }
    if (this.#open) this.#keep(block.subarray(from))
    this.#base += block.length
  }

  #endLine(at: number) {
    this.#line += 1
    this.#lineFrom = this.#base + at + 1
  }

  *end(): Generator<JsonRecord> {
    if (this.#wanted === "nothing") return this.#checkRest()
    if (this.#isList) throw truncated(this.#withoutEnd())
    if (!this.#open) return
    if (!this.#open.isWord) this.#fault = "unterminated_record"
    yield this.#record()
  }

  #withoutEnd(): string {
    if (!this.#open) return "The JSON array has no end"
    return `The record that begins on line ${this.#open.line} has no end, nor has the JSON array`
  }

  /** Between elements. */
  #look(byte: number, column: () => number | null) {
    if (!this.#isList) {
      if (byte !== COMMA) this.#begin(byte)
    } else if (byte === COMMA) {
      if (this.#wanted !== "comma" && this.#wanted !== "either")
        throw invalid(this.#line, "a comma has no record before it", column())
      this.#wanted = "element"
    } else if (byte === CLOSE_LIST) {
      if (this.#wanted === "element") throw invalid(this.#line, "a comma has no record behind it", column())
      this.#wanted = "nothing"
    } else if (this.#wanted === "comma") {
      throw invalid(
        this.#line,
        "something stands behind a record of the list that is neither , nor ]",
        column(),
      )
    } else this.#begin(byte)
  }

  /** In which column of its line a byte of the block is; null where the line began before the list. */
  #columnOf(block: Buffer, at: number): number | null {
    if (this.#lineFrom === null) return null
    const begin = this.#lineFrom - this.#base
    return begin < 0 ? at - begin + 1 : block.toString("utf8", begin, at).length + 1
  }

  #begin(byte: number) {
    const isWord = byte !== QUOTE && byte !== OPEN_OBJECT && byte !== OPEN_LIST
    const isList = byte === OPEN_LIST
    this.#open = { line: this.#line, nesting: new Nesting(), isWord, isList, last: byte }
    // What stands behind an object on its line, and is none, belongs to it.
    const isRest = !this.#isList && !this.#fresh && this.#wanted === "comma" && byte !== OPEN_OBJECT
    this.#fresh = false
    this.#fault = isRest ? "bad_record" : null
    if (!isWord) this.#open.nesting.follow(byte)
  }

  /** Within an element: whether it goes on with this byte. */
  #follow(byte: number): Ending {
    const { nesting, isWord } = this.#open as { nesting: Nesting; isWord: boolean }
    if (isWord) {
      return isBlank(byte) || byte === COMMA || (this.#isList && byte === CLOSE_LIST)
        ? "ends before"
        : "goes on"
    }
    if (this.#isNext(byte)) {
      this.#fault = "unterminated_record"
      return "ends before"
    }
    nesting.follow(byte)
    this.#pass(byte)
    return nesting.depth === 0 && !nesting.inText ? "ends behind" : "goes on"
  }

  /**
   * Whether the open element can only have been left unclosed, so that it must not swallow the ones behind: no text
   * of JSON has a line end in it, and no object begins where a line does, unless a list or a name leads to it.
   */
  #isNext(byte: number): boolean {
    const { nesting, last, isList } = this.#open as { nesting: Nesting; last: number; isList: boolean }
    if (nesting.inText) return byte === LINE_FEED && !this.#isList
    if (byte !== OPEN_OBJECT || !this.#fresh) return false
    if (last === COLON || last === OPEN_LIST) return false
    return last !== COMMA || (nesting.depth === 1 && !isList)
  }

  #pass(byte: number) {
    if (byte === LINE_FEED) this.#fresh = true
    if (isBlank(byte)) return
    this.#fresh = false
    if (this.#open) this.#open.last = byte
  }

  #keep(bytes: Buffer) {
    const room = LONGEST_RECORD - this.#length
    if (room > 0 && bytes.length > 0) this.#parts.push(Buffer.from(bytes.subarray(0, room)))
    this.#length += bytes.length
  }

  #record(): JsonRecord {
    const { line, nesting } = this.#open as { line: number; nesting: Nesting }
    const tooLong = this.#length > LONGEST_RECORD ? "row_too_long" : null
    const tooDeep = nesting.deepest > MOST_LEVELS ? "too_deep" : null
    const bytes = this.#taken()
    const fault = this.#fault ?? tooLong ?? tooDeep ?? (isUtf8(bytes) ? null : "invalid_encoding")
    const text = bytes.toString("utf8")
    this.#open = null
    // What was left unclosed may have had the comma in it.
    this.#wanted = this.#fault ? "either" : "comma"
    this.#row += 1
    return { row: this.#row, line, text, fault }
  }

  #taken(): Buffer {
    const bytes = Buffer.concat(this.#parts)
    this.#parts = []
    this.#length = 0
    return bytes
  }

  /** Behind a list: nothing, or the rest of the object around it. */
  #keepRest(bytes: Buffer) {
    for (const byte of bytes) {
      if (this.#layout.wrapped) this.#around.follow(byte)
      else if (!isBlank(byte)) throw invalid(this.#line, "something stands behind the end of the list")
      else if (byte === LINE_FEED) this.#line += 1
    }
    if (this.#layout.wrapped) this.#keep(bytes)
  }

  #checkRest() {
    if (!this.#layout.wrapped) return
    if (this.#around.depth > 0) throw truncated("The object around the list has no end")
    // What is longer than a record is taken to be what its brackets say.
    if (this.#length > LONGEST_RECORD || isJson(`{"list":[]${this.#taken()}`)) return
    throw invalid(this.#line, "what stands behind the list, in the object around it, is no JSON")
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function truncated(what: string): Problem {
  const detail = `${what}: the file is cut off, or a quote or bracket is missing. Send it whole.`
  return problem(422, "json_truncated", detail)
}

function invalid(line: number, what: string, column: number | null = null): Problem {
  const where = column === null ? "" : ` (column ${column})`
  const detail = `The file is no JSON: on line ${line} ${what}${where}. Mend it and send it again.`
  return problem(422, "json_invalid", detail)
}
