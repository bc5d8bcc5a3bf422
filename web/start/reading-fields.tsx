import type { DatasetOption } from "../../lib/contract/datasets.ts"
import type { FieldErrors } from "./beginning.ts"
import { FoldedOptions } from "./option-fields.tsx"

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
  const summary = (
    <>
      {dialect ?? "How the file is written is detected"} <span className="change">change</span>
    </>
  )
  return <FoldedOptions options={options} errors={errors} summary={summary} className="more reading" />
}
