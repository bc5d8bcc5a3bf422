// What a program sees of the service: it imports types of the contract only, which is all that its declarations need.
import type { Counts } from "../contract/counts.ts"
import type { RowFault, RowsDone } from "../contract/imports.ts"
import type { ImportOptionsInput } from "../contract/options.ts"

export type { Counts, ImportOptionsInput, RowFault, RowsDone }

/** Where Sluice keeps things. */
export interface Places {
  /** A DuckDB file, which is made where there is none, `:memory:`, or `md:<database>`. */
  database: string
  /** A folder, or `s3://bucket/prefix`. */
  files: string
  /** What else can be set, by the names in .env.example; `process.env` is read only when it is handed in. */
  settings?: Record<string, string | undefined>
}

/** Text, bytes, or a stream of either: Node's, the web's, or a generator. */
export type FileContent = string | Uint8Array | ArrayBuffer | AsyncIterable<string | Uint8Array>

/** A source: what is in a file, or rows in memory, by their columns. */
export type Content =
  | { filename: string; content: FileContent; rows?: never }
  | { rows: readonly Record<string, unknown>[]; filename?: never; content?: never }

/** What is imported, and how. */
export type ImportInput = Content & { options?: Omit<ImportOptionsInput, "run"> }

/** Sluice inside a program: no server, no requests. */
export interface Sluice {
  /**
   * Stores the source and begins its import; what is left is done while the program does other things. The same content again
   * is the import it already has. What is refused rejects the job's finished().
   */
  start(dataset: string, input: ImportInput): Promise<ImportJob>
  /**
   * Goes on with an import that an earlier program began, or that is paused; failed batches are tried again. Rejects with Problem
   * 404 `job_not_found`. One that is held because of its bad rows goes on only with `start: true`.
   */
  resume(job_id: string, how?: { start?: boolean }): Promise<ImportJob>
  /** Lets the strides at work land, and closes the database; what is left can be resumed. */
  close(): Promise<void>
}

/** What became of an import that is over. */
export interface ImportResult {
  inserted: number
  updated: number
  skipped: number
  /** Rows that could not be used. */
  failed: number
  /** All there is to tell of rows: these and what else can become of one. */
  counts: Counts
  /** What is wrong with rows, in their order; of more than 100,000 these. */
  errors: RowFault[]
  /** Of the rows that were added, in the order of the file, read while they are asked for. */
  created_ids: AsyncIterable<string>
}

/** An import that this program works on, or that was over before. */
export interface ImportJob {
  id: string
  /** Rows done, of all, after each stride from the first one on, whenever it is asked for; ends with the import. */
  progress(): AsyncIterable<RowsDone>
  /**
   * The result, once the import is over. Rejects with the Problem that refused it or keeps it from going on; its `detail`
   * says what to do.
   */
  finished(): Promise<ImportResult>
}
