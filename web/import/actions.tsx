import { useState } from "react"
import type { ControlAction, FinalizeRequest } from "../../lib/contract/actions.ts"
import { endpoints } from "../../lib/contract/endpoints.ts"
import type { StatusAnswer } from "../../lib/contract/status.ts"
import { call } from "../client/call.ts"
import { Icon } from "../ui/icon.tsx"
import { counted } from "../words/numbers.ts"
import { allows } from "../words/states.ts"
import { Confirm } from "./confirm.tsx"
import { UndoDialog } from "./undo-dialog.tsx"
import { useAction } from "./use-action.ts"

interface ActionsProps {
  status: StatusAnswer
  mayChange: boolean
  driving: boolean
  refresh(): Promise<unknown>
}

type Asking = "cancel" | "finalize" | "undo" | null

/** What a person may do with the import now; nothing else is offered. */
export function Actions({ status, mayChange, driving, refresh }: ActionsProps) {
  const [asking, setAsking] = useState<Asking>(null)
  const action = useAction()
  const { job_id, dataset, actions } = status
  const params = { dataset }
  const control = (name: ControlAction) =>
    action.run(async () => {
      await call(endpoints.control, { params, body: { job_id, action: name } })
      await refresh()
    })
  const finalize = (accept_failed: boolean) =>
    action.run(async () => {
      const body: FinalizeRequest = { job_id, accept_failed }
      await call(endpoints.finalize, { params, body })
      await refresh()
    })
  const may = (name: StatusAnswer["actions"][number]) => mayChange && allows(actions, name)
  const paused = status.status === "paused"
  const done = () => setAsking(null)
  return (
    <div className="actions">
      {(may("pause") || may("resume")) && (
        <button
          type="button"
          className={paused ? "button primary" : "button"}
          aria-disabled={action.busy}
          onClick={() => control(paused ? "resume" : "pause")}
        >
          <Icon name={paused ? "play" : "pause"} />
          {paused ? "Resume" : "Pause"}
        </button>
      )}
      {may("apply") && (
        <button
          type="button"
          className="button primary"
          aria-disabled={action.busy}
          onClick={() => control("apply")}
        >
          <Icon name="play" /> Apply these changes
        </button>
      )}
      {may("finalize") && !driving && (
        <button
          type="button"
          className="button"
          aria-disabled={action.busy}
          onClick={() => (status.failed_batches.length > 0 ? setAsking("finalize") : finalize(false))}
        >
          <Icon name="done" /> Finalize
        </button>
      )}
      <button type="button" className="button" onClick={() => void refresh()}>
        <Icon name="refresh" /> Refresh
      </button>
      {may("cancel") && (
        <button type="button" className="button" onClick={() => setAsking("cancel")}>
          <Icon name="close" /> Cancel
        </button>
      )}
      {may("rollback") && status.status !== "rolling_back" && (
        <button type="button" className="button" onClick={() => setAsking("undo")}>
          <Icon name="undo" /> Undo
        </button>
      )}
      {action.refusal && (
        <p className="notice bad" role="alert">
          <Icon name="bad" /> {action.refusal}
        </p>
      )}
      {asking === "cancel" && (
        <Confirm
          title="Cancel this import?"
          yes="Cancel the import"
          no="Keep it"
          onYes={async () => {
            done()
            await control("cancel")
          }}
          onNo={done}
        >
          <p>No further batch is applied. What has been applied stays until you undo it.</p>
        </Confirm>
      )}
      {asking === "finalize" && (
        <Confirm
          title="Close without the failed batches?"
          yes="Close the import"
          no="Keep it open"
          onYes={async () => {
            done()
            await finalize(true)
          }}
          onNo={done}
        >
          <p>
            {counted(status.failed_batches.length, "batch", "batches")} failed. The rows of those, and of
            batches that wait for them, will not be imported.
          </p>
        </Confirm>
      )}
      {asking === "undo" && <UndoDialog status={status} onClose={done} refresh={refresh} />}
    </div>
  )
}
