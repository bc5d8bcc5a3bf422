import { ChunkFile } from "../formats/chunk-file.ts"
import type { FaultCount, FaultLine, FaultList } from "./source.ts"

const BUFFER_BYTES = 65_536

/** Half a character as JSON writes it: JSON.stringify escapes a surrogate only when its other half is missing. */
const HALF_A_CHARACTER = /(?<!\\)((?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/g

/**
 * Writes what is wrong with rows where the database reads it from: one JSON object a line, in a file once there is one.
 * Beyond as many as are to be kept they are only counted.
 */
export class FaultFile {
  readonly #directory: string
  #left: number
  #file: ChunkFile | null = null
  #written = 0
  #longest = 0
  #counted = new Map<string, FaultCount>()
  /** Faults since the last file was taken, written or not. */
  count = 0

  /** `keep` is for all of its files together. */
  constructor(directory: string, keep: number) {
    this.#directory = directory
    this.#left = keep
  }

  /** Bytes of the open file, on the disk or not. */
  get bytes(): number {
    return this.#written > 0 ? (this.#file?.bytes ?? 0) : 0
  }

  /** Adds a row as it was read, but for half a character, which the database does not take and is replaced. */
  add(fault: FaultLine) {
    this.count += 1
    if (this.#left === 0) return this.#tally(fault)
    this.#left -= 1
    const text = JSON.stringify(fault).replace(HALF_A_CHARACTER, "$1\\ufffd")
    this.#longest = Math.max(this.#longest, this.#opened().addLine(text))
    this.#written += 1
  }

  /** Ends the open file; the next fault begins another. */
  take(): FaultList {
    const path = this.#written > 0 ? (this.#file?.close() ?? null) : null
    const list = { count: this.count, path, longest: this.#longest, counted: [...this.#counted.values()] }
    this.count = 0
    this.#written = 0
    this.#longest = 0
    this.#counted = new Map()
    return list
  }

  /** Removes a file that was not taken. */
  discard() {
    this.#file?.discard()
  }

  #tally({ code, column_name }: FaultLine) {
    const key = JSON.stringify([code, column_name])
    const same = this.#counted.get(key) ?? { code, column_name, errors: 0 }
    this.#counted.set(key, { ...same, errors: same.errors + 1 })
  }

  #opened(): ChunkFile {
    this.#file ??= new ChunkFile(this.#directory, BUFFER_BYTES)
    if (this.#written === 0) this.#file.open()
    return this.#file
  }
}
