import { Check } from "../ui/check.tsx"
import { Filter } from "../ui/filter.tsx"
import { choose } from "../ui/link.tsx"
import { rowsWord } from "../words/columns.ts"
import { codeInWords } from "../words/names.ts"
import { count } from "../words/numbers.ts"
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
        <Filter
          label="Table"
          value={table}
          choices={tables.map((name) => [name, rowsWord(name)])}
          otherwise={null}
          onChange={(of) => choose({ mend_table: of, mend_code: "", mend_column: "" })}
        />
      )}
      <Filter
        label="Wrong"
        value={shown.code}
        choices={codes.map((code) => [code, codeInWords(code)])}
        onChange={(code) => choose({ mend_code: code })}
      />
      <Filter
        label="Column"
        value={shown.column}
        choices={columns}
        onChange={(column) => choose({ mend_column: column })}
      />
      <Check checked={shown.drafts} onChange={(only) => choose({ mend_drafts: only ? "only" : "" })}>
        Only rows that are changed ({count(counts.drafts)})
      </Check>
    </div>
  )
}
