import {
  type ColumnMapping,
  Delimiter,
  Duplicates,
  ENCODINGS,
  encodingNamed,
  HeaderRow,
  type ImportOptionsInput,
  MaxRowErrors,
  OnRowErrors,
} from "../../lib/contract/index.ts"
import { oneOf, wholeNumber } from "../command/arguments.ts"
import { UsageError } from "../command/run.ts"
import type { Values } from "./options.ts"

const DELIMITERS: Record<string, Delimiter> = { comma: ",", semicolon: ";", tab: "\t", pipe: "|", space: " " }

/** What of the command line is an option of the import. Throws UsageError naming what cannot be used. */
export function optionsOf(values: Values): ImportOptionsInput {
  const batch_size = wholeNumber("batch-size", values["batch-size"], 1, 100_000_000)
  const max_retries = wholeNumber("max-retries", values["max-retries"], 1, 10)
  const duplicates = oneOf("duplicates", values.duplicates, Duplicates.options)
  const on_row_errors = oneOf("on-row-errors", values["on-row-errors"], OnRowErrors.options)
  const max_row_errors = maxRowErrors(values["max-row-errors"])
  const encoding = encodingOf("encoding", values.encoding)
  const entry_encoding = encodingOf("entry-encoding", values["entry-encoding"])
  const delimiter = delimiterOf(values.delimiter)
  const header_row = headerRowOf(values["header-row"])
  const mapping = mappingOf(values.map)
  return {
    ...(batch_size && { batch_size }),
    ...(max_retries && { max_retries }),
    ...(values["accept-failed"] && { on_failed_batch: "accept" as const }),
    ...(duplicates && { duplicates }),
    ...(encoding && { encoding }),
    ...(delimiter && { delimiter }),
    ...(header_row && { header_row }),
    ...(values.sheet && { sheet: values.sheet }),
    ...(values.entry && { entry: values.entry }),
    ...(entry_encoding && { entry_encoding }),
    ...(values.comment && { comment: values.comment }),
    ...(values.constant && { constants: constantsOf(values.constant) }),
    ...(mapping && { mapping }),
    ...(values.country && { default_country: values.country }),
    ...(values.notify && { notify_email: values.notify }),
    ...(values.webhook && { webhook_url: values.webhook }),
    ...(values.ping && { ping_url: values.ping }),
    ...(values["hold-mass-close"] && { on_mass_close: "hold" as const }),
    ...(values.project && { project_id: values.project }),
    ...(on_row_errors && { on_row_errors }),
    ...(max_row_errors !== undefined && { max_row_errors }),
    ...(values["refuse-errors"] && { skip_errors: false }),
    ...(values["dry-run"] && { dry_run: true }),
    ...(values.background && { run: "background" as const }),
    ...(values["allow-gap"] && { allow_gap: true }),
    ...(values["allow-mass-close"] && { allow_mass_close: true }),
    ...(values["allow-extra-columns"] && { allow_extra_columns: true }),
    ...(values["allow-version"] && { allow_version: values["allow-version"] }),
  }
}

function maxRowErrors(text: string | undefined): MaxRowErrors | undefined {
  if (text === undefined || MaxRowErrors.safeParse(text).success) return text
  throw new UsageError(
    `--max-row-errors takes a whole number, or a share of the rows like 5%, not "${text}".`,
  )
}

function encodingOf(option: string, label: string | undefined): string | undefined {
  if (label === undefined) return undefined
  const name = encodingNamed(label)
  if (name !== null) return name
  throw new UsageError(`--${option} takes one of ${ENCODINGS.join(", ")}, not "${label}".`)
}

function delimiterOf(which: string | undefined): string | undefined {
  const delimiter = which === undefined ? undefined : (DELIMITERS[which] ?? which)
  if (delimiter === undefined || Delimiter.safeParse(delimiter).success) return delimiter
  throw new UsageError(
    `--delimiter takes ${Object.keys(DELIMITERS).join(", ")} or any one character, not "${which}".`,
  )
}

function headerRowOf(text: string | undefined): HeaderRow | undefined {
  if (text === undefined) return undefined
  const read = HeaderRow.safeParse(text)
  if (read.success) return read.data === "none" ? "none" : Number(read.data)
  throw new UsageError(`--header-row takes a line of the file, counted from 1, or none, not "${text}".`)
}

function constantsOf(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf("=")
      if (at < 1) throw new UsageError(`--constant takes COLUMN=VALUE, not "${pair}".`)
      return [pair.slice(0, at), pair.slice(at + 1)]
    }),
  )
}

function mappingOf(pairs: readonly string[] | undefined): ColumnMapping | undefined {
  if (!pairs) return undefined
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.lastIndexOf("=")
      if (at < 0) throw new UsageError(`--map takes HEADER=COLUMN, not "${pair}".`)
      return [pair.slice(0, at), pair.slice(at + 1) || null]
    }),
  )
}
