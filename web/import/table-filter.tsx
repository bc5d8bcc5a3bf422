import { Filter } from "../ui/filter.tsx"
import { tableWord } from "../words/states.ts"

interface TableFilterProps {
  tables: readonly string[]
  /** The chosen one; empty for all. */
  table: string
  onChange(table: string): void
}

/** Narrows a list of an import to one of its tables. */
export function TableFilter({ tables, table, onChange }: TableFilterProps) {
  const choices = tables.map((name) => [name, tableWord(name)] as const)
  return <Filter label="Table" value={table} choices={choices} onChange={onChange} />
}
