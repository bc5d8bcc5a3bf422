import type { ReportAnswer, SampleChange } from "../../lib/contract/index.ts"
import { digits } from "../command/words.ts"

const KINDS = ["new", "changed", "unchanged", "closed", "duplicate", "failed"] as const
const VALUE_CHARACTERS = 40
const LINE_CHARACTERS = 200
/** Of each table, when there are several: with --json all of them are told. */
const SHOWN_OF_SEVERAL = 3

/** What a dry run found, table by table: how many rows of each kind, and some of those that would change. */
export function changesOf({ changes = {} }: ReportAnswer): string[] {
  const several = Object.keys(changes).length > 1
  return Object.entries(changes).flatMap(([table, { sample, ...found }]) => {
    const shown = several ? sample.slice(0, SHOWN_OF_SEVERAL) : sample
    const parts = KINDS.filter((kind) => found[kind] > 0).map((kind) => `${digits(found[kind])} ${kind}`)
    const rest = found.new + found.changed + found.closed - shown.length
    return [
      `${table}: ${parts.join(", ") || "nothing"}`,
      ...shown.map((change) => `  ${change.kind.padEnd(7)}  ${short(rowText(change), LINE_CHARACTERS)}`),
      ...(shown.length > 0 && rest > 0 ? [`  … and ${digits(rest)} more`] : []),
    ]
  })
}

/** A row's values; of a changed one what it is known by, and what would become of the others. */
function rowText({ before, after }: SampleChange): string {
  const row = after ?? before ?? {}
  const told = Object.entries(row).map(([name, value], index) => {
    const [was, is] = [valueText(before?.[name]), valueText(value)]
    if (before && after && was !== is) return `${name}: ${was || "(empty)"} → ${is || "(empty)"}`
    return (before && after && index > 0) || is === "" ? "" : `${name}: ${is}`
  })
  return told.filter((part) => part !== "").join(" · ")
}

/** On one line, whatever is in it. */
function valueText(value: unknown): string {
  if (value === null || value === undefined) return ""
  if (Array.isArray(value)) return short(value.map(valueText).join(", "), VALUE_CHARACTERS)
  return short(typeof value === "object" ? JSON.stringify(value) : String(value), VALUE_CHARACTERS)
}

function short(text: string, most: number): string {
  const line = text.replace(/[\s\p{Cc}]+/gu, " ").trim()
  return line.length > most ? `${line.slice(0, most - 1)}…` : line
}
