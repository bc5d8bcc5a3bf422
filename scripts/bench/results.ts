import type { BatchTime, ImportTimes } from "./drive.ts"
import type { BenchFiles } from "./files.ts"
import type { Measured } from "./measure.ts"
import type { RawTimes } from "./raw.ts"

export interface Spread {
  p50: number
  p95: number
  max: number
}

/** One line of the table. `ours` and `raw` carry their unit in the text. */
export interface Line {
  what: string
  ours: string
  raw?: string
  ratio?: number
  goal?: string
}

export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
  return { p50: at(0.5), p95: at(0.95), max: sorted.at(-1) ?? Number.NaN }
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`
const millis = ({ p50, p95, max }: Spread) => `${p50.toFixed(1)} / ${p95.toFixed(1)} / ${max.toFixed(0)} ms`
const rate = (rows: number, ms: number) => `${Math.round(rows / ms)} k rows/s`
const mb = (value: number) => `${Math.round(value)} MB`

function importLines(title: string, rows: number, ours: ImportTimes, raw: RawTimes): Line[] {
  const times = spread(ours.batches.map((batch) => batch.ms))
  return [
    { what: `${title}, ${rows.toLocaleString("en")} rows`, ours: "" },
    {
      what: "  whole import",
      ours: seconds(ours.total_ms),
      raw: seconds(raw.total_ms),
      ratio: ours.total_ms / raw.total_ms,
      goal: "≤ 2 ×",
    },
    { what: "  prepare (raw: unzip)", ours: seconds(ours.prepare_ms), raw: seconds(raw.unzip_ms) },
    { what: "    parse + stage", ours: rate(rows, ours.prepare_ms), goal: "≥ 600 k rows/s" },
    { what: "    longest call", ours: seconds(ours.longest_prepare_ms), goal: "< 90 s" },
    { what: "  batches (raw: read_csv → target)", ours: seconds(ours.batches_ms), raw: seconds(raw.load_ms) },
    { what: "    apply", ours: rate(rows, ours.batches_ms), goal: "≥ 100 k rows/s" },
    { what: `    one of ${ours.batches.length}: p50 / p95 / max`, ours: millis(times), goal: "< 30 s" },
    { what: "    statements a batch", ours: statementsOf(ours.batches), goal: "≤ 4" },
    { what: "  finalize", ours: seconds(ours.finalize_ms), goal: "< 30 s" },
  ]
}

/** The first call also starts the job, so it is told apart. */
function statementsOf(batches: readonly BatchTime[]): string {
  const told = batches.flatMap(({ statements }) => (statements === null ? [] : [statements]))
  const [first, ...rest] = told
  return rest.length === 0 ? "not told" : `${Math.max(...rest)} (the first ${first})`
}

/** How much dearer batches around the 1,000th are than around the 10th. */
function drift(batches: readonly BatchTime[]): number {
  const around = (from: number, to: number) => spread(batches.slice(from, to).map((batch) => batch.ms)).p50
  return around(950, 1050) / around(5, 105)
}

function overheadLines({ overhead, memory }: Measured): Line[] {
  const empty = spread(overhead.empty_batches.map((batch) => batch.ms))
  const status = spread(overhead.status.ms)
  const statements = overhead.status.statements
  return [
    { what: `Job of ${overhead.batches.toLocaleString("en")} batches that match nothing`, ours: "" },
    { what: "  a batch: p50 / p95 / max", ours: millis(empty), goal: "p50 < 10, p95 < 30 ms" },
    {
      what: "  batch 1,000 against batch 10",
      ours: "",
      ratio: drift(overhead.empty_batches),
      goal: "≤ 1.2 ×",
    },
    { what: "  status: p50 / p95 / max", ours: millis(status), goal: "p95 < 20 ms" },
    { what: "  statements a status", ours: String(statements ?? "not told"), goal: "≤ 2" },
    { what: "Memory of the server", ours: "" },
    { what: "  peak", ours: mb(memory.peak_mb), goal: "< 1 GB" },
    { what: "  before the first import", ours: mb(memory.idle_mb) },
    { what: "  idle after the last", ours: mb(memory.after_mb) },
  ]
}

export function linesOf(files: BenchFiles, measured: Measured): Line[] {
  const { full, update, raw } = measured
  const lines = [
    ...importLines("First load", files.full.rows, full, raw.full),
    ...importLines("Update", files.update.rows, update, raw.update),
    ...overheadLines(measured),
    { what: "  peak of the raw run", ours: "", raw: mb(raw.peak_mb) },
  ]
  const { different } = measured
  const same = different.length === 0 ? "the same rows in every table" : `DIFFERENT: ${different.join(", ")}`
  return [...lines, { what: "Both databases hold", ours: same }]
}

export function tableOf(lines: readonly Line[]): string {
  const cells = lines.map(({ what, ours, raw, ratio, goal }) => [
    what,
    ours,
    raw ?? "",
    ratio === undefined ? "" : `${ratio.toFixed(2)} ×`,
    goal ?? "",
  ])
  const all = [["", "Sluice", "raw DuckDB", "ratio", "goal"], ...cells]
  const widths = [0, 1, 2, 3].map((i) =>
    Math.max(...all.map((row) => (i === 1 && row[2] === "" ? 20 : (row[i] ?? "").length))),
  )
  return all
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n")
}
