import type { ImportOptionsInput } from "../../lib/contract/index.ts"
import type { SentFile } from "../support/imports.ts"

/** What somebody sends to be imported. */
export interface Source {
  files: readonly SentFile[]
  /** Records it has, or documents, good or bad. */
  rows: number
  /** How many of them are bad; left out when its maker does not know. */
  failed?: number
}

/** A source, or a way of asking, that is to be refused as a whole. */
export interface Refused {
  /** What is wrong with it. */
  what: string
  files: readonly SentFile[]
  options?: ImportOptionsInput
  /** Status and code, as `422 file_empty`. */
  refusal: string
}

/** What `exerciseDataset` needs to know of a dataset beyond its declaration. */
export interface Material {
  /** Of every import: batches as small as the dataset allows, and its most far-reaching rule for known rows. */
  options: ImportOptionsInput
  /** Without a fault. */
  first: Source
  /**
   * Imported after the first, or beside it: of at least four batches, with rows that are there already, changed ones,
   * new ones, repeated ones and a bad one, as far as the dataset knows such.
   */
  second: Source
  refused: readonly Refused[]
}
