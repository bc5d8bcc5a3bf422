import type { StatusAnswer } from "../../lib/contract/status.ts"
import { Meter } from "../ui/meter.tsx"
import { bytes, count, counted, percentage, perSecond } from "../words/numbers.ts"
import { barTone, hadApplied, isUndo, shareThere } from "../words/states.ts"
import { left } from "../words/times.ts"

/** The one bar: of the bytes while preparing, of the batches afterwards. */
export function Overall({ status, children }: { status: StatusAnswer; children: React.ReactNode }) {
  const { overall_progress: overall } = status
  const value = shareOf(status)
  const facts = factsOf(status)
  const undo = isUndo(status.status)
  return (
    <div className="overall">
      <Meter
        size="large"
        label={labelOf(status)}
        value={value}
        failed={undo ? 0 : (overall.failed_batches * 100) / Math.max(1, overall.total_batches)}
        text={facts.join(", ")}
        tone={barTone(status.status)}
      />
      <p className="facts">
        {!undo && <strong className="facts-lead">{value === null ? "…" : percentage(value)}</strong>}
        {facts.map((fact) => (
          <span key={fact.replace(/[\d.,\s–]+/g, "")}>{fact}</span>
        ))}
      </p>
      {children}
    </div>
  )
}

function labelOf({ status, staging }: StatusAnswer): string {
  if (staging) return "Reading the source"
  return status === "rolling_back" ? "Undoing this import" : "Progress of this import"
}

function shareOf({ status, staging, overall_progress }: StatusAnswer): number | null {
  if (status === "rolling_back") return null
  if (status !== "preparing") return shareThere(status, overall_progress.percentage)
  if (!staging || staging.table === "download" || staging.bytes_total === 0) return null
  return Math.min(99, Math.floor((staging.bytes_read * 100) / staging.bytes_total))
}

function factsOf(status: StatusAnswer): string[] {
  if (status.status === "preparing") return stagingFacts(status)
  if (!isUndo(status.status)) return applyingFacts(status)
  return status.overall_progress.total_batches > 0 ? [hadApplied(status.overall_progress)] : []
}

function stagingFacts({ staging }: StatusAnswer): string[] {
  if (!staging) return []
  if (staging.table === "download")
    return staging.bytes_read > 0 ? [`${bytes(staging.bytes_read)} fetched`] : []
  const size = `${bytes(staging.bytes_read)} of ${bytes(staging.bytes_total)}`
  if (staging.table === "source") return [size]
  return [`${counted(staging.rows_staged, "row")} read`, size]
}

function applyingFacts({ overall_progress: overall, rows_per_second, eta_seconds }: StatusAnswer): string[] {
  if (overall.total_batches === 0) return []
  return [
    `${count(overall.completed_batches)} of ${counted(overall.total_batches, "batch", "batches")}`,
    ...(overall.rows_total === 0
      ? []
      : [`${count(overall.rows_done)} of ${counted(overall.rows_total, "row")}`]),
    ...(rows_per_second === null ? [] : [`${perSecond(rows_per_second)} rows/s`]),
    ...(eta_seconds === null ? [] : [left(eta_seconds)]),
  ]
}
