import { useState } from "react"
import type { RetryBatchRequest } from "../../lib/contract/actions.ts"
import { endpoints } from "../../lib/contract/endpoints.ts"
import type { FailedBatch, StatusAnswer } from "../../lib/contract/status.ts"
import { call } from "../client/call.ts"
import { Icon } from "../ui/icon.tsx"
import { Refusal } from "../ui/refusal.tsx"
import { Scroll, Section } from "../ui/section.tsx"
import { batchName } from "../words/batches.ts"
import { count, counted } from "../words/numbers.ts"
import { mayBeRetried } from "./may-retry.ts"
import { useAction } from "./use-action.ts"

const FEW = 8
const MOST_SHOWN = 200

interface FailuresProps {
  status: StatusAnswer
  mayChange: boolean
  refresh(): Promise<unknown>
}

/** The batches that used up their attempts, why, and another chance for them. */
export function Failures({ status, mayChange, refresh }: FailuresProps) {
  const { failed_batches, job_id, dataset } = status
  const action = useAction()
  const [all, setAll] = useState(false)
  if (failed_batches.length === 0) return null
  const retryable = failed_batches.filter(({ operation }) => mayChange && mayBeRetried(status, operation))
  const mayRetry = retryable.length > 0
  const retry = (which: Omit<RetryBatchRequest, "job_id">) =>
    action.run(async () => {
      await call(endpoints.retryBatch, { params: { dataset }, body: { job_id, ...which } })
      await refresh()
    })
  const retryAll = (
    <button
      type="button"
      className="button primary"
      aria-disabled={action.busy}
      onClick={() => retry({ all_failed: true })}
    >
      <Icon name="refresh" /> Retry all failed ({count(retryable.length)})
    </button>
  )
  return (
    <Section title="Failed batches" className="failures" aside={mayRetry ? retryAll : undefined}>
      {action.refusal && <Refusal>{action.refusal}</Refusal>}
      <Scroll label="Failed batches">
        <table className="grid stack">
          <thead>
            <tr>
              <th scope="col">Batch</th>
              <th scope="col" className="number">
                Attempts
              </th>
              <th scope="col">Error</th>
              {mayRetry && (
                <th scope="col">
                  <span className="unseen">Action</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {failed_batches.slice(0, all ? MOST_SHOWN : FEW).map((batch) => (
              <FailedRow
                key={`${batch.table} ${batch.operation} ${batch.batch}`}
                batch={batch}
                busy={action.busy}
                onRetry={retryable.includes(batch) ? retry : null}
                actionable={mayRetry}
              />
            ))}
          </tbody>
        </table>
      </Scroll>
      {!all && failed_batches.length > FEW && (
        <button type="button" className="button" onClick={() => setAll(true)}>
          Show all {count(failed_batches.length)}
        </button>
      )}
      {all && failed_batches.length > MOST_SHOWN && (
        <p className="muted">
          {counted(failed_batches.length - MOST_SHOWN, "more failed batch", "more failed batches")}: see the
          list of batches.
        </p>
      )}
    </Section>
  )
}

interface FailedRowProps {
  batch: FailedBatch
  busy: boolean
  onRetry: ((which: Omit<RetryBatchRequest, "job_id">) => void) | null
  /** Others of the list can be retried, so there is a column for it. */
  actionable: boolean
}

function FailedRow({ batch, busy, onRetry, actionable }: FailedRowProps) {
  const name = batchName(batch)
  const { table, operation } = batch
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className="number" data-label="Attempts">
        {count(batch.attempts)}
      </td>
      <td className="error-text" data-label="Error">
        {batch.error}
        {!batch.retryable && <span className="muted"> It will fail again unless its cause is mended.</span>}
      </td>
      {actionable && (
        <td>
          {onRetry && (
            <button
              type="button"
              className="button"
              aria-disabled={busy}
              aria-label={`Retry ${name}`}
              onClick={() => onRetry({ table_name: table, batch_number: batch.batch, operation })}
            >
              Retry
            </button>
          )}
        </td>
      )}
    </tr>
  )
}
