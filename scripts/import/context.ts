import type { ImportOptionsInput } from "../../lib/contract/index.ts"
import type { AtWork } from "../command/at-work.ts"
import type { Chosen } from "./dataset.ts"

/** What driving an import needs. */
export interface Driving extends AtWork {
  /** Of the source that is imported: an import that is gone on with has its own. */
  dataset: string
  options: ImportOptionsInput
  /** Make a dry run real once it is finished. */
  apply: boolean
  /** Let an import go that is held. */
  start: boolean
  /** Close the import over batches that failed. */
  acceptFailed: boolean
}

/** What importing the sources of a command needs. */
export interface Context extends Driving {
  /** What the files of the command are. */
  chosen: Chosen
  /** Where rows that could not be used are saved. */
  errorsTo: string | null
  /** What a person types to go on with an import. */
  commandFor(job_id: string, ...flags: string[]): string
}
