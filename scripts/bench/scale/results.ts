import { digits } from "../../command/words.ts"
import { sideOf } from "../results.ts"
import { atMost, below, type Goal, type Line, mb, millis, seconds, spread } from "../table.ts"
import type { MeasuredScale } from "./measure.ts"

/** Seconds that an import of so many contacts may take, and times plain DuckDB where the machine is slow. */
const MOST: Record<number, { load_s: number; times: number; again_s?: number }> = {
  10000: { load_s: 1.5, times: 20 },
  100000: { load_s: 5, times: 20 },
  1000000: { load_s: 45, times: 18, again_s: 50 },
}
const MOST_TIMES_TENFOLD = 12
const MOST_GROWTH_MB = 350
const MOST_ROLLBACK_S = 10
const MOST_LOOK_MS = 50

const within = (ms: number, limit_s: number): Goal => atMost(`≤ ${limit_s} s`, ms, limit_s * 1000)

/** The table of contacts by size. */
export function scaleLines(measured: readonly MeasuredScale[]): Line[] {
  return measured.flatMap((one, i) => [...linesOfSize(one), ...tenfoldLine(measured[i - 1], one)])
}

function linesOfSize({ rows, load, again, looks_ms, rollback_ms, growth_mb, same }: MeasuredScale): Line[] {
  const looks = spread(looks_ms)
  const { load_s = 0, times = 0, again_s } = MOST[rows] ?? {}
  const ratio = load.ours.total_ms / load.raw.ms
  const large = rows >= 1_000_000
  return [
    { what: `${digits(rows)} contacts`, ours: "" },
    {
      what: "  first load (merge)",
      ours: seconds(load.ours.total_ms),
      raw: seconds(load.raw.ms),
      ratio,
      goal: {
        text: `≤ ${load_s} s or ≤ ${times} ×`,
        met: load.ours.total_ms <= load_s * 1000 || ratio <= times,
      },
    },
    { what: "    prepare", ours: seconds(load.ours.prepare_ms) },
    { what: `    ${load.ours.batches.length} strides`, ours: seconds(load.ours.batches_ms) },
    {
      what: "  again (update), a tenth changed",
      ours: seconds(again.ours.total_ms),
      raw: seconds(again.raw.ms),
      ratio: again.ours.total_ms / again.raw.ms,
      ...(again_s !== undefined && { goal: within(again.ours.total_ms, again_s) }),
    },
    {
      what: "    health and status meanwhile: p50 / p95 / max",
      ours: millis(looks),
      ...(large && { goal: below(`p95 < ${MOST_LOOK_MS} ms`, looks.p95, MOST_LOOK_MS) }),
    },
    {
      what: "  rollback of the first load",
      ours: seconds(rollback_ms),
      ...(large && { goal: within(rollback_ms, MOST_ROLLBACK_S) }),
    },
    ...(["load", "rollback"] as const).map((part) => ({
      what: `  memory over idle, ${part}`,
      ours: mb(growth_mb[part]),
      ...(large && { goal: atMost(`≤ ${MOST_GROWTH_MB} MB`, growth_mb[part], MOST_GROWTH_MB) }),
    })),
    { what: "  both databases hold", ours: same ? "the same rows" : "DIFFERENT ROWS" },
  ]
}

function tenfoldLine(smaller: MeasuredScale | undefined, larger: MeasuredScale): Line[] {
  if (!smaller || larger.rows < 1_000_000) return []
  const ratio = larger.load.ours.total_ms / smaller.load.ours.total_ms
  return [
    {
      what: "  time over that of 100,000",
      ours: "",
      ratio,
      goal: atMost("≤ 12 ×", ratio, MOST_TIMES_TENFOLD),
    },
  ]
}

/** What is kept of it. */
export function scaleFigures(measured: readonly MeasuredScale[]) {
  return measured.map(({ load, again, looks_ms, ...rest }) => ({
    ...rest,
    look_ms: spread(looks_ms),
    load: {
      ours: sideOf(load.ours),
      raw: load.raw,
      stride_ms: load.ours.batches.map(({ ms }) => Math.round(ms)),
    },
    again: { ours: sideOf(again.ours), raw: again.raw },
  }))
}
