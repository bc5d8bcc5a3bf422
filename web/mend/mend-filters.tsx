import { Filter } from "../ui/filter.tsx"
import { choose } from "../ui/link.tsx"
import { rowsWord } from "../words/columns.ts"
import { count } from "../words/numbers.ts"
import { tableWord } from "../words/states.ts"
import type { ColumnWords } from "./column-words.ts"
import type { About, Shown } from "./use-rows-to-mend.ts"

interface MendFiltersProps {
  about: About
  shown: Shown
  wordOf: ColumnWords
  tables: readonly string[]
  /** Whose rows are shown. */
  table: string
}

/** Narrows the rows to some of them; which is part of the address. */
export function MendFilters({ about, shown, wordOf, tables, table }: MendFiltersProps) {
  const { groups, counts } = about
  const codes = [...new Set(groups.map(({ code }) => code))]
  const wrong = groups.flatMap(({ table: of, column, header }) =>
    column === null ? [] : [[column, wordOf(of, header ?? column)] as const],
  )
  const columns = [...new Map(wrong)]
  return (
    <div className="filters">
      {tables.length > 1 && (
        <span className="filter">
          <label htmlFor="mend-table">Table</label>{" "}
          <select
            id="mend-table"
            value={table}
            onChange={({ target }) => choose({ mend_table: target.value, mend_code: "", mend_column: "" })}
          >
            {tables.map((name) => (
              <option key={name} value={name}>
                {rowsWord(name)}
              </option>
            ))}
          </select>
        </span>
      )}
      <Filter
        label="Wrong"
        value={shown.code}
        choices={codes.map((code) => [code, tableWord(code.toLowerCase())] as const)}
        onChange={(code) => choose({ mend_code: code })}
      />
      <Filter
        label="Column"
        value={shown.column}
        choices={columns}
        onChange={(column) => choose({ mend_column: column })}
      />
      <label className="check">
        <input
          type="checkbox"
          checked={shown.drafts}
          onChange={({ target }) => choose({ mend_drafts: target.checked ? "only" : "" })}
        />
        <span>Only rows that are changed ({count(counts.drafts)})</span>
      </label>
    </div>
  )
}
