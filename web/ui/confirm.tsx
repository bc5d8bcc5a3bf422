import type { ReactNode } from "react"
import { Dialog } from "./dialog.tsx"

interface ConfirmProps {
  title: string
  yes: string
  no: string
  onYes(): void
  onNo(): void
  children: ReactNode
}

/** Asks before something that cannot simply be taken back. */
export function Confirm({ title, yes, no, onYes, onNo, children }: ConfirmProps) {
  return (
    <Dialog title={title} onClose={onNo}>
      {children}
      <div className="dialog-actions">
        <button type="button" className="button" onClick={onNo}>
          {no}
        </button>
        <button type="button" className="button danger" onClick={onYes}>
          {yes}
        </button>
      </div>
    </Dialog>
  )
}
