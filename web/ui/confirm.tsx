import type { ReactNode } from "react"
import { Button } from "./button.tsx"
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
        <Button onClick={onNo}>{no}</Button>
        <Button look="danger" onClick={onYes}>
          {yes}
        </Button>
      </div>
    </Dialog>
  )
}
