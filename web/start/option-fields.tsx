import type { DatasetOption } from "../../lib/contract/datasets.ts"
import { Field } from "../ui/field.tsx"
import { count } from "../words/numbers.ts"
import { tableWord } from "../words/states.ts"

/** The dataset's options as fields, with their ranges and defaults; the dry run before the others. */
export function OptionFields({ options }: { options: DatasetOption[] }) {
  const dryRun = options.find(({ name }) => name === "dry_run")
  const others = options.filter((option) => option !== dryRun)
  return (
    <div className="options">
      {dryRun && <OptionField option={dryRun} />}
      {others.length > 0 && (
        <details className="more">
          <summary>Options</summary>
          <div className="option-grid">
            {others.map((option) => (
              <OptionField key={option.name} option={option} />
            ))}
          </div>
        </details>
      )}
    </div>
  )
}

function OptionField({ option }: { option: DatasetOption }) {
  const { name, type, description } = option
  const word = tableWord(name)
  if (type === "boolean") {
    return (
      <label className="check">
        <input type="checkbox" name={name} defaultChecked={option.default === true} />
        <span>
          {word}
          <small className="muted">{description}</small>
        </span>
      </label>
    )
  }
  const { min, max } = option
  const range = min !== undefined && max !== undefined ? ` (${count(min)}–${count(max)})` : ""
  return (
    <Field label={word} hint={description + range}>
      {(control) => <OptionInput control={control} option={option} />}
    </Field>
  )
}

function OptionInput({ control, option }: { control: object; option: DatasetOption }) {
  const { name, type, min, max, choices } = option
  const value = option.default === null ? "" : String(option.default)
  if (type === "choice") {
    return (
      <select {...control} name={name} defaultValue={value}>
        {choices?.map((choice) => (
          <option key={choice}>{choice}</option>
        ))}
      </select>
    )
  }
  if (type === "integer") {
    return <input {...control} type="number" name={name} min={min} max={max} defaultValue={value} />
  }
  return <input {...control} type="text" name={name} defaultValue={value} />
}

/** What the form says, as the API takes it; a field left empty is left out. */
export function optionsFrom(form: FormData, options: DatasetOption[]): Record<string, unknown> {
  const given = options.flatMap(({ name, type }): [string, unknown][] => {
    if (type === "boolean") return [[name, form.get(name) === "on"]]
    const text = String(form.get(name) ?? "").trim()
    if (text === "") return []
    return [[name, type === "integer" ? Number(text) : text]]
  })
  return Object.fromEntries(given)
}
