import { type ReactNode, useEffect, useId, useRef } from "react"
import { Button } from "./button.tsx"
import { focusHeading } from "./heading.ts"
import { Icon } from "./icon.tsx"

interface DialogProps {
  title: string
  onClose(): void
  children: ReactNode
  /** At the window's edge, for reading beside the page. */
  drawer?: boolean
}

/**
 * A modal dialog for as long as it is rendered. The browser's own: it keeps the focus inside, closes on Escape,
 * and gives the focus back to where it was.
 */
export function Dialog({ title, onClose, children, drawer = false }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const heading = useId()
  useEffect(() => {
    const shown = dialog.current
    const before = document.activeElement
    shown?.showModal()
    return () => {
      shown?.close()
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
      else focusHeading()
    }
  }, [])
  return (
    <dialog
      ref={dialog}
      className={drawer ? "dialog drawer" : "dialog"}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onPointerDown={(event) => event.target === dialog.current && onClose()}
    >
      <div className="dialog-body">
        <header className="dialog-head">
          <h2 id={heading}>{title}</h2>
          <Button look="plain square" aria-label="Close" onClick={onClose}>
            <Icon name="close" />
          </Button>
        </header>
        {children}
      </div>
    </dialog>
  )
}
