import type { StatusAnswer } from "../contract/index.ts"
import { countedText, plainName } from "../words.ts"

/** Whether nothing goes on before a person has done something. */
export function isAPersonsTurn({ status, held }: StatusAnswer): boolean {
  return held !== null || ["paused", "failed", "cancelled", "rolled_back"].includes(status)
}

/** What whoever listens is told then. */
export function stoppedOf({ job_id: import_id, dataset, status, held, row_errors, error }: StatusAnswer) {
  if (held) {
    const message = `The import is held, since ${countedText(row_errors, "row")} cannot be used. Let it go by POST /api/import/${dataset}/control with the action start, or cancel it.`
    return { event: "stopped" as const, data: { import_id, status: "held", message } }
  }
  const message = error?.detail ?? `The import is ${plainName(status)}.`
  return { event: "stopped" as const, data: { import_id, status, message } }
}
