import { ChunkFile } from "../formats/chunk-file.ts"
import type { FaultLine, FaultList } from "./source.ts"

const BUFFER_BYTES = 65_536

/** Half a character as JSON writes it: JSON.stringify escapes a surrogate only when its other half is missing. */
const HALF_A_CHARACTER = /(?<!\\)((?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/g

/** Writes what is wrong with rows where the database reads it from: one JSON object a line, in a file once there is one. */
export class FaultFile {
  readonly #directory: string
  #file: ChunkFile | null = null
  #longest = 0
  count = 0

  constructor(directory: string) {
    this.#directory = directory
  }

  /** Bytes of the open file, written or not. */
  get bytes(): number {
    return this.#file?.bytes ?? 0
  }

  /** Adds a row as it was read, but for half a character, which the database does not take and is replaced. */
  add(fault: FaultLine) {
    const text = JSON.stringify(fault).replace(HALF_A_CHARACTER, "$1\\ufffd")
    this.#longest = Math.max(this.#longest, this.#opened().addLine(text))
    this.count += 1
  }

  /** Ends the open file; the next fault begins another. */
  take(): FaultList {
    const list = { count: this.count, path: this.count > 0 ? (this.#file?.close() ?? null) : null }
    const longest = this.#longest
    this.count = 0
    this.#longest = 0
    return { ...list, longest }
  }

  /** Removes a file that was not taken. */
  discard() {
    this.#file?.discard()
  }

  #opened(): ChunkFile {
    this.#file ??= new ChunkFile(this.#directory, BUFFER_BYTES)
    if (this.count === 0) this.#file.open()
    return this.#file
  }
}

/** The same of faults that are at hand. */
export function faultList(directory: string, faults: readonly FaultLine[]): FaultList {
  const file = new FaultFile(directory)
  for (const fault of faults) file.add(fault)
  return file.take()
}
