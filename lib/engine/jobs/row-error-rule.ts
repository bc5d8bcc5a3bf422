import type { Held, ImportOptions, MaxRowErrors, OnRowErrors } from "../../contract/index.ts"

type Rule = Pick<ImportOptions, "on_row_errors" | "skip_errors">

/** What becomes of an import with bad rows, by whichever name it was asked for. */
export function ruleOfRowErrors({ on_row_errors, skip_errors }: Rule): OnRowErrors {
  return on_row_errors ?? (skip_errors === false ? "refuse" : "skip")
}

/** Whether the old name was given too, and says something else. */
export function isContradicted({ on_row_errors, skip_errors }: Rule): boolean {
  if (on_row_errors === undefined || skip_errors === undefined) return false
  return ruleOfRowErrors({ skip_errors }) !== on_row_errors
}

/** The options with the rule under its one name. */
export function withRowErrorRule({ skip_errors, ...options }: ImportOptions): ImportOptions {
  return { ...options, on_row_errors: ruleOfRowErrors({ ...options, skip_errors }) }
}

/** What an import of so many rows, so many of them bad, waits for a person over; null when it goes on by itself. */
export function heldBy(options: ImportOptions, { read, bad }: { read: number; bad: number }): Held | null {
  const { max_row_errors: most = Number.POSITIVE_INFINITY } = options
  const held = ruleOfRowErrors(options) === "hold" ? bad > 0 : isMore(bad, read, most)
  return held ? "row_errors" : null
}

function isMore(bad: number, read: number, most: MaxRowErrors): boolean {
  const text = String(most)
  return text.endsWith("%") ? bad * 100 > read * Number.parseFloat(text) : bad > Number(text)
}
