import { digits } from "../command/words.ts"
import type { BatchTime, ImportTimes } from "./drive.ts"
import type { BenchFiles } from "./files.ts"
import type { Measured } from "./measure.ts"
import type { RawTimes } from "./raw-child.ts"
import { atLeast, atMost, below, type Goal, type Line, mb, millis, seconds, spread } from "./table.ts"

const rate = (rows: number, ms: number) => `${Math.round(rows / ms)} k rows/s`
const inSeconds = (ms: number, limit: number) => below(`< ${limit} s`, ms, limit * 1000)
const perSecond = (rows: number, ms: number, thousands: number) =>
  atLeast(`≥ ${thousands} k rows/s`, rows / ms, thousands)

/** Times plain DuckDB that an import of the register may take. */
const MOST_TIMES = { load: 2.1, update: 2.4 }
const MOST_ROUND_TRIPS = 3

interface Sides {
  rows: number
  ours: ImportTimes
  raw: RawTimes
  times: number
}

function importLines(title: string, { rows, ours, raw, times: most }: Sides): Line[] {
  const times = spread(ours.batches.map((batch) => batch.ms))
  const ratio = ours.total_ms / raw.total_ms
  return [
    { what: `${title}, ${digits(rows)} rows`, ours: "" },
    {
      what: "  whole import",
      ours: seconds(ours.total_ms),
      raw: seconds(raw.total_ms),
      ratio,
      goal: atMost(`≤ ${most} ×`, ratio, most),
    },
    { what: "  prepare (raw: unzip)", ours: seconds(ours.prepare_ms), raw: seconds(raw.unzip_ms) },
    {
      what: "    parse + stage",
      ours: rate(rows, ours.prepare_ms),
      goal: perSecond(rows, ours.prepare_ms, 600),
    },
    {
      what: "    longest call",
      ours: seconds(ours.longest_prepare_ms),
      goal: inSeconds(ours.longest_prepare_ms, 90),
    },
    { what: "  batches (raw: read_csv → target)", ours: seconds(ours.batches_ms), raw: seconds(raw.load_ms) },
    { what: "    apply", ours: rate(rows, ours.batches_ms), goal: perSecond(rows, ours.batches_ms, 100) },
    {
      what: `    one of ${ours.batches.length}: p50 / p95 / max`,
      ours: millis(times),
      goal: inSeconds(times.max, 30),
    },
    { what: "    round trips a call", ...tripsOf(ours.batches) },
    { what: "  finalize", ours: seconds(ours.finalize_ms), goal: inSeconds(ours.finalize_ms, 30) },
  ]
}

/** The first call also starts the job, so it is told apart. */
function tripsOf(batches: readonly BatchTime[]): { ours: string; goal: Goal } {
  const told = batches.flatMap(({ statements }) => (statements === null ? [] : [statements]))
  const [first, ...rest] = told
  const most = rest.length === 0 ? Number.NaN : Math.max(...rest)
  const ours = rest.length === 0 ? "not told" : `${most} (the first ${first})`
  return { ours, goal: atMost(`≤ ${MOST_ROUND_TRIPS}`, most, MOST_ROUND_TRIPS) }
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
  const drifted = drift(overhead.empty_batches)
  return [
    { what: `Job of ${digits(overhead.batches)} batches that match nothing`, ours: "" },
    {
      what: "  a batch: p50 / p95 / max",
      ours: millis(empty),
      goal: { text: "p50 < 10, p95 < 30 ms", met: empty.p50 < 10 && empty.p95 < 30 },
    },
    {
      what: "  batch 1,000 against batch 10",
      ours: "",
      ratio: drifted,
      goal: atMost("≤ 1.2 ×", drifted, 1.2),
    },
    {
      what: "  status: p50 / p95 / max",
      ours: millis(status),
      goal: below("p95 < 20 ms", status.p95, 20),
    },
    {
      what: "  round trips a status",
      ours: String(statements ?? "not told"),
      goal: atMost("≤ 2", statements ?? Number.NaN, 2),
    },
    { what: "Memory of the server", ours: "" },
    { what: "  peak", ours: mb(memory.peak_mb), goal: below("< 1 GB", memory.peak_mb, 1024) },
    { what: "  before the first import", ours: mb(memory.idle_mb) },
    { what: "  idle after the last", ours: mb(memory.after_mb) },
  ]
}

/** The table of the register: a first load, an update, and what a batch costs beside its rows. */
export function linesOf(files: BenchFiles, measured: Measured): Line[] {
  const { full, update, raw, different } = measured
  const same = different.length === 0 ? "the same rows in every table" : `DIFFERENT: ${different.join(", ")}`
  return [
    ...importLines("First load", {
      rows: files.full.rows,
      ours: full,
      raw: raw.full,
      times: MOST_TIMES.load,
    }),
    ...importLines("Update", {
      rows: files.update.rows,
      ours: update,
      raw: raw.update,
      times: MOST_TIMES.update,
    }),
    ...overheadLines(measured),
    { what: "  peak of the raw run", ours: "", raw: mb(raw.peak_mb) },
    { what: "Both databases hold", ours: same },
  ]
}

/** What is kept of it: every figure of the table. */
export function figuresOf(measured: Measured) {
  const { full, update, raw, overhead, memory, different } = measured
  return {
    first_load: { ours: sideOf(full), raw: raw.full, ratio: full.total_ms / raw.full.total_ms },
    update: { ours: sideOf(update), raw: raw.update, ratio: update.total_ms / raw.update.total_ms },
    empty_batch_ms: spread(overhead.empty_batches.map((batch) => batch.ms)),
    status_ms: spread(overhead.status.ms),
    job_batches: overhead.batches,
    memory_mb: { ...memory, raw_peak_mb: raw.peak_mb },
    different_tables: different,
  }
}

/** The times of an import, its batches summed up. */
export function sideOf({ batches, job_id: _, ...times }: ImportTimes) {
  return {
    ...times,
    batches: batches.length,
    batch_ms: spread(batches.map((batch) => batch.ms)),
    statements: Math.max(...batches.slice(1).map((batch) => batch.statements ?? 0)),
  }
}
