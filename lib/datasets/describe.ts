import type { DatasetDeclaration, DatasetOption } from "../contract/datasets.ts"
import { ENCODINGS } from "../contract/encodings.ts"
import { DELIMITERS, OnRowErrors } from "../contract/options.ts"
import type { Column, Dataset, RecordKind, Table } from "./declaration.ts"
import { DEFAULT_COUNTRY } from "./define.ts"
import { usualBatchSize } from "./questions.ts"

const RECORDS: Record<RecordKind, string[]> = {
  csv: [".csv", ".tsv", ".txt", ".xlsx", ".gz", ".zip"],
  json: [".json", ".jsonl", ".ndjson"],
  vcard: [".vcf"],
}
const DOCUMENTS = [
  ...[".zip", ".pdf", ".docx", ".pptx", ".odt", ".rtf", ".eml", ".html", ".htm", ".md", ".markdown", ".txt"],
  ...[".text", ".rst", ".log", ".csv", ".json"],
]

/** The declaration as a form and a person read it: options with ranges and defaults, tables, columns. */
export function describeDataset(dataset: Dataset): DatasetDeclaration {
  return {
    dataset: dataset.name,
    title: dataset.label,
    description: dataset.description,
    accepts: acceptedBy(dataset),
    most_files: dataset.source === "documents" ? (dataset.mostRows ?? 1) : 1,
    mappable: dataset.source === "records",
    scoped: dataset.scoped ?? false,
    example_file: dataset.example.file_name,
    options: optionsOf(dataset),
    tables: dataset.tables.map(describeTable),
    after_steps: [...new Set(dataset.afterSteps.map((step) => step.operation))],
  }
}

function acceptedBy({ source, formats = ["csv"] }: Dataset): string[] {
  if (source === "extract_zip") return [".zip"]
  return source === "documents" ? DOCUMENTS : formats.flatMap((format) => RECORDS[format])
}

function optionsOf(dataset: Dataset): DatasetOption[] {
  return [
    batchSizeOf(dataset),
    ...duplicatesOf(dataset),
    ...COMMON,
    ...ofExtracts(dataset),
    ...ownOf(dataset),
  ]
}

function batchSizeOf(dataset: Dataset): DatasetOption {
  const { min, max } = dataset.batchSize
  const own = usualBatchSize(dataset) ?? null
  const description = own === null ? "Rows a batch; left out, each table has its own size" : "Rows a batch"
  return { name: "batch_size", type: "integer", description, default: own, min, max }
}

const COMMON: readonly DatasetOption[] = [
  {
    name: "on_row_errors",
    type: "choice",
    description: "What becomes of the import when rows cannot be used",
    default: "skip",
    choices: [...OnRowErrors.options],
  },
  {
    name: "max_row_errors",
    type: "text",
    description: "Hold the import when more rows than this cannot be used: a number, or a share like 5%",
    default: null,
  },
  {
    name: "dry_run",
    type: "boolean",
    description: "Compare only: report what would change and write nothing",
    default: false,
  },
  {
    name: "max_retries",
    type: "integer",
    description: "How often a failing batch is tried before it counts as failed",
    default: 3,
    min: 1,
    max: 10,
  },
  {
    name: "on_failed_batch",
    type: "choice",
    description: "What becomes of the import when a batch has failed for good",
    default: "stop",
    choices: ["stop", "accept"],
  },
  {
    name: "notify_email",
    type: "text",
    description: "Who gets a mail when the import is over",
    default: null,
  },
  {
    name: "webhook_url",
    type: "text",
    description: "Where a signed POST goes when the import is over, fails or waits for a person",
    default: null,
  },
  {
    name: "ping_url",
    type: "text",
    description: "What is asked for after every success, by whoever watches that it comes",
    default: null,
  },
]

function duplicatesOf(dataset: Dataset): DatasetOption[] {
  if (dataset.duplicates.length === 0) return []
  const description = "What to do with a row that exists already"
  return [
    { name: "duplicates", type: "choice", description, default: "skip", choices: [...dataset.duplicates] },
  ]
}

function ofExtracts(dataset: Dataset): DatasetOption[] {
  if (!dataset.sequential) return []
  const allowed = Object.entries(OF_EXTRACTS).map(([name, description]): DatasetOption => {
    return { name, type: "boolean", description, default: false }
  })
  const description = "Read a version of the files that is not known like the one that is"
  return [...allowed, { name: "allow_version", type: "text", description, default: null }]
}

const OF_EXTRACTS: Record<string, string> = {
  allow_gap: "Import although extracts before this one are missing",
  allow_extra_columns: "Leave out columns that nobody knows",
  allow_mass_close: "Import although tables would lose many of their rows; for admins",
}

/** Options only some datasets have. */
function ownOf(dataset: Dataset): DatasetOption[] {
  const own: DatasetOption[] = []
  if (dataset.options?.includes("default_country")) {
    const description = "Country of phone numbers without a country code, by its two letters"
    own.push({ name: "default_country", type: "text", description, default: DEFAULT_COUNTRY })
  }
  if (dataset.scoped) {
    const description = "The project the rows belong to"
    own.push({ name: "project_id", type: "text", description, default: null })
  }
  if (dataset.source === "documents")
    own.push(detected("entry_encoding", "How names in a ZIP are encoded that do not say it", [...ENCODINGS]))
  if (dataset.source !== "records") return own
  return [
    ...own,
    detected("delimiter", "What keeps the columns of a CSV apart", [...DELIMITERS, " "]),
    detected("encoding", "How the file's characters are encoded", [...ENCODINGS]),
    ...OF_RECORDS.map(
      ([name, description]): DatasetOption => ({ name, type: "text", description, default: null }),
    ),
    { name: "constants", type: "pairs", description: CONSTANTS, default: null },
  ]
}

function detected(name: string, description: string, choices: string[]): DatasetOption {
  return {
    name,
    type: "choice",
    description: `${description}; left out, it is detected`,
    default: null,
    choices,
  }
}

const CONSTANTS = "What every row has in a column that it says nothing for"
const OF_RECORDS: readonly [name: string, description: string][] = [
  ["header_row", 'The line with the names of the columns, "none" where there is none; left out, it is found'],
  ["sheet", "The sheet of a workbook; left out, the first with rows"],
  ["entry", "The file of a ZIP that has several"],
  ["comment", "What lines begin with that are no rows"],
]

function describeTable(table: Table): DatasetDeclaration["tables"][number] {
  return {
    table: table.key,
    target: table.name,
    batch_size: table.batchSize,
    columns: table.columns.map(describeColumn),
  }
}

function describeColumn({ source, name, kind, required, aliases = [], several = [] }: Column) {
  return { header: source, column: name, type: kind, required, aliases: [...aliases, ...several.flat()] }
}
