import { rowId } from "../clock.ts"
import { ChunkFile } from "../formats/chunk-file.ts"

const BUFFER_BYTES = 262_144
/** Work on a table is cut into batches by this key, which spreads its rows evenly. */
const KEYS = 10_000_000_000

/** Rows in a file, as the database takes them. */
export interface WrittenRows {
  /** The file's; whoever receives it deletes it. */
  path: string
  rows: number
  /** Bytes of the longest line. */
  longest: number
}

/** Writes rows where the database reads them from: one JSON object a line, in one file after the other. */
export class RowFile {
  readonly #file: ChunkFile
  readonly #now: number
  readonly #scope: string
  #longest = 0
  /** Rows of the open file. */
  rows = 0

  /** `now` in milliseconds since the epoch; rows of a scoped dataset belong to a project. */
  constructor(directory: string, now: number, project_id: string | null) {
    this.#file = new ChunkFile(directory, BUFFER_BYTES)
    this.#file.open()
    this.#now = now
    this.#scope = project_id === null ? "" : `,"project_id":${JSON.stringify(project_id)}`
  }

  /** Bytes of the open file, written or not. */
  get bytes(): number {
    return this.#file.bytes
  }

  /** Adds a row; its own columns are pairs of JSON, each with a comma before it. */
  add(row: number, line: number, columns: string) {
    const id = rowId(this.#now, row)
    const key = Number.parseInt(id.slice(-12), 16) % KEYS
    const text = `{"row_no":${row},"line":${line},"id":"${id}","_entity_key":${key}${this.#scope}${columns}}`
    this.#longest = Math.max(this.#longest, this.#file.addLine(text))
    this.rows += 1
  }

  /** Ends the open file and begins another, unless that is all. */
  take(done: boolean): WrittenRows {
    const written = { path: this.#file.close(), rows: this.rows, longest: this.#longest }
    this.rows = 0
    this.#longest = 0
    if (!done) this.#file.open()
    return written
  }

  /** Removes a file that was not taken. */
  discard() {
    this.#file.discard()
  }
}

/** A row's columns as `add` wants them; what is null is left out. */
export function columnsText(values: Readonly<Record<string, unknown>>): string {
  return Object.entries(values)
    .map(([name, value]) =>
      value === null || value === undefined ? "" : `,${JSON.stringify(name)}:${JSON.stringify(value)}`,
    )
    .join("")
}
