import { useId } from "react"

interface FilterProps {
  label: string
  /** The chosen one; empty for all. */
  value: string
  choices: readonly (readonly [value: string, word: string])[]
  /** What is chosen when none of them is. */
  otherwise?: string
  /** What a form it is in calls it. */
  name?: string
  onChange(value: string): void
}

/** Narrows a list to one of some choices, or to none. */
export function Filter({ label, value, choices, otherwise = "All", name, onChange }: FilterProps) {
  const id = useId()
  return (
    <span className="filter">
      <label htmlFor={id}>{label}</label>{" "}
      <select id={id} name={name} value={value} onChange={({ target }) => onChange(target.value)}>
        <option value="">{otherwise}</option>
        {choices.map(([choice, word]) => (
          <option key={choice} value={choice}>
            {word}
          </option>
        ))}
      </select>
    </span>
  )
}
