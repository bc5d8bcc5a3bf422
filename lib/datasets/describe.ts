import type { DatasetDeclaration, DatasetOption } from "../contract/datasets.ts"
import type { Column, Dataset, Table } from "./define.ts"

const ACCEPTS: Record<Dataset["source"], string[]> = { extract_zip: [".zip"] }

/** The declaration as a form and a person read it: options with ranges and defaults, tables, columns. */
export function describeDataset(dataset: Dataset): DatasetDeclaration {
  return {
    dataset: dataset.name,
    title: dataset.label,
    description: dataset.description,
    accepts: ACCEPTS[dataset.source],
    example_file: dataset.example.file_name,
    options: optionsOf(dataset),
    tables: dataset.tables.map(describeTable),
  }
}

function optionsOf(dataset: Dataset): DatasetOption[] {
  return [
    {
      name: "batch_size",
      type: "integer",
      description: "Rows a batch; left out, each table has its own size",
      default: null,
      ...dataset.batchSize,
    },
    ...duplicatesOf(dataset),
    {
      name: "skip_errors",
      type: "boolean",
      description: "Leave out rows that cannot be used; otherwise one such row refuses the import",
      default: true,
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
    ...gapOf(dataset),
  ]
}

function duplicatesOf(dataset: Dataset): DatasetOption[] {
  if (dataset.duplicates.length === 0) return []
  const description = "What to do with a row that exists already"
  return [
    { name: "duplicates", type: "choice", description, default: "skip", choices: [...dataset.duplicates] },
  ]
}

function gapOf(dataset: Dataset): DatasetOption[] {
  if (!dataset.sequential) return []
  const description = "Import although extracts before this one are missing"
  return [{ name: "allow_gap", type: "boolean", description, default: false }]
}

function describeTable(table: Table): DatasetDeclaration["tables"][number] {
  return {
    table: table.key,
    target: table.name,
    batch_size: table.batchSize,
    columns: table.columns.map(describeColumn),
  }
}

function describeColumn({ source, name, kind, required }: Column) {
  return { header: source, column: name, type: kind, required, aliases: [] }
}
