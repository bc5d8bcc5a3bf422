import type { FormEvent, ReactNode } from "react"
import { Button } from "./button.tsx"
import { Dialog } from "./dialog.tsx"

interface ConfirmProps {
  title: string
  /** Null as long as there is nothing to say yes to. */
  yes: string | null
  no: string
  busy?: boolean
  onYes(): void
  onNo(): void
  children: ReactNode
}

/** Asks before something that cannot simply be taken back. */
export function Confirm({ title, yes, no, busy = false, onYes, onNo, children }: ConfirmProps) {
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (!busy) onYes()
  }
  return (
    <Dialog title={title} onClose={onNo}>
      <form onSubmit={send}>
        {children}
        <div className="dialog-actions">
          <Button onClick={onNo}>{no}</Button>
          {yes !== null && (
            <Button type="submit" look="danger" idle={busy}>
              {yes}
            </Button>
          )}
        </div>
      </form>
    </Dialog>
  )
}
