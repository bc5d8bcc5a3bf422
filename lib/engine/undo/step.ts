/** One piece of an undoing; each runs in a transaction of its own. */
export interface UndoStep {
  kind: "restore" | "remove" | "reopen" | "rebuild"
  table: string
  operation: string
  key_from: number
  key_to: number
  /** Of mended rows: their numbers among the staged ones. */
  row_from?: number
  row_to?: number
}

/** Rows a step has changed. */
export interface StepEffect {
  removed: number
  restored: number
  kept: number
}
