import type { DatasetOption } from "../../lib/contract/datasets.ts"
import { ImportOptions, type ImportOptionsInput } from "../../lib/contract/options.ts"
import { count } from "../words/numbers.ts"
import { optionWord } from "../words/options.ts"
import type { FieldErrors } from "./beginning.ts"

/** What the page asks for where a person says nothing: somebody is there to be asked what is to become of bad rows. */
export const PAGE_DEFAULTS = { on_row_errors: "hold" } as const

/** What options are already, by their names. */
export type OptionValues = Readonly<Record<string, unknown>>

/** The value a field begins with: what it is already, or what the page asks for. */
export function firstValue({ name, default: own }: DatasetOption, values: OptionValues): unknown {
  return values[name] ?? own
}

/**
 * What the form says, as the API takes it; what is empty or as the dataset has it anyway is left out. To wait only with more
 * bad rows than a number is what the number alone asks for.
 */
export function optionsFrom(form: FormData, options: readonly DatasetOption[]): Record<string, unknown> {
  const { on_row_errors, ...others } = given(form, options)
  const beyond = on_row_errors === "hold" && others.max_row_errors !== undefined
  return on_row_errors === undefined || beyond ? others : { ...others, on_row_errors }
}

function given(form: FormData, options: readonly DatasetOption[]): Record<string, unknown> {
  const said = options.flatMap((option): [string, unknown][] => {
    const value = valueIn(form, option)
    return value === null || value === option.default ? [] : [[option.name, value]]
  })
  return Object.fromEntries(said)
}

function valueIn(form: FormData, { name, type }: DatasetOption): unknown {
  if (type === "boolean") return form.get(name) === "on"
  const said = String(form.get(name) ?? "")
  // A tab is a choice too.
  const text = type === "choice" ? said : said.trim()
  if (text === "") return null
  if (type === "pairs") return pairsIn(text)
  return type === "integer" ? Number(text) : text
}

/** Values by the names of columns, one a line; null where a line has no column, which no option is. */
function pairsIn(text: string): Record<string, string | null> {
  const lines = text.split("\n").filter((line) => line.trim() !== "")
  return Object.fromEntries(
    lines.map((line) => {
      const [column = "", ...value] = line.split("=")
      return [column.trim(), value.length > 0 && column.trim() !== "" ? value.join("=").trim() : null]
    }),
  )
}

type Checked = { options: ImportOptionsInput; errors: null } | { options: null; errors: FieldErrors }

/** Checks options the way the server does, so that it need not be asked to say no. */
export function checkOptions(given: Record<string, unknown>, declared: readonly DatasetOption[]): Checked {
  const parsed = ImportOptions.safeParse(given)
  const errors: Record<string, string> = {}
  for (const { path, message } of parsed.error?.issues ?? []) {
    const isPair = declared.some(({ name, type }) => name === path[0] && type === "pairs")
    errors[String(path[0])] = isPair ? "Write one a line, as column = value." : sentence(message)
  }
  for (const option of declared) {
    const error = rangeError(given[option.name], option)
    if (error) errors[option.name] = error
  }
  if (Object.keys(errors).length > 0) return { options: null, errors }
  return { options: given, errors: null }
}

function rangeError(value: unknown, { name, min, max }: DatasetOption): string | null {
  if (typeof value !== "number" || min === undefined || max === undefined) return null
  if (Number.isInteger(value) && value >= min && value <= max) return null
  return `${optionWord(name)} must be a whole number from ${count(min)} to ${count(max)}.`
}

function sentence(message: string): string {
  const capital = message.charAt(0).toUpperCase() + message.slice(1)
  return capital.endsWith(".") ? capital : `${capital}.`
}
