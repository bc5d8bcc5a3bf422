import { useId } from "react"
import type { DatasetOption } from "../../lib/contract/datasets.ts"
import { type Control, Field, FieldError, Options } from "../ui/field.tsx"
import { count } from "../words/numbers.ts"
import { choiceSentence, choiceWord, optionWord } from "../words/options.ts"
import { firstValue, type OptionValues } from "./check-options.ts"

interface OptionFieldProps {
  option: DatasetOption
  error: string | undefined
  values: OptionValues
}

/** One option, in the field that its values want. */
export function OptionField({ option, error, values }: OptionFieldProps) {
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

function Check({ option, error, values }: OptionFieldProps) {
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
function Choice({ option, error, values }: OptionFieldProps) {
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

const EMPTY: Record<string, string> = {
  delimiter: "Detected",
  encoding: "Detected",
  entry_encoding: "Detected",
}
const KINDS: Record<string, string> = { notify_email: "email" }

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
    // What somebody has said elsewhere may be none of those that are offered.
    const offered = value === "" || choices.includes(value) ? choices : [...choices, value]
    return (
      <select {...control} name={name} defaultValue={value}>
        {option.default === null && <option value="">{EMPTY[name] ?? "–"}</option>}
        <Options choices={offered.map((choice) => [choice, choiceWord(choice)])} />
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
