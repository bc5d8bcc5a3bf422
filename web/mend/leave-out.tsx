import { useState } from "react"
import { Dialog } from "../ui/dialog.tsx"
import { InputField } from "../ui/field.tsx"

interface LeaveOutProps {
  /** "Line 12", "500 rows" */
  what: string
  onYes(reason: string): void
  onNo(): void
}

/** Asks why rows are left out for good. */
export function LeaveOut({ what, onYes, onNo }: LeaveOutProps) {
  const [reason, setReason] = useState("")
  return (
    <Dialog title={`Leave out ${what}?`} onClose={onNo}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          onYes(reason.trim())
        }}
      >
        <p>
          What is left out will not be imported, and is no error any more. Who left it out is kept, and why.
        </p>
        <InputField
          label="Why"
          maxLength={1000}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
        />
        <div className="dialog-actions">
          <button type="button" className="button" onClick={onNo}>
            Keep it
          </button>
          <button type="submit" className="button danger">
            Leave it out
          </button>
        </div>
      </form>
    </Dialog>
  )
}
