interface SegmentsProps<K extends string> {
  name: string
  /** Each with its word. */
  choices: readonly (readonly [K, string])[]
  value: K
  onChoose(value: K): void
}

/** One of a few choices, side by side. */
export function Segments<K extends string>({ name, choices, value, onChoose }: SegmentsProps<K>) {
  return (
    <div className="segments">
      {choices.map(([choice, word]) => (
        <label key={choice} className="segment">
          <input
            type="radio"
            name={name}
            value={choice}
            checked={choice === value}
            onChange={() => onChoose(choice)}
          />
          <span>{word}</span>
        </label>
      ))}
    </div>
  )
}
