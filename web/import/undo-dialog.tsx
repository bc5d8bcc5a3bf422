import type { RollbackAnswer } from "../../lib/contract/actions.ts"
import { endpoints } from "../../lib/contract/endpoints.ts"
import type { StatusAnswer } from "../../lib/contract/status.ts"
import { call } from "../client/call.ts"
import { usePolled } from "../client/use-polled.ts"
import { Confirm } from "../ui/confirm.tsx"
import { Connection } from "../ui/connection.tsx"
import { Refusal } from "../ui/notice.tsx"
import { Pair, Pairs } from "../ui/pairs.tsx"
import { count } from "../words/numbers.ts"
import { useJobAction } from "./use-job-action.ts"

interface UndoDialogProps {
  status: StatusAnswer
  onClose(): void
  refresh(): Promise<unknown>
}

/** Says what undoing would do before it is done. The first call begins it; the driver goes on with it. */
export function UndoDialog({ status, onClose, refresh }: UndoDialogProps) {
  const { job_id, dataset } = status
  const wouldBe = () => call(endpoints.rollback, { params: { dataset }, body: { job_id, dry_run: true } })
  const preview = usePolled(`undo of ${job_id}`, wouldBe)
  const action = useJobAction(status, refresh)
  const { error, retry_at } = preview
  const data = error === undefined ? preview.data : undefined
  const undo = async () => {
    if (await action.ask(endpoints.rollback)) onClose()
  }
  const yes = action.busy ? "Undoing …" : "Undo the import"
  return (
    <Confirm
      title={`Undo ${status.title}?`}
      yes={data ? yes : null}
      no="Keep the import"
      busy={action.busy}
      onYes={() => void undo()}
      onNo={onClose}
    >
      {!data && error === undefined && <p>Counting what would change …</p>}
      <Connection retry_at={retry_at} error={error} />
      {data && (
        <>
          <p>{promiseOf(data)} Nothing has been changed yet.</p>
          <Pairs>
            <Pair name="Rows that will disappear">{count(data.rows_removed)}</Pair>
            <Pair name="Rows that will be as before">{count(data.rows_restored)}</Pair>
            <Pair name="Rows kept, since they were changed later">{count(data.rows_kept)}</Pair>
          </Pairs>
        </>
      )}
      {action.refusal && <Refusal>{action.refusal}</Refusal>}
    </Confirm>
  )
}

function promiseOf({ rows_kept }: RollbackAnswer): string {
  if (rows_kept === 0) return "Every table will be as it was before this import."
  return "What this import did will be taken back, but for rows that somebody has changed since: those are kept as they are."
}
