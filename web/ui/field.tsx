import { type ComponentProps, type ReactNode, useId } from "react"
import { Icon } from "./icon.tsx"

/** What a control needs so that its name, hint and error belong to it. */
export interface Control {
  id: string
  "aria-describedby": string | undefined
  "aria-invalid": true | undefined
}

interface Around {
  label: string
  /** Below the control, and not part of its name. */
  hint?: ReactNode
  /** What is wrong with what it says. */
  error?: string | undefined
}

interface FieldProps extends Around {
  children(control: Control): ReactNode
}

/** A form field with its name above, and a hint and what is wrong with it below. */
export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId()
  const [hintId, errorId] = [`${id}-hint`, `${id}-error`]
  const described = [hint ? hintId : "", error ? errorId : ""].join(" ").trim()
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        "aria-describedby": described || undefined,
        "aria-invalid": error ? true : undefined,
      })}
      {hint && (
        <small className="muted" id={hintId}>
          {hint}
        </small>
      )}
      {error && <FieldError id={errorId}>{error}</FieldError>}
    </div>
  )
}

/** A field of one line. */
export function InputField({ label, hint, error, ...input }: Around & ComponentProps<"input">) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => <input {...control} {...input} />}
    </Field>
  )
}

/** What can be chosen, each with its word. */
export type Choices = readonly (readonly [value: string, word: string])[]

/** A field in which one of some choices is chosen. */
export function SelectField({
  label,
  hint,
  error,
  choices,
  ...select
}: Around & ComponentProps<"select"> & { choices: Choices }) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <select {...control} {...select}>
          <Options choices={choices} />
        </select>
      )}
    </Field>
  )
}

/** The choices of a select. */
export function Options({ choices }: { choices: Choices }) {
  return choices.map(([value, word]) => (
    <option key={value} value={value}>
      {word}
    </option>
  ))
}

/** Says beside a control what is wrong with it. */
export function FieldError({ id, children }: { id: string; children: ReactNode }) {
  return (
    <small className="field-error" id={id}>
      <Icon name="bad" /> {children}
    </small>
  )
}
