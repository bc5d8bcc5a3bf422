import { useMemo } from "react"
import type { BatchEntry } from "../../lib/contract/imports.ts"
import { perSecond } from "../words/numbers.ts"

const SECONDS = 60
const WIDTH = 240
const HEIGHT = 32

/** Rows a second over the last minute of an import, second by second. */
export function RateCurve({ batches }: { batches: readonly BatchEntry[] }) {
  const rates = useMemo(() => ratesOf(batches), [batches])
  if (rates.length < 3) return null
  const most = Math.max(...rates)
  const points = rates.map((rate, second) => {
    const x = WIDTH - (rates.length - 1 - second) * (WIDTH / (SECONDS - 1))
    return `${x.toFixed(1)},${(HEIGHT - 2 - (rate * (HEIGHT - 4)) / most).toFixed(1)}`
  })
  const label = `Rows a second over the last ${rates.length} seconds, ${perSecond(most)} at most`
  return (
    <svg className="rate-curve" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      <polyline points={points.join(" ")} />
    </svg>
  )
}

/** Oldest first; what landed in a second counts for it. Empty where nothing has landed. */
function ratesOf(batches: readonly BatchEntry[]): number[] {
  const landed = batches.flatMap(({ completed_at, records }) =>
    completed_at === null ? [] : [{ second: Math.floor(Date.parse(completed_at) / 1000), records }],
  )
  const last = landed.reduce((latest, { second }) => Math.max(latest, second), 0)
  const first = landed.reduce((earliest, { second }) => Math.min(earliest, second), last)
  const rates = new Array<number>(landed.length === 0 ? 0 : Math.min(SECONDS, last - first + 1)).fill(0)
  for (const { second, records } of landed) {
    const place = rates.length - 1 - (last - second)
    if (place >= 0) rates[place] = (rates[place] ?? 0) + records
  }
  return Math.max(0, ...rates) === 0 ? [] : rates
}
