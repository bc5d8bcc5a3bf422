import type { AfterStep, Column, ColumnKind, Dataset, SqlType, Table } from "./declaration.ts"

/** The table a request or a batch row names, by its plural key or its singular name. */
export function findTable(dataset: Dataset, name: string): Table | undefined {
  return dataset.tables.find((table) => table.key === name || table.name === name)
}

/** The target a request names, by its plural key or its singular name: a table's, or that of a table's parts. */
export function targetNamed(dataset: Dataset, name: string): string | undefined {
  const parts = dataset.tables.flatMap((table) => table.parts ?? [])
  const part = parts.find((candidate) => candidate.key === name || candidate.table === name)
  return findTable(dataset, name)?.name ?? part?.table
}

/** The plural key of a table the dataset is known to have, or of the parts of one. */
export function tableKey(dataset: Dataset, name: string): string {
  const parts = dataset.tables.flatMap((table) => table.parts ?? [])
  return findTable(dataset, name)?.key ?? parts.find((part) => part.table === name)?.key ?? name
}

/** The table of that SQL name; throws when the declaration has none, which no request can cause. */
export function tableOf(dataset: Dataset, name: string): Table {
  const table = dataset.tables.find((candidate) => candidate.name === name)
  if (!table) throw new Error(`${dataset.name} declares no table ${name}`)
  return table
}

/** The after-step of that operation on a table, if there is one. */
export function stepOn(dataset: Dataset, table: string, operation: string): AfterStep | undefined {
  return dataset.afterSteps.find((step) => step.operation === operation && step.table === table)
}

/** The same of one the dataset is known to have. */
export function stepOf(dataset: Dataset, table: string, operation: string): AfterStep {
  const step = stepOn(dataset, table, operation)
  if (!step) throw new Error(`${dataset.name} has no step ${operation} on ${table}`)
  return step
}

/** Target columns that tell rows of a file apart: in one of deletes the column it names. */
export function identityIn({ identity, deleteKey = "" }: Table, operation: string): readonly string[] {
  return operation === "delete" ? [deleteKey] : identity
}

/** The table a row is of: the one that is named, or the only one. */
export function tableMeant(dataset: Dataset, name: string | null | undefined): Table | undefined {
  if (typeof name === "string") return findTable(dataset, name)
  return dataset.tables.length === 1 ? dataset.tables[0] : undefined
}

/** The table of a dataset of records or documents, which has one. */
export function onlyTable(dataset: Dataset): Table {
  const [table] = dataset.tables
  if (!table) throw new Error(`${dataset.name} declares no table`)
  return table
}

/** Rows a batch has where nothing is said; of a dataset with several tables each has its own. */
export function usualBatchSize({ tables }: Dataset): number | undefined {
  return tables.length === 1 ? tables[0]?.batchSize : undefined
}

/** The columns of a table that are not part of its identity. */
export function payloadOf(table: Table): string[] {
  return table.columns.map((declared) => declared.name).filter((name) => !table.identity.includes(name))
}

/** The type of a kind's column in SQL, where it is not text. */
const SQL_TYPES: Partial<Record<ColumnKind, SqlType>> = {
  date: "date",
  integer: "bigint",
  number: "double",
  boolean: "boolean",
  json: "json",
  list: "varchar[]",
}

/** The type of a column in SQL. */
export function sqlTypeOf(column: Column): SqlType {
  return SQL_TYPES[column.kind] ?? "varchar"
}
