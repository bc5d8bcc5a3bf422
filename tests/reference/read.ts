import { parse } from "csv-parse/sync"
import { Open } from "unzipper"
import { CODE_TABLE, deleteTable, type Form, HISTORY_TABLES, type ReferenceTable } from "./tables.ts"

/** A row's values by target column; dates as YYYY-MM-DD. */
export type Values = Record<string, string | null>

export interface ReadFile {
  /** Accepted rows, in file order. */
  rows: Values[]
  /** Data records in the file, refused ones included. */
  read: number
  failed: number
}

export interface ReadExtract {
  number: number
  type: "full" | "update"
  /** YYYY-MM-DD */
  snapshot_date: string
  /** By table name: the rows of the Full, or of the insert file. */
  inserts: Map<string, ReadFile>
  /** By table name; empty for a Full. */
  deletes: Map<string, ReadFile>
}

/** Reads the bytes of an extract's ZIP, by no code of the importer's. */
export async function readExtract(zip: Buffer): Promise<ReadExtract> {
  const directory = await Open.buffer(zip)
  const texts = new Map<string, string>()
  for (const file of directory.files) texts.set(file.path, (await file.buffer()).toString("utf8"))
  const textOf = (name: string) => {
    const text = texts.get(name)
    if (text === undefined) throw new Error(`${name} is missing`)
    return text
  }
  const meta = Object.fromEntries(parseCsv(textOf("meta.csv")).slice(1)) as Record<string, string>
  const full = meta.ExtractType === "full"
  const inserts = new Map([[CODE_TABLE.name, readFile(CODE_TABLE, textOf("code.csv"))]])
  const deletes = new Map<string, ReadFile>()
  for (const table of HISTORY_TABLES) {
    inserts.set(table.name, readFile(table, textOf(full ? `${table.name}.csv` : `${table.name}_insert.csv`)))
    if (!full) deletes.set(table.name, readFile(deleteTable(table), textOf(`${table.name}_delete.csv`)))
  }
  return {
    number: Number(meta.ExtractNumber),
    type: full ? "full" : "update",
    snapshot_date: (meta.SnapshotDate ?? "").split("-").reverse().join("-"),
    inserts,
    deletes,
  }
}

function parseCsv(text: string): string[][] {
  return parse(text, {
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
    record_delimiter: ["\r\n", "\n"],
  })
}

function readFile(table: ReferenceTable, text: string): ReadFile {
  const [header = [], ...records] = parseCsv(text)
  const positions = table.columns.map((column) => {
    const position = header.indexOf(column.source)
    if (position < 0) throw new Error(`${table.name} has no column ${column.source}`)
    return position
  })
  const rows = records.flatMap((record) => {
    const values = record.length === header.length ? valuesOf(table, record, positions) : null
    return values ? [values] : []
  })
  return { rows, read: records.length, failed: records.length - rows.length }
}

/** The values of a record, or null when it is to be refused. */
function valuesOf(table: ReferenceTable, record: string[], positions: number[]): Values | null {
  const values: Values = {}
  for (const [i, column] of table.columns.entries()) {
    const text = record[positions[i] ?? -1] || null
    if (text === null && column.required) return null
    const value = text === null ? null : typedValue(column.form, text)
    if (text !== null && value === null) return null
    values[column.name] = value
  }
  return values
}

const NUMBER_FORMS: Record<string, RegExp> = {
  enterprise: /^[01]\d{3}\.\d{3}\.\d{3}$/,
  establishment: /^2\.\d{3}\.\d{3}\.\d{3}$/,
  branch: /^9\.\d{3}\.\d{3}\.\d{3}$/,
  entity: /^([01]\d{3}|[29]\.\d{3})\.\d{3}\.\d{3}$/,
}

/** The value as the target holds it, or null when its form is wrong. */
function typedValue(form: Form, text: string): string | null {
  if (form === "text") return text
  if (form !== "date") return NUMBER_FORMS[form]?.test(text) ? text : null
  const [, day, month, year] = /^(\d{2})-(\d{2})-(\d{4})$/.exec(text) ?? []
  if (!day || !month || !year || year === "0000") return null
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)))
  return date.getUTCDate() === Number(day) && date.getUTCMonth() + 1 === Number(month)
    ? `${year}-${month}-${day}`
    : null
}
