import { randomUUID } from "node:crypto"
import { closeSync, openSync, rmSync, writeSync } from "node:fs"
import { join } from "node:path"
import { LINE_FEED } from "./csv-record.ts"

/** UTF-8 spends at most three bytes on a UTF-16 code unit. */
const MOST_BYTES = 3

/**
 * One chunk file after the other, written through one buffer. Synchronous on purpose: a write of some hundred
 * kilobytes costs less than the turn of the event loop it would save.
 */
export class ChunkFile {
  readonly #directory: string
  #buffer: Buffer
  #used = 0
  #flushed = 0
  #file: { path: string; descriptor: number } | null = null

  constructor(directory: string, bufferBytes: number) {
    this.#directory = directory
    this.#buffer = Buffer.allocUnsafeSlow(bufferBytes)
  }

  /** Bytes of the open chunk, written or not. */
  get bytes(): number {
    return this.#flushed + this.#used
  }

  open() {
    const path = join(this.#directory, `chunk-${randomUUID()}.csv`)
    this.#file = { path, descriptor: openSync(path, "wx", 0o600) }
    this.#used = 0
    this.#flushed = 0
  }

  /** The buffer, with room for so many bytes from `at`; tell `wrote` how far it was filled. */
  room(bytes: number): { buffer: Buffer; at: number } {
    if (this.#used + bytes > this.#buffer.length) this.#flush()
    if (bytes > this.#buffer.length) this.#buffer = Buffer.allocUnsafeSlow(2 * bytes)
    return { buffer: this.#buffer, at: this.#used }
  }

  wrote(end: number) {
    this.#used = end
  }

  /** Adds a line of text; answers its bytes. */
  addLine(text: string): number {
    const most = (text.length + 1) * MOST_BYTES
    const { buffer, at } = this.room(most <= this.#buffer.length ? most : Buffer.byteLength(text) + 1)
    const end = at + buffer.write(text, at, "utf8")
    buffer[end] = LINE_FEED
    this.wrote(end + 1)
    return end + 1 - at
  }

  /** Ends the open chunk and hands its file over: from here on it is the caller's to delete. */
  close(): string {
    if (!this.#file) throw new Error("no chunk is open")
    this.#flush()
    const { path, descriptor } = this.#file
    this.#file = null
    closeSync(descriptor)
    return path
  }

  /** Removes a chunk that was not handed over. */
  discard() {
    if (!this.#file) return
    const { path, descriptor } = this.#file
    this.#file = null
    closeSync(descriptor)
    rmSync(path, { force: true })
  }

  #flush() {
    let done = 0
    while (this.#file && done < this.#used) {
      done += writeSync(this.#file.descriptor, this.#buffer, done, this.#used - done)
    }
    this.#flushed += this.#used
    this.#used = 0
  }
}
