import type { Operation } from "../../contract/index.ts"
import { type Dataset, findTable } from "../../datasets/define.ts"
import type { Connection } from "../../db/connection.ts"
import { statement } from "../../db/statement.ts"
import type { Effects } from "../../effects.ts"
import { outlastConflicts, retryOnConflict } from "../jobs/patience.ts"
import type { ApplyPlan } from "./apply.ts"
import type { Claim } from "./batches.ts"
import { inTurn } from "./turns.ts"

/** What applying one batch needs besides its claim. */
export interface Work {
  connection: Connection
  dataset: Dataset
  claim: Claim
  /** Whose call it is. */
  actor: string
  effects: Effects
}

/** Runs one transaction of a batch, again where it collides with another one. */
export function withoutConflict<T>(work: Work, apply: () => Promise<T>): Promise<T> {
  if (!isKeyed(work)) return retryOnConflict(apply)
  return inTurn(work.claim.table_name, () => outlastConflicts(apply, work.effects.clock))
}

/** Operations on a keyed table of which one goes at a time, so that no identity is added twice and none loses its place. */
const ONE_AT_A_TIME: readonly Operation[] = ["insert", "build_hierarchy"]

function isKeyed({ dataset, claim }: Work): boolean {
  const { table_name, operation } = claim
  return findTable(dataset, table_name)?.policy === "keyed" && ONE_AT_A_TIME.includes(operation)
}

/** What ends a batch inside its transaction: its counts and state, and the line in the audit log. */
export function completion(): string[] {
  return [statement("batches/complete"), statement("batches/audit_completed")]
}

/** Which statements apply the batch. */
export function planOf(work: Work, careful: boolean): ApplyPlan {
  const { table_name, operation, mode } = work.claim
  return { dataset: work.dataset, table_name, operation, mode, careful }
}
