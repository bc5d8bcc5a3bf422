import type { Embeddings, RowCounts } from "../../lib/contract/counts.ts"
import type { ReportSummary } from "../../lib/contract/report.ts"
import { count, counted } from "../words/numbers.ts"
import { isAfterStep } from "../words/states.ts"

/** What is said beside the rows. */
interface Beside {
  /** How long it took, as the end of a clause; empty where that is not known. */
  took: string
  /** Batches that are missing, since they failed. */
  without: number
  /** What a row of the source is: a row, or a document. */
  noun: string
}

/** What became of the rows of the source: those that changed something, and those that did not and why. */
export function outcomeSentence(report: ReportSummary, { took, without, noun }: Beside): string {
  const rows = rowsOf(report)
  const landed = listed(landedOf(rows), noun)
  if (!landed) {
    const failed = without > 0 ? `; ${counted(without, "batch", "batches")} failed` : ""
    return `${nothing(rows, noun)}${failed}.`
  }
  const rest = [listed(restOf(rows), noun), unfound(report.embeddings)].filter(Boolean).join("; ")
  const missing = missingBatches(without)
  return `${landed.charAt(0).toUpperCase()}${landed.slice(1)}${took}${missing}${rest && `; ${rest}`}.`
}

/** ", without 2 failed batches", or nothing where none is missing. */
export function missingBatches(without: number): string {
  return without > 0 ? `, without ${counted(without, "failed batch", "failed batches")}` : ""
}

/** "2 texts are without an embedding", or nothing where each has one. */
function unfound(embeddings: Embeddings | null): string {
  const texts = embeddings ? embeddings.embedding_failed + embeddings.pending : 0
  return texts === 0 ? "" : `${counted(texts, "text is", "texts are")} without an embedding`
}

function nothing(rows: Rows, noun: string): string {
  const { there, failed, read } = rows
  if (read === 0) return `Nothing to import: the source holds no ${noun}s`
  if (failed === read) return `Nothing was imported: ${noneOf(read, noun)}`
  if (there === read) return `Nothing new: ${allOf(read, noun)} there already`
  const rest = listed(restOf(rows), noun)
  return rest ? `Nothing new: ${rest}` : "Nothing new"
}

/** "none of the 3 rows could be used". */
export const noneOf = (rows: number, noun: string) =>
  rows === 1 ? `the ${noun} could not be used` : `none of the ${count(rows)} ${noun}s could be used`

const allOf = (rows: number, noun: string) =>
  rows === 1 ? `the ${noun} was` : `all ${count(rows)} ${noun}s were`

interface Rows extends Pick<RowCounts, "inserted" | "closed" | "updated" | "merged"> {
  read: number
  /** As they are to be, or kept as they are. */
  there: number
  repeated: number
  /** To be closed, and not there. */
  absent: number
  failed: number
}

/** Over all tables. What after-steps write to rows is no other row. */
function rowsOf({ reconciliation }: ReportSummary): Rows {
  const lines = reconciliation.filter(({ operation }) => !isAfterStep(operation))
  const sum = (name: keyof RowCounts) => lines.reduce((total, { counts }) => total + counts[name], 0)
  return {
    read: lines.reduce((total, { read }) => total + read, 0),
    inserted: sum("inserted"),
    closed: sum("closed"),
    updated: sum("updated"),
    merged: sum("merged"),
    there: sum("skipped") + sum("unchanged"),
    repeated: sum("duplicates"),
    absent: sum("unmatched"),
    failed: sum("failed_rows"),
  }
}

/** So many rows, and what is said of them, with the place of the noun left open. */
type Part = [rows: number, say: (rows: string, were: string) => string]

function landedOf({ inserted, updated, merged, closed }: Rows): Part[] {
  const alone = updated + merged + closed === 0
  return [
    [inserted, (rows) => `${alone ? "imported" : "added"} ${rows}`],
    [updated, (rows) => `updated ${rows}`],
    [merged, (rows) => `merged ${rows}`],
    [closed, (rows) => `closed ${rows}`],
  ]
}

function restOf({ there, repeated, absent, failed }: Rows): Part[] {
  return [
    [there, (rows, were) => `${rows} ${were} there already`],
    [repeated, (rows, were) => `${rows} ${were} repeated`],
    [absent, (rows, were) => `${rows} to close ${were} not there`],
    [failed, (rows) => `${rows} could not be used`],
  ]
}

/** "imported 4 rows, updated 2 and merged 1": the noun stands once. */
function listed(parts: readonly Part[], noun: string): string {
  const said = parts
    .filter(([rows]) => rows > 0)
    .map(([rows, say], place) => {
      return say(place === 0 ? counted(rows, noun) : count(rows), rows === 1 ? "was" : "were")
    })
  const last = said.pop() ?? ""
  return said.length > 0 ? `${said.join(", ")} and ${last}` : last
}
