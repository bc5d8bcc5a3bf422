import { useId } from "react"
import { type Choices, Options } from "./field.tsx"

interface FilterProps {
  label: string
  /** The chosen one; empty for all. */
  value: string
  choices: Choices
  /** What is chosen when none of them is; null where always one is. */
  otherwise?: string | null
  /** What a form it is in calls it. */
  name?: string
  onChange(value: string): void
}

/** Narrows a list to one of some choices. */
export function Filter({ label, value, choices, otherwise = "All", name, onChange }: FilterProps) {
  const id = useId()
  return (
    <span>
      <label htmlFor={id}>{label}</label>{" "}
      <select id={id} name={name} value={value} onChange={({ target }) => onChange(target.value)}>
        {otherwise !== null && <option value="">{otherwise}</option>}
        <Options choices={choices} />
      </select>
    </span>
  )
}
