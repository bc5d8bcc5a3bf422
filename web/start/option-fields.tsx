import { type ReactNode, useEffect, useId, useRef } from "react"
import type { DatasetOption } from "../../lib/contract/datasets.ts"
import { type Control, Field, FieldError, Options } from "../ui/field.tsx"
import { count } from "../words/numbers.ts"
import { choiceSentence, choiceWord, optionWord } from "../words/options.ts"
import type { FieldErrors } from "./beginning.ts"
import { firstValue, type OptionValues, PAGE_DEFAULTS } from "./check-options.ts"

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
export function FoldedOptions({ options, errors, values, summary, className }: FoldedOptionsProps) {
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

interface OptionFieldProps {
  option: DatasetOption
  error: string | undefined
  values?: OptionValues | undefined
}

function OptionField({ option, error, values = PAGE_DEFAULTS }: OptionFieldProps) {
  const { name, type, description, min, max } = option
  if (type === "boolean") return <Check option={option} error={error} values={values} />
  if (option.choices && option.default !== null)
    return <Choice option={option} error={error} values={values} />
  const range = min !== undefined && max !== undefined ? ` (${count(min)}–${count(max)})` : ""
  return (
    <Field label={optionWord(name)} hint={description + range} error={error}>
      {(control) => (
        <OptionInput control={control} option={option} value={textOf(firstValue(option, values))} />
      )}
    </Field>
  )
}

interface PlacedOption extends OptionFieldProps {
  values: OptionValues
}

function Check({ option, error, values }: PlacedOption) {
  const { name, description } = option
  const value = firstValue(option, values)
  const id = useId()
  return (
    <div className="field">
      <label className="check">
        <input
          type="checkbox"
          name={name}
          defaultChecked={value === true}
          aria-describedby={error ? id : undefined}
        />
        <span>
          {optionWord(name)}
          <small className="muted">{description}</small>
        </span>
      </label>
      {error && <FieldError id={id}>{error}</FieldError>}
    </div>
  )
}

/** A few choices, each with what it does. */
function Choice({ option, error, values }: PlacedOption) {
  const { name, choices } = option
  const value = firstValue(option, values)
  const id = useId()
  return (
    <fieldset className="choices" aria-describedby={error ? id : undefined}>
      <legend>{optionWord(name)}</legend>
      {choices?.map((choice) => (
        <label key={choice} className="check">
          <input type="radio" name={name} value={choice} defaultChecked={choice === value} />
          <span>
            {choiceWord(choice)}
            <small className="muted">{choiceSentence(name, choice)}</small>
          </span>
        </label>
      ))}
      {error && <FieldError id={id}>{error}</FieldError>}
    </fieldset>
  )
}

const EMPTY = { delimiter: "Detected", encoding: "Detected", entry_encoding: "Detected" } as Record<
  string,
  string
>
const KINDS = { notify_email: "email" } as Record<string, string>

/** As it stands in a field; values by columns one a line. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return ""
  if (typeof value !== "object") return String(value)
  return Object.entries(value)
    .map(([column, said]) => `${column} = ${said ?? ""}`)
    .join("\n")
}

interface OptionInputProps {
  control: Control
  option: DatasetOption
  value: string
}

function OptionInput({ control, option, value }: OptionInputProps) {
  const { name, type, min, max, choices } = option
  if (choices) {
    return (
      <select {...control} name={name} defaultValue={value}>
        {option.default === null && <option value="">{EMPTY[name] ?? "–"}</option>}
        <Options choices={choices.map((choice) => [choice, choiceWord(choice)])} />
      </select>
    )
  }
  if (type === "pairs")
    return <textarea {...control} name={name} rows={2} defaultValue={value} placeholder="country = BE" />
  if (type === "integer") {
    return <input {...control} type="number" name={name} min={min} max={max} defaultValue={value} />
  }
  return <input {...control} type={KINDS[name] ?? "text"} name={name} defaultValue={value} />
}
