import type { StatusAnswer } from "../../lib/contract/status.ts"
import { Confirm } from "../ui/confirm.tsx"
import { counted } from "../words/numbers.ts"
import { UndoDialog } from "./undo-dialog.tsx"

/** What is asked about before it is done. */
export type Asking = "cancel" | "finalize" | "undo"

interface QuestionProps {
  asking: Asking
  status: StatusAnswer
  onCancelJob(): void
  onFinalize(): void
  onClose(): void
  refresh(): Promise<unknown>
}

/** Asks before the import is cancelled, closed over failed batches, or undone. */
export function Question({ asking, status, onCancelJob, onFinalize, onClose, refresh }: QuestionProps) {
  if (asking === "undo") return <UndoDialog status={status} onClose={onClose} refresh={refresh} />
  const answered = (act: () => void) => () => {
    onClose()
    act()
  }
  if (asking === "cancel") {
    return (
      <Confirm
        title="Cancel this import?"
        yes="Cancel the import"
        no="Keep it"
        onYes={answered(onCancelJob)}
        onNo={onClose}
      >
        <p>No further batch is applied. What has been applied stays until you undo it.</p>
      </Confirm>
    )
  }
  const failed = counted(status.failed_batches.length, "batch", "batches")
  return (
    <Confirm
      title="Close without the failed batches?"
      yes="Close the import"
      no="Keep it open"
      onYes={answered(onFinalize)}
      onNo={onClose}
    >
      <p>{failed} failed. Their rows, and those of batches that wait for them, will not be imported.</p>
    </Confirm>
  )
}
