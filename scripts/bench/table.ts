import { aligned } from "../command/words.ts"

/** What a figure is measured against. */
export interface Goal {
  text: string
  met: boolean
}

/** One line of the table; one without a figure is a heading. `ours` and `raw` carry their unit in the text. */
export interface Line {
  what: string
  ours: string
  raw?: string
  ratio?: number
  goal?: Goal
}

export interface Spread {
  p50: number
  p95: number
  max: number
}

export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
  return { p50: at(0.5), p95: at(0.95), max: sorted.at(-1) ?? Number.NaN }
}

export const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`
export const millis = ({ p50, p95, max }: Spread) =>
  `${p50.toFixed(1)} / ${p95.toFixed(1)} / ${max.toFixed(0)} ms`
export const mb = (value: number) => `${Math.round(value)} MB`

/** A goal that is met up to a limit. A figure that is not known does not meet it. */
export function atMost(text: string, value: number, limit: number): Goal {
  return { text, met: value <= limit }
}

export function below(text: string, value: number, limit: number): Goal {
  return { text, met: value < limit }
}

export function atLeast(text: string, value: number, limit: number): Goal {
  return { text, met: value >= limit }
}

export function tableOf(lines: readonly Line[]): string {
  const cells = lines.map(({ what, ours, raw, ratio, goal }) => [
    what,
    ours,
    raw ?? "",
    ratio === undefined ? "" : `${ratio.toFixed(2)} ×`,
    goal ? `${goal.text}: ${goal.met ? "met" : "not met"}` : "",
  ])
  const all = [["", "Sluice", "plain DuckDB", "ratio", "goal"], ...cells]
  const widths = [0, 1, 2, 3].map((i) => Math.max(...all.map((row) => widthOf(row, i))))
  return aligned(all, widths).join("\n")
}

/** What a cell asks for; a heading, and a long remark, stand over empty cells. */
function widthOf(row: readonly string[], i: number): number {
  const [what = "", ...rest] = row
  if (i === 0) return rest.every((cell) => cell === "") ? 0 : what.length
  return i === 1 && row[2] === "" ? 20 : (row[i] ?? "").length
}

/** Every goal with the heading it stands under, and whether it was met. */
export function goalsOf(lines: readonly Line[]) {
  let heading = ""
  return lines.flatMap(({ what, goal }) => {
    if (!what.startsWith(" ")) heading = what
    return goal ? [{ what: `${heading} – ${what.trim()}`, goal: goal.text, met: goal.met }] : []
  })
}
