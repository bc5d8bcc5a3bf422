import { useState } from "react"
import type { RetryBatchRequest } from "../../lib/contract/actions.ts"
import { endpoints } from "../../lib/contract/endpoints.ts"
import type { FailedBatch, StatusAnswer } from "../../lib/contract/status.ts"
import { useMayChange } from "../session.tsx"
import { Button } from "../ui/button.tsx"
import { Refusal } from "../ui/notice.tsx"
import { Section } from "../ui/section.tsx"
import { type Column, Table } from "../ui/table.tsx"
import { batchName } from "../words/batches.ts"
import { count, counted } from "../words/numbers.ts"
import { mayBeRetried } from "./may-retry.ts"
import { useJobAction } from "./use-job-action.ts"

const FEW = 8
const MOST_SHOWN = 200

interface FailuresProps {
  status: StatusAnswer
  refresh(): Promise<unknown>
}

type Retry = (which: Omit<RetryBatchRequest, "job_id">) => void

/** The batches that used up their attempts, why, and another chance for them. */
export function Failures({ status, refresh }: FailuresProps) {
  const { failed_batches } = status
  const action = useJobAction(status, refresh)
  const mayChange = useMayChange()
  if (failed_batches.length === 0) return null
  const retryable = failed_batches.filter(({ operation }) => mayChange && mayBeRetried(status, operation))
  const retry: Retry = (which) => void action.ask(endpoints.retryBatch, which)
  return (
    <Section title="Failed batches">
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
function FailedBatches(props: FailedBatchesProps) {
  const { batches, retryable } = props
  const [all, setAll] = useState(false)
  const columns = retryable.length > 0 ? [...COLUMNS, retryColumn(props)] : COLUMNS
  const more = batches.length - MOST_SHOWN
  return (
    <>
      <Table
        label="Failed batches"
        className="stack"
        columns={columns}
        rows={batches.slice(0, all ? MOST_SHOWN : FEW)}
        keyOf={({ table, operation, batch }) => `${table} ${operation} ${batch}`}
      />
      {!all && batches.length > FEW && (
        <Button onClick={() => setAll(true)}>Show all {count(batches.length)}</Button>
      )}
      {all && more > 0 && (
        <p className="muted">
          {counted(more, "more failed batch", "more failed batches")}: see the list of batches.
        </p>
      )}
    </>
  )
}

const COLUMNS: readonly Column<FailedBatch>[] = [
  { word: "Batch", cell: batchName },
  { word: "Attempts", kind: "number", cell: ({ attempts }) => count(attempts) },
  {
    word: "Error",
    kind: "text",
    cell: ({ error, retryable }) => (
      <>
        <Cause error={error} />
        {!retryable && <span className="muted"> It will fail again unless its cause is mended.</span>}
      </>
    ),
  },
]

/** Beside those of the list that can be retried. */
function retryColumn({ retryable, busy, retry }: FailedBatchesProps): Column<FailedBatch> {
  return {
    word: "Action",
    head: <span className="unseen">Action</span>,
    kind: "buttons",
    cell(failed) {
      const { table: table_name, operation, batch: batch_number } = failed
      if (!retryable.includes(failed)) return null
      return (
        <Button
          idle={busy}
          aria-label={`Retry ${batchName(failed)}`}
          onClick={() => retry({ table_name, batch_number, operation })}
        >
          Retry
        </Button>
      )
    },
  }
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
