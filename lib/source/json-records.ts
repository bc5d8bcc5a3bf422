import { TextDecoder } from "node:util"
import { problem } from "../errors.ts"
import type { TextEncoding } from "./dialect.ts"

const LONGEST_RECORD = 2_000_000

/** One element of a JSON source, as it is written. */
export interface JsonRecord {
  /** Records count from 1. */
  row: number
  /** Physical line on which it starts, counted from 1. */
  line: number
  /** Its text; cut off when it is longer than a record can be. */
  text: string
  fault: "row_too_long" | "unterminated_record" | null
}

/**
 * The elements of a JSON array, or objects one behind the other (JSON Lines), in constant memory. An object whose
 * first property is an array stands for that array. Throws 422 `json_invalid` for what is neither, `json_empty` where
 * there is nothing, `json_truncated` for an array without an end.
 */
export async function* scanJson(
  bytes: AsyncIterable<Buffer>,
  encoding: TextEncoding = "utf-8",
): AsyncGenerator<JsonRecord> {
  const decoder = new TextDecoder(encoding)
  const scanner = new ElementScanner()
  for await (const block of bytes) yield* scanner.take(decoder.decode(block, { stream: true }))
  yield* scanner.take(decoder.decode())
  yield* scanner.end()
}

const OPENING = /^\s*(?:\[|\{\s*"(?:[^"\\]|\\.){0,200}"\s*:\s*\[)/
const MOST_OPENING = 1_000

class ElementScanner {
  #pending = ""
  #begun = false
  #inArray = false
  #over = false
  #row = 0
  #line = 1
  #start = 1
  #element = ""
  #depth = 0
  #inString = false
  #escaped = false
  #reading = false;

  *take(text: string): Generator<JsonRecord> {
    if (this.#begun) return yield* this.#scan(text)
    this.#pending += text
    if (this.#pending.length >= MOST_OPENING) yield* this.#begin()
  }

  *end(): Generator<JsonRecord> {
    if (!this.#begun) yield* this.#begin()
    if (this.#inArray && !this.#over) {
      throw problem(422, "json_truncated", "The JSON array has no end: the file is cut off. Send it whole.")
    }
    if (this.#reading) yield this.#record(this.#depth === 0 ? null : "unterminated_record")
  }

  *#begin(): Generator<JsonRecord> {
    this.#begun = true
    const text = this.#pending
    this.#pending = ""
    const opening = OPENING.exec(text)
    this.#inArray = opening !== null
    if (!opening && text.trim() === "") throw problem(422, "json_empty", "The JSON file is empty.")
    if (!opening && !text.trimStart().startsWith("{")) {
      throw problem(
        422,
        "json_invalid",
        "The file is no JSON: it should be an array of objects, or one object a line.",
      )
    }
    const skipped = opening?.[0] ?? ""
    this.#line += skipped.split("\n").length - 1
    yield* this.#scan(text.slice(skipped.length))
  }

  *#scan(text: string): Generator<JsonRecord> {
    for (let at = 0; at < text.length; at++) {
      if (this.#over) return
      const char = text[at] as string
      if (char === "\n") this.#line += 1
      if (this.#reading) yield* this.#goOn(char)
      else this.#look(char)
    }
  }

  /** Between elements. */
  #look(char: string) {
    if (this.#inArray && char === "]") this.#over = true
    else if (!/[\s,]/.test(char)) {
      this.#reading = true
      this.#start = this.#line
      this.#element = ""
      this.#depth = 0
      this.#advance(char)
    }
  }

  *#goOn(char: string): Generator<JsonRecord> {
    const ends =
      !this.#inString && this.#depth === 0 && (/[\s,]/.test(char) || (this.#inArray && char === "]"))
    if (!ends) {
      this.#advance(char)
      if (this.#depth > 0 || this.#inString || char !== "}") return
    }
    yield this.#record(this.#element.length > LONGEST_RECORD ? "row_too_long" : null)
    if (ends) this.#look(char)
  }

  #advance(char: string) {
    if (this.#element.length <= LONGEST_RECORD) this.#element += char
    if (this.#escaped) this.#escaped = false
    else if (this.#inString) {
      if (char === "\\") this.#escaped = true
      else if (char === '"') this.#inString = false
    } else if (char === '"') this.#inString = true
    else if (char === "{" || char === "[") this.#depth += 1
    else if (char === "}" || char === "]") this.#depth -= 1
  }

  #record(fault: JsonRecord["fault"]): JsonRecord {
    this.#reading = false
    this.#row += 1
    return { row: this.#row, line: this.#start, text: this.#element, fault }
  }
}
