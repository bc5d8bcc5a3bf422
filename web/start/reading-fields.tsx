import { useEffect, useRef } from "react"
import type { DatasetOption } from "../../lib/contract/datasets.ts"
import type { FieldErrors } from "./beginning.ts"
import { OptionField } from "./option-fields.tsx"

/** Options about how a file of records is written: they stand beside what has been made out about it. */
export const READING = ["delimiter", "encoding", "header_row", "sheet", "entry", "comment", "constants"]

export function isAboutReading({ name }: DatasetOption): boolean {
  return READING.includes(name)
}

interface ReadingFieldsProps {
  options: DatasetOption[]
  errors: FieldErrors
  /** What the file turned out to be, once it has been looked at. */
  dialect: string | null
}

/** How the file is written as far as it is known, and the fields to say otherwise. */
export function ReadingFields({ options, errors, dialect }: ReadingFieldsProps) {
  const wrong = options.some(({ name }) => errors[name] !== undefined)
  const folded = useRef<HTMLDetailsElement>(null)
  useEffect(() => {
    if (wrong && folded.current) folded.current.open = true
  }, [wrong])
  return (
    <details className="more reading" ref={folded}>
      <summary>
        {dialect ?? "How the file is written is detected"} <span className="change">change</span>
      </summary>
      <div className="option-grid">
        {options.map((option) => (
          <OptionField key={option.name} option={option} error={errors[option.name]} />
        ))}
      </div>
    </details>
  )
}
