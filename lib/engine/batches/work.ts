import type { Dataset } from "../../datasets/declaration.ts"
import type { Connection } from "../../db/connection.ts"
import type { Effects } from "../../effects.ts"
import { outlastConflicts, retryOnConflict } from "../jobs/patience.ts"
import { goesAlone } from "../progress/standing.ts"
import type { Claim } from "./claim.ts"
import type { ApplyPlan } from "./slots.ts"

/** What applying a stride needs besides its claim. */
export interface Work {
  connection: Connection
  dataset: Dataset
  claim: Claim
  /** Whose call it is. */
  actor: string
  effects: Effects
}

/** Runs one transaction of a stride, again where it collides with another one. */
export function withoutConflict<T>({ dataset, claim, effects }: Work, apply: () => Promise<T>): Promise<T> {
  if (!goesAlone(dataset, claim)) return retryOnConflict(apply)
  return outlastConflicts(apply, effects)
}

/** Which statements apply the stride. */
export function planOf(work: Work, careful: boolean): ApplyPlan {
  const { table_name, operation, mode, batches } = work.claim
  return { dataset: work.dataset, table_name, operation, mode, careful, alone: batches === 1 }
}
