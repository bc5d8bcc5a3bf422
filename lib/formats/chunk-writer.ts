import { randomUUID } from "node:crypto"
import { closeSync, mkdirSync, openSync, readdirSync, rmSync, statSync, writeSync } from "node:fs"
import { join } from "node:path"
import type { ChunkSink } from "./record-chunk.ts"

const BUFFER_BYTES = 4_194_304
/** Two numbers of up to 16 digits, their delimiters and the newline. */
const FRAME_BYTES = 40
/** A chunk is read within seconds of being written; what is this old was left by a process that was killed. */
const ABANDONED_MS = 3_600_000

/**
 * Writes good records to chunk files, one after the other, through one buffer. Synchronous on purpose: a
 * write of 4 MB costs less than the turn of the event loop it would save.
 */
export class ChunkWriter implements ChunkSink<string> {
  readonly #directory: string
  readonly #delimiter: number
  readonly #buffer: Buffer
  #used = 0
  #flushed = 0
  #file: { path: string; descriptor: number } | null = null
  /** Good records in the open chunk. */
  rows = 0

  constructor(directory: string, delimiter: number, maxRecordBytes: number) {
    this.#directory = directory
    this.#delimiter = delimiter
    this.#buffer = Buffer.allocUnsafeSlow(Math.max(BUFFER_BYTES, maxRecordBytes + FRAME_BYTES))
    mkdirSync(directory, { recursive: true })
    removeAbandoned(directory)
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
    this.rows = 0
  }

  /** Adds `index,delta,<bytes from start to end>` and a newline. */
  add(bytes: Buffer, start: number, end: number, index: number, delta: number) {
    if (this.#used + (end - start) + FRAME_BYTES > this.#buffer.length) this.#flush()
    const buffer = this.#buffer
    let at = writeNumber(buffer, this.#used, index)
    buffer[at++] = this.#delimiter
    at = writeNumber(buffer, at, delta)
    buffer[at++] = this.#delimiter
    at += bytes.copy(buffer, at, start, end)
    buffer[at++] = 10
    this.#used = at
    this.rows++
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

function removeAbandoned(directory: string) {
  for (const name of readdirSync(directory)) {
    if (!/^chunk-[0-9a-f-]{36}\.csv$/.test(name)) continue
    const path = join(directory, name)
    const written = statSync(path, { throwIfNoEntry: false })
    if (written && Date.now() - written.mtimeMs > ABANDONED_MS) rmSync(path, { force: true })
  }
}

/** Writes a natural number in ASCII and returns the offset behind it. Integer arithmetic: a third of the time. */
function writeNumber(buffer: Buffer, at: number, value: number): number {
  if (value > 0x7fffffff) return at + buffer.write(String(value), at, "latin1")
  let end = at + 1
  for (let rest = value; rest >= 10; rest = (rest / 10) | 0) end++
  let place = end
  for (let rest = value; place > at; rest = (rest / 10) | 0) buffer[--place] = 48 + (rest % 10)
  return end
}
