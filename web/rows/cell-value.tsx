import type { CodeTexts, DataColumn, DataRow, DataTable } from "../../lib/contract/data.ts"
import { Link } from "../ui/link.tsx"
import { Ago } from "../ui/moment.tsx"
import { count } from "../words/numbers.ts"
import { shortDay } from "../words/times.ts"
import { meaningOf } from "./code-meaning.ts"

interface ValueProps {
  column: DataColumn
  row: Readonly<Record<string, unknown>>
  /** What codes mean, as far as that is known. */
  codes: CodeTexts | undefined
}

/** What a row has in a column, as a person reads it; a code with what it means. */
export function Value({ column, row, codes }: ValueProps) {
  const value = row[column.name]
  if (value === null || value === undefined || value === "") return <span className="muted">–</span>
  if (column.name === "imported_from") return <Link to={`/imports/${value}`}>Its import</Link>
  if (column.type === "timestamp") return <Ago at={String(value)} />
  if (column.type === "date") return shortDay(String(value))
  const meaning = meaningOf(column, row, codes)
  if (meaning === undefined) return textOf(column, value)
  return (
    <>
      {textOf(column, value)} <span className="muted meaning">{meaning}</span>
    </>
  )
}

function textOf({ name, type }: DataColumn, value: unknown): string {
  if (typeof value === "boolean") return value ? "Yes" : "No"
  if (Array.isArray(value)) return value.join(", ")
  if (typeof value === "object" && value !== null) return JSON.stringify(value)
  const isNumber = (type === "bigint" || type === "double") && typeof value === "number"
  return isNumber && name !== "_extract_number" ? count(value) : String(value)
}

/** The address of a row, with what else there is of an extract. */
export function rowAddress(table: string, id: string, at = ""): string {
  const query = at === "" ? "" : `?${new URLSearchParams({ at })}`
  return `/data/${table}/${encodeURIComponent(id)}${query}`
}

const MOST_NAMED = 120
/** What a person tells a row from others by, where it has it; it stands first. */
const NAMING: readonly string[] = [
  ...["primary_name", "commercial_name", "denomination", "filename", "question", "title", "email", "url"],
  ...["street_nl", "nace_code", "value", "text"],
]

/** The columns with those in front that a person tells rows by. */
export function namingFirst(columns: readonly DataColumn[]): DataColumn[] {
  const isNaming = ({ name }: DataColumn) => NAMING.includes(name)
  return [...columns.filter(isNaming), ...columns.filter((one) => !isNaming(one))]
}

/** What a person knows a row by. */
export function nameOf({ order, columns }: Pick<DataTable, "order" | "columns">, row: DataRow): string {
  const texts = columns.filter(({ type, name }) => type === "varchar" && name !== "project_id")
  const names = [
    ...NAMING,
    ...(order in row && order !== "id" ? [order] : []),
    ...texts.map(({ name }) => name),
  ]
  for (const name of names) {
    const value = row[name]
    if (typeof value === "string" && value.trim() !== "") return shortened(value)
  }
  return row.id
}

/** The beginning of a text: as much as names something, or as many characters. */
export function shortened(text: string, most = MOST_NAMED): string {
  return text.length > most ? `${text.slice(0, most)} …` : text
}
