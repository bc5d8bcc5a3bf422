import { isUtf8 } from "node:buffer"
import { LINE_FEED, QUOTE } from "./csv-record.ts"

const BLOCK_BYTES = 1_048_576
const SENTINELS = 2

/**
 * The stretch of a byte stream that is looked at: blocks are added at its end, records taken from its front,
 * and only what is left of an unfinished record moves along. Two quotes stand behind the last byte, the
 * sentinels `readRecord` wants.
 */
export class ByteWindow {
  bytes: Buffer = Buffer.allocUnsafeSlow(BLOCK_BYTES)
  /** Start of the first record not yet taken. */
  start = 0
  end = 0
  ended = false
  /** Some byte up to the last newline is NUL or not UTF-8, so every record must be looked at by itself. */
  suspect = false
  /** Set while the rest of a physical line is thrown away. */
  skipping = false
  #taken = 0
  #received = 0
  #enough = 3

  /** Bytes of the stream before `start`. */
  get consumed(): number {
    return Math.min(this.#taken + this.start, this.#received)
  }

  /** Adds a block of any length; returns false while there is too little to be worth a look. */
  add(block: Buffer): boolean {
    this.#makeRoom(block.length)
    block.copy(this.bytes, this.end)
    this.end += block.length
    this.#received += block.length
    return this.#settle()
  }

  /** No more blocks: a last line without its newline gets one. */
  finish() {
    this.ended = true
    this.#makeRoom(1)
    if (this.end > this.start && this.bytes[this.end - 1] !== LINE_FEED) this.bytes[this.end++] = LINE_FEED
    this.#settle()
  }

  /** The record at `start` needs more bytes: twice as many, so that a long one is not read over and over. */
  wantMore() {
    this.#enough = 2 * (this.end - this.start)
  }

  /** First newline at or after `from`, or -1. */
  lineEnd(from: number): number {
    const found = this.bytes.subarray(from, this.end).indexOf(LINE_FEED)
    return found < 0 ? -1 : from + found
  }

  #makeRoom(length: number) {
    const kept = this.end - this.start
    const wanted = kept + length + SENTINELS
    const target = wanted > this.bytes.length ? Buffer.allocUnsafeSlow(2 * wanted) : this.bytes
    if (this.start > 0 || target !== this.bytes) this.bytes.copy(target, 0, this.start, this.end)
    this.bytes = target
    this.#taken += this.start
    this.start = 0
    this.end = kept
  }

  #settle(): boolean {
    this.bytes.fill(QUOTE, this.end, this.end + SENTINELS)
    if (this.end - this.start < this.#enough && !this.ended) return false
    this.#enough = 0
    this.#skipMark()
    const lastLine = this.bytes.subarray(this.start, this.end).lastIndexOf(LINE_FEED) + 1
    this.suspect = !isCleanText(this.bytes.subarray(this.start, this.start + lastLine))
    return true
  }

  /** The byte order mark counts as consumed, but is part of no record. */
  #skipMark() {
    if (this.#taken + this.start > 0) return
    const { bytes } = this
    if (this.end >= 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) this.start = 3
  }
}

/** UTF-8 without NUL: what the database accepts as text. */
export function isCleanText(bytes: Buffer): boolean {
  return isUtf8(bytes) && !bytes.includes(0)
}

/** Cuts one block into pieces a window can take without growing much. */
export function* piecesOf(block: Buffer): Generator<Buffer> {
  for (let at = 0; at < block.length; at += BLOCK_BYTES) yield block.subarray(at, at + BLOCK_BYTES)
}
