import type { ImportOptions } from "../../contract/index.ts"
import type { Dataset } from "../../datasets/declaration.ts"
import { problem } from "../../errors.ts"
import { isContradicted } from "../jobs/row-error-rule.ts"

/**
 * Checks options against one another and what a dataset allows. Throws Problem 422 `options_contradict`, 400 `invalid_request`
 * naming each.
 */
export async function checkOptions(dataset: Dataset, options: ImportOptions): Promise<void> {
  if (isContradicted(options)) throw contradicted(options)
  const errors = [
    ...checkBatchSize(dataset, options),
    ...checkChoices(dataset, options),
    ...(await checkReading(dataset, options)),
  ]
  if (errors.length === 0) return
  const detail = `The options do not fit ${dataset.name}: ${errors.map((error) => error.message).join(" ")}`
  throw problem(400, "invalid_request", detail, { errors })
}

function contradicted({ on_row_errors, skip_errors }: ImportOptions) {
  const detail = `on_row_errors: "${on_row_errors}" and skip_errors: ${skip_errors} contradict each other. Leave skip_errors out: it is the old name.`
  const errors = [{ path: "options.on_row_errors", message: detail }]
  return problem(422, "options_contradict", detail, { errors })
}

function checkBatchSize(dataset: Dataset, { batch_size }: ImportOptions) {
  const { min, max } = dataset.batchSize
  if (batch_size === undefined || (batch_size >= min && batch_size <= max)) return []
  return [{ path: "options.batch_size", message: `batch_size must be from ${min} to ${max}.` }]
}

function checkChoices(dataset: Dataset, options: ImportOptions) {
  const errors = []
  const { duplicates } = options
  const choices = dataset.duplicates.length > 0 ? dataset.duplicates : ["skip"]
  if (duplicates !== undefined && !choices.includes(duplicates)) {
    errors.push({ path: "options.duplicates", message: `duplicates must be one of: ${choices.join(", ")}.` })
  }
  for (const name of OF_EXTRACTS) {
    if (options[name] === undefined || dataset.sequential) continue
    const message = `The dataset has no extracts that follow one another; leave ${name} out.`
    errors.push({ path: `options.${name}`, message })
  }
  if (options.project_id !== undefined && !dataset.scoped) {
    errors.push({
      path: "options.project_id",
      message: "The dataset belongs to no project; leave project_id out.",
    })
  }
  if (options.project_id === "*") {
    errors.push({ path: "options.project_id", message: "Name one project: * stands for all of them." })
  }
  return errors
}

/** Options that are about extracts, which follow one another. */
const OF_EXTRACTS = [
  "allow_gap",
  "allow_mass_close",
  "on_mass_close",
  "allow_extra_columns",
  "allow_version",
] as const

/** Options that say how files of rows are read. */
const OF_ROWS = [
  "mapping",
  "constants",
  "delimiter",
  "encoding",
  "header_row",
  "sheet",
  "entry",
  "comment",
] as const

/** Options that say how records are read, or documents, mean nothing to a dataset that is made of something else. */
async function checkReading(dataset: Dataset, options: ImportOptions) {
  const errors = []
  for (const name of OF_ROWS) {
    if (options[name] === undefined || dataset.source === "records") continue
    errors.push({ path: `options.${name}`, message: `${name} is for files of rows; leave it out.` })
  }
  if (options.entry_encoding !== undefined && dataset.source !== "documents") {
    const message = "entry_encoding is for documents; leave it out."
    errors.push({ path: "options.entry_encoding", message })
  }
  const { default_country: country } = options
  if (country === undefined) return errors
  const path = "options.default_country"
  if (!dataset.options?.includes("default_country")) {
    errors.push({ path, message: "There are no phone numbers; leave default_country out." })
  } else if (!(await hasPhones(country))) {
    errors.push({ path, message: `${country} is no country with phone numbers of its own, as BE is.` })
  }
  return errors
}

/** What knows of countries is loaded when one is named. */
const hasPhones = async (country: string) => (await import("../../reading/kinds/phone.ts")).hasPhones(country)
