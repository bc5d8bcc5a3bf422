import { useMemo } from "react"
import type { BatchEntry } from "../../lib/contract/imports.ts"
import { batchName } from "../words/batches.ts"
import { count } from "../words/numbers.ts"
import { lasting } from "../words/times.ts"

const WIDTH = 600
const HEIGHT = 120
const LEAST_MS = 1
const MOST_MS = 30_000
/** A call has 30 s at most; a batch within this leaves room for a slow moment. */
const TARGET_MS = 5_000
const MOST_BARS = 200

interface Bar {
  low: number
  middle: number
  high: number
}

/** How long batches took, in the order they ended, against the time they should stay within. */
export function DurationChart({ batches }: { batches: BatchEntry[] }) {
  const timed = useMemo(() => timedOf(batches), [batches])
  const bars = useMemo(() => barsOf(timed.map(({ ms }) => ms)), [timed])
  if (timed.length < 2) return null
  const slowest = timed.reduce((a, b) => (a.ms > b.ms ? a : b))
  const middle = [...timed].sort((a, b) => a.ms - b.ms)[Math.floor(timed.length / 2)] ?? slowest
  const text = `Half of ${count(timed.length)} batches took up to ${lasting(middle.ms)}, the slowest ${lasting(slowest.ms)} (${slowest.name}).`
  const step = WIDTH / Math.max(bars.length, 24)
  return (
    <figure className="chart">
      <figcaption>
        <h3>Time a batch</h3> <span className="muted">{text}</span>
      </figcaption>
      <div className="chart-frame">
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={text}>
          <rect className="chart-target" x="0" y={heightOf(TARGET_MS)} width={WIDTH} height={HEIGHT} />
          {[10, 100, 1000].map((ms) => (
            <line key={ms} className="chart-line" x1="0" x2={WIDTH} y1={heightOf(ms)} y2={heightOf(ms)} />
          ))}
          <line className="chart-edge" x1="0" x2={WIDTH} y1={heightOf(TARGET_MS)} y2={heightOf(TARGET_MS)} />
          <path
            className="chart-range"
            d={pathOf(bars, step, ({ low, high }) => [heightOf(high) - 1, heightOf(low) + 1])}
          />
          <path
            className="chart-middle"
            d={pathOf(bars, step, (bar) => [heightOf(bar.middle) - 1.5, heightOf(bar.middle) + 1.5])}
          />
        </svg>
        <ul className="chart-scale" aria-hidden="true">
          {[10, 100, 1000].map((ms) => (
            <li key={ms} style={{ top: `${(heightOf(ms) * 100) / HEIGHT}%` }}>
              {lasting(ms)}
            </li>
          ))}
          <li className="chart-target-word" style={{ top: `${(heightOf(TARGET_MS) * 100) / HEIGHT}%` }}>
            target: below {lasting(TARGET_MS)}
          </li>
        </ul>
      </div>
    </figure>
  )
}

function timedOf(batches: BatchEntry[]): { ms: number; at: string; name: string }[] {
  return batches
    .flatMap((batch) => {
      const { duration_ms: ms, completed_at: at } = batch
      return ms === null || at === null ? [] : [{ ms, at, name: batchName(batch) }]
    })
    .sort((a, b) => (a.at < b.at ? -1 : 1))
}

/** As many bars as can be seen, each of neighbours. */
function barsOf(durations: number[]): Bar[] {
  const each = Math.max(1, Math.ceil(durations.length / MOST_BARS))
  const bars: Bar[] = []
  for (let from = 0; from < durations.length; from += each) {
    const part = durations.slice(from, from + each).sort((a, b) => a - b)
    bars.push({ low: part[0] ?? 0, middle: part[Math.floor(part.length / 2)] ?? 0, high: part.at(-1) ?? 0 })
  }
  return bars
}

/** Logarithmic, for batches take from a few to many thousand milliseconds. */
function heightOf(ms: number): number {
  const clamped = Math.min(MOST_MS, Math.max(LEAST_MS, ms))
  const share = Math.log(clamped / LEAST_MS) / Math.log(MOST_MS / LEAST_MS)
  return HEIGHT * (1 - share)
}

function pathOf(bars: Bar[], step: number, ends: (bar: Bar) => [number, number]): string {
  return bars
    .map((bar, index) => {
      const [top, bottom] = ends(bar)
      return `M${((index + 0.5) * step).toFixed(1)} ${top.toFixed(1)}V${bottom.toFixed(1)}`
    })
    .join("")
}
