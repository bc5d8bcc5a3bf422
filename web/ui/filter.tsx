import { useId } from "react"

interface FilterProps {
  label: string
  /** The chosen one; empty for all. */
  value: string
  choices: readonly (readonly [value: string, word: string])[]
  onChange(value: string): void
}

/** Narrows a list to one of some choices, or to none. */
export function Filter({ label, value, choices, onChange }: FilterProps) {
  const id = useId()
  return (
    <span className="filter">
      <label htmlFor={id}>{label}</label>{" "}
      <select id={id} value={value} onChange={({ target }) => onChange(target.value)}>
        <option value="">All</option>
        {choices.map(([choice, word]) => (
          <option key={choice} value={choice}>
            {word}
          </option>
        ))}
      </select>
    </span>
  )
}
