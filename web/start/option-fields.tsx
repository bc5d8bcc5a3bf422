import { useEffect, useId, useRef } from "react"
import type { DatasetOption } from "../../lib/contract/datasets.ts"
import { type Control, Field, FieldError } from "../ui/field.tsx"
import { count } from "../words/numbers.ts"
import { choiceSentence, choiceWord, optionWord } from "../words/options.ts"
import type { FieldErrors } from "./beginning.ts"
import { firstValue } from "./check-options.ts"

/** What matters most of how an import is done, and is therefore always seen. */
const FIRST = ["duplicates", "dry_run"]

interface OptionFieldsProps {
  options: DatasetOption[]
  errors: FieldErrors
}

/** The dataset's options as fields, with their ranges and defaults. */
export function OptionFields({ options, errors }: OptionFieldsProps) {
  const first = FIRST.flatMap((name) => options.find((option) => option.name === name) ?? [])
  const others = options.filter((option) => !first.includes(option))
  const wrong = others.some(({ name }) => errors[name] !== undefined)
  const folded = useRef<HTMLDetailsElement>(null)
  useEffect(() => {
    if (wrong && folded.current) folded.current.open = true
  }, [wrong])
  return (
    <div className="options">
      {first.map((option) => (
        <OptionField key={option.name} option={option} error={errors[option.name]} />
      ))}
      {others.length > 0 && (
        <details className="more" ref={folded}>
          <summary>More</summary>
          <div className="option-grid">
            {others.map((option) => (
              <OptionField key={option.name} option={option} error={errors[option.name]} />
            ))}
          </div>
        </details>
      )}
    </div>
  )
}

interface OptionFieldProps {
  option: DatasetOption
  error: string | undefined
}

export function OptionField({ option, error }: OptionFieldProps) {
  const { name, type, description, min, max } = option
  if (type === "boolean") return <Check option={option} error={error} />
  if (option.choices && option.default !== null) return <Choice option={option} error={error} />
  const range = min !== undefined && max !== undefined ? ` (${count(min)}–${count(max)})` : ""
  return (
    <Field label={optionWord(name)} hint={description + range} error={error}>
      {(control) => <OptionInput control={control} option={option} />}
    </Field>
  )
}

function Check({ option: { name, description, default: value }, error }: OptionFieldProps) {
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
function Choice({ option, error }: OptionFieldProps) {
  const { name, choices } = option
  const value = firstValue(option)
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

const EMPTY = { delimiter: "Detected", encoding: "Detected" } as Record<string, string>
const KINDS = { notify_email: "email" } as Record<string, string>

function OptionInput({ control, option }: { control: Control; option: DatasetOption }) {
  const { name, type, min, max, choices } = option
  const value = option.default === null ? "" : String(option.default)
  if (choices) {
    return (
      <select {...control} name={name} defaultValue={value}>
        {option.default === null && <option value="">{EMPTY[name] ?? "–"}</option>}
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {choiceWord(choice)}
          </option>
        ))}
      </select>
    )
  }
  if (type === "pairs") return <textarea {...control} name={name} rows={2} placeholder="country = BE" />
  if (type === "integer") {
    return <input {...control} type="number" name={name} min={min} max={max} defaultValue={value} />
  }
  return <input {...control} type={KINDS[name] ?? "text"} name={name} defaultValue={value} />
}
