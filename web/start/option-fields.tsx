import { type ReactNode, useEffect, useRef } from "react"
import type { DatasetOption } from "../../lib/contract/datasets.ts"
import type { FieldErrors } from "./beginning.ts"
import { type OptionValues, PAGE_DEFAULTS } from "./check-options.ts"
import { OptionField } from "./option-field.tsx"

/** What matters most of how an import is done, and is therefore always seen. */
const FIRST = ["duplicates", "dry_run"]

interface OptionFieldsProps {
  options: DatasetOption[]
  errors: FieldErrors
  /** What they begin with, where it is not their default. */
  values?: OptionValues | undefined
}

/** The dataset's options as fields, with their ranges and defaults. */
export function OptionFields({ options, errors, values = PAGE_DEFAULTS }: OptionFieldsProps) {
  const first = FIRST.flatMap((name) => options.find((option) => option.name === name) ?? [])
  const others = options.filter((option) => !first.includes(option))
  return (
    <div className="options">
      {first.map((option) => (
        <OptionField key={option.name} option={option} error={errors[option.name]} values={values} />
      ))}
      {others.length > 0 && (
        <FoldedOptions options={others} errors={errors} values={values} summary="More" className="more" />
      )}
    </div>
  )
}

interface FoldedOptionsProps extends OptionFieldsProps {
  summary: ReactNode
  className: string
}

/** Options that are folded away, but not where one of them is wrong. */
export function FoldedOptions({
  options,
  errors,
  values = PAGE_DEFAULTS,
  summary,
  className,
}: FoldedOptionsProps) {
  const wrong = options.some(({ name }) => errors[name] !== undefined)
  const folded = useRef<HTMLDetailsElement>(null)
  useEffect(() => {
    if (wrong && folded.current) folded.current.open = true
  }, [wrong])
  return (
    <details className={className} ref={folded}>
      <summary>{summary}</summary>
      <div className="option-grid">
        {options.map((option) => (
          <OptionField key={option.name} option={option} error={errors[option.name]} values={values} />
        ))}
      </div>
    </details>
  )
}
