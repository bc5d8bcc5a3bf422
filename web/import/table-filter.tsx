import { Filter } from "../ui/filter.tsx"
import { rowsWord } from "../words/columns.ts"

interface TableFilterProps {
  tables: readonly string[]
  /** The chosen one; empty for all. */
  table: string
  onChange(table: string): void
}

/** Narrows a list of an import to one of its tables. */
export function TableFilter({ tables, table, onChange }: TableFilterProps) {
  const choices = tables.map((name) => [name, rowsWord(name)] as const)
  return <Filter label="Table" value={table} choices={choices} onChange={onChange} />
}
