import { LINE_FEED, QUOTE } from "./csv-record.ts"

/** The bytes that JSON alone gives a meaning; all below 0x80, so none of them occurs inside a UTF-8 sequence. */
export const COMMA = 44
export const COLON = 58
export const OPEN_LIST = 91
const BACKSLASH = 92
export const CLOSE_LIST = 93
export const OPEN_OBJECT = 123
const CLOSE_OBJECT = 125

/** A record's own level, and a hundred of a value in it: what reads deeper ones may run out of stack. */
export const MOST_LEVELS = 101

export function isBlank(byte: number): boolean {
  return byte === 32 || byte === LINE_FEED || byte === 13 || byte === 9
}

/** Follows JSON byte by byte: how deep it is, and whether it is within a text. */
export class Nesting {
  depth = 0
  deepest = 0
  inText = false
  #escaped = false

  /** Takes the next byte of a value. */
  follow(byte: number) {
    if (this.#escaped) this.#escaped = false
    else if (this.inText) {
      if (byte === BACKSLASH) this.#escaped = true
      else if (byte === QUOTE) this.inText = false
    } else if (byte === QUOTE) this.inText = true
    else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
      this.depth += 1
      if (this.depth > this.deepest) this.deepest = this.depth
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) this.depth -= 1
  }

  /** Takes bytes of values at once, until one is over and the depth is `floor`, or there are none; tells where, and how many lines ended. */
  skip(bytes: Buffer, from: number, floor: number): { at: number; lines: number } {
    let at = from
    let lines = 0
    while (at < bytes.length && (this.depth > floor || this.inText)) {
      const byte = bytes[at] as number
      // Of what is in a text or a number, hardly a byte means anything.
      if (byte === LINE_FEED) lines += 1
      if (
        this.#escaped ||
        byte === QUOTE ||
        byte === BACKSLASH ||
        (byte | 32) === 123 ||
        (byte | 32) === 125
      ) {
        this.follow(byte)
      }
      at += 1
    }
    return { at, lines }
  }
}
