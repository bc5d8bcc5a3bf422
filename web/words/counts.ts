import type { DatasetDeclaration } from "../../lib/contract/datasets.ts"
import { Duplicates } from "../../lib/contract/options.ts"
import type { ReportJob } from "../../lib/contract/report.ts"
import { isOfDocuments } from "./datasets.ts"

/** Everything that can become of rows, in the order it is shown. */
const WORDS = {
  inserted: "Inserted",
  closed: "Closed",
  updated: "Updated",
  merged: "Merged",
  skipped: "Skipped",
  unchanged: "Unchanged",
  matched: "Matched",
  unmatched: "Without a match",
  duplicates: "Duplicates",
  failed_rows: "Failed",
  mended: "Mended",
  dismissed: "Left out",
} as const

export type CountName = keyof typeof WORDS

export function countWord(name: CountName): string {
  return WORDS[name]
}

/** Of a dataset whose rows have a history, and of one that keeps, updates or merges with the rows that are there. */
const HISTORY: readonly CountName[] = ["closed", "matched", "unmatched"]
const LASTING: readonly CountName[] = ["skipped"]

/** What is known of the import that is counted. */
export interface Known {
  declared: DatasetDeclaration | undefined
  job: Pick<ReportJob, "options">
}

/**
 * Those of the counts that can be other than 0 in an import, so that a table of them has no column that
 * stays empty and none that comes later. One that is not 0 after all is among them.
 */
export function countsOf<Name extends CountName>(
  known: Known,
  names: readonly Name[],
  rows: readonly Partial<Record<Name, number>>[],
): Name[] {
  const possible = possibleIn(known)
  return names.filter((name) => possible.includes(name) || rows.some((row) => (row[name] ?? 0) > 0))
}

function possibleIn({ declared, job }: Known): CountName[] {
  // After-steps update rows whatever the rule is for rows that are there already.
  const always: CountName[] = ["inserted", "updated", "unchanged", "duplicates", "failed_rows"]
  if (!declared) return [...always, ...HISTORY, ...LASTING, "merged"]
  const rule = ruleOf({ declared, job })
  if (rule === null) return [...always, ...HISTORY]
  return [...always, ...LASTING, ...(rule === "merge" ? (["merged"] as const) : [])]
}

/**
 * What is done with a row that is there already; null in a dataset whose rows have a history, where what was there
 * is closed.
 */
export function ruleOf({ declared, job }: Known): Duplicates | null {
  const option = declared?.options.find(({ name }) => name === "duplicates")
  const rule = Duplicates.safeParse(job.options.duplicates ?? option?.default)
  if (rule.success) return rule.data
  // Of documents the same content is kept once.
  return isOfDocuments(declared) ? "skip" : null
}
