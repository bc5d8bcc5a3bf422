import { tableWord } from "../words/states.ts"

interface TableFilterProps {
  tables: readonly string[]
  /** The chosen one; empty for all. */
  table: string
  onChange(table: string): void
}

/** Narrows a list of an import to one of its tables. */
export function TableFilter({ tables, table, onChange }: TableFilterProps) {
  return (
    <label>
      Table{" "}
      <select value={table} onChange={(event) => onChange(event.target.value)}>
        <option value="">All</option>
        {tables.map((name) => (
          <option key={name} value={name}>
            {tableWord(name)}
          </option>
        ))}
      </select>
    </label>
  )
}
