import type { ImportOptionsInput } from "../../lib/contract/index.ts"
import type { Api } from "../command/api.ts"
import type { Interrupt } from "../command/interrupt.ts"
import type { View } from "../command/view.ts"

/** What driving an import needs. */
export interface Context {
  api: Api
  view: View
  interrupt: Interrupt
  dataset: string
  options: ImportOptionsInput
  /** Close the import over batches that failed. */
  acceptFailed: boolean
  /** Where rows that could not be used are saved. */
  errorsTo: string | null
  /** What a person types to go on with an import. */
  commandFor(job_id: string): string
}
