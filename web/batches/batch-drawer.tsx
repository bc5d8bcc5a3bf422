import type { RowCounts } from "../../lib/contract/counts.ts"
import { endpoints } from "../../lib/contract/endpoints.ts"
import type { BatchEntry } from "../../lib/contract/imports.ts"
import type { StatusAnswer } from "../../lib/contract/status.ts"
import { mayBeRetried } from "../import/may-retry.ts"
import { useJobAction } from "../import/use-job-action.ts"
import { useMayChange } from "../session.tsx"
import { Button } from "../ui/button.tsx"
import { Dialog } from "../ui/dialog.tsx"
import { Refusal } from "../ui/notice.tsx"
import { Pair, Pairs } from "../ui/pairs.tsx"
import { StateChip } from "../ui/state-chip.tsx"
import { batchName, countsRows } from "../words/batches.ts"
import { countWord } from "../words/counts.ts"
import { count } from "../words/numbers.ts"
import { BATCH } from "../words/states.ts"
import { dateAndTime, lasting, timeOfDay } from "../words/times.ts"

interface BatchDrawerProps {
  batch: BatchEntry
  status: StatusAnswer
  onClose(): void
  refresh(): Promise<unknown>
}

/** One batch: its timings, what became of its rows, its error, and another chance when it failed. */
export function BatchDrawer({ batch, status, onClose, refresh }: BatchDrawerProps) {
  const action = useJobAction(status, refresh)
  const mayChange = useMayChange()
  const { table, operation } = batch
  const mayRetry = mayChange && batch.status === "failed" && mayBeRetried(status, operation)
  const retry = async () => {
    const which = { table_name: table, batch_number: batch.batch, operation }
    if (await action.ask(endpoints.retryBatch, which)) onClose()
  }
  const counts = Object.entries(batch.counts).filter(([, rows]) => rows > 0) as [keyof RowCounts, number][]
  return (
    <Dialog title={batchName(batch)} onClose={onClose} drawer>
      <p>
        <StateChip state={BATCH[batch.status]} />
      </p>
      {batch.error && (
        <div className="notice bad">
          <p>{batch.error}</p>
        </div>
      )}
      {action.refusal && <Refusal>{action.refusal}</Refusal>}
      {mayRetry && (
        <Button look="primary" idle={action.busy} onClick={retry}>
          Retry this batch
        </Button>
      )}
      <Pairs>
        {countsRows(batch) && <Pair name="Rows">{count(batch.records)}</Pair>}
        {counts.map(([name, rows]) => (
          <Pair key={name} name={countWord(name)}>
            {count(rows)}
          </Pair>
        ))}
        <Pair name="Attempts">{count(batch.attempts)}</Pair>
        {batch.started_at && <Pair name="Started">{dateAndTime(batch.started_at)}</Pair>}
        {batch.completed_at && <Pair name="Completed">{timeOfDay(batch.completed_at)}</Pair>}
        {batch.duration_ms !== null && <Pair name="Took">{lasting(batch.duration_ms)}</Pair>}
        {batch.duration_ms !== null && batch.duration_ms > 0 && batch.records > 0 && (
          <Pair name="Rows a second">{count((batch.records * 1000) / batch.duration_ms)}</Pair>
        )}
      </Pairs>
    </Dialog>
  )
}
