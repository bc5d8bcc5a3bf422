import { type ReactNode, useId } from "react"

interface FieldProps {
  label: string
  /** Beside the name, and not part of it. */
  hint?: ReactNode
  children(control: { id: string; "aria-describedby": string | undefined }): ReactNode
}

/** A form field with its name above and a hint below. */
export function Field({ label, hint, children }: FieldProps) {
  const id = useId()
  const hintId = `${id}-hint`
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({ id, "aria-describedby": hint ? hintId : undefined })}
      {hint && (
        <small className="muted" id={hintId}>
          {hint}
        </small>
      )}
    </div>
  )
}
