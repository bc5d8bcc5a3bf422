import { type ReactNode, useState } from "react"
import type { RetryBatchRequest } from "../../lib/contract/actions.ts"
import { endpoints } from "../../lib/contract/endpoints.ts"
import type { FailedBatch, StatusAnswer } from "../../lib/contract/status.ts"
import { call } from "../client/call.ts"
import { useAction } from "../client/use-action.ts"
import { Refusal } from "../ui/notice.tsx"
import { Scroll, Section } from "../ui/section.tsx"
import { batchName } from "../words/batches.ts"
import { count, counted } from "../words/numbers.ts"
import { mayBeRetried } from "./may-retry.ts"

const FEW = 8
const MOST_SHOWN = 200

interface FailuresProps {
  status: StatusAnswer
  mayChange: boolean
  refresh(): Promise<unknown>
}

type Retry = (which: Omit<RetryBatchRequest, "job_id">) => void

/** The batches that used up their attempts, why, and another chance for them. */
export function Failures({ status, mayChange, refresh }: FailuresProps) {
  const { failed_batches, job_id, dataset } = status
  const action = useAction()
  if (failed_batches.length === 0) return null
  const retryable = failed_batches.filter(({ operation }) => mayChange && mayBeRetried(status, operation))
  const retry: Retry = (which) =>
    void action.run(async () => {
      await call(endpoints.retryBatch, { params: { dataset }, body: { job_id, ...which } })
      await refresh()
    })
  return (
    <Section title="Failed batches" className="failures">
      {action.refusal && <Refusal>{action.refusal}</Refusal>}
      <FailedBatches batches={failed_batches} retryable={retryable} busy={action.busy} retry={retry} />
    </Section>
  )
}

interface FailedBatchesProps {
  batches: FailedBatch[]
  /** Those of them that a person may try again. */
  retryable: FailedBatch[]
  busy: boolean
  retry: Retry
}

/** The first of them, and all on request. */
function FailedBatches({ batches, retryable, busy, retry }: FailedBatchesProps) {
  const [all, setAll] = useState(false)
  const more = batches.length - MOST_SHOWN
  return (
    <>
      <FailedTable actionable={retryable.length > 0}>
        {batches.slice(0, all ? MOST_SHOWN : FEW).map((batch) => (
          <FailedRow
            key={`${batch.table} ${batch.operation} ${batch.batch}`}
            batch={batch}
            busy={busy}
            onRetry={retryable.includes(batch) ? retry : null}
            actionable={retryable.length > 0}
          />
        ))}
      </FailedTable>
      {!all && batches.length > FEW && (
        <button type="button" className="button" onClick={() => setAll(true)}>
          Show all {count(batches.length)}
        </button>
      )}
      {all && more > 0 && (
        <p className="muted">
          {counted(more, "more failed batch", "more failed batches")}: see the list of batches.
        </p>
      )}
    </>
  )
}

function FailedTable({ actionable, children }: { actionable: boolean; children: ReactNode }) {
  return (
    <Scroll label="Failed batches">
      <table className="grid stack">
        <thead>
          <tr>
            <th scope="col">Batch</th>
            <th scope="col" className="number">
              Attempts
            </th>
            <th scope="col">Error</th>
            {actionable && (
              <th scope="col">
                <span className="unseen">Action</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </Scroll>
  )
}

interface FailedRowProps {
  batch: FailedBatch
  busy: boolean
  onRetry: Retry | null
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
        <Cause error={batch.error} />
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

/** How the database names what went wrong: nothing to greet a person with. */
const OF_DATABASE = /^[A-Z]\w+(?: \w+)? Error: /

function Cause({ error }: { error: string }) {
  if (!OF_DATABASE.test(error)) return error
  return (
    <>
      The database could not apply it.
      <details className="more">
        <summary>Details</summary>
        <p>{error}</p>
      </details>
    </>
  )
}
