import type { Counts } from "../../lib/contract/counts.ts"
import type { TableProgress } from "../../lib/contract/status.ts"
import { Meter } from "../ui/meter.tsx"
import { StateChip } from "../ui/state-chip.tsx"
import { rowsWord } from "../words/columns.ts"
import { count } from "../words/numbers.ts"
import type { StateWord } from "../words/states.ts"

/** What can become of rows, in the order it is shown. */
export const COUNTS = [
  "inserted",
  "closed",
  "updated",
  "merged",
  "skipped",
  "unchanged",
  "duplicates",
  "failed_rows",
] as const

export interface TableRowProps {
  name: string
  table: TableProgress
  counts: readonly (typeof COUNTS)[number][]
  /** A batch of it is being applied. */
  active: boolean
  state: StateWord
  undone: boolean
  /** What after-steps did to a table that has no rows of the source to count; null where it has. */
  steps: string | null
}

/** One table: how far it is, and what became of its rows. */
export function TableRow({ name, table, counts, active, state, undone, steps }: TableRowProps) {
  const word = rowsWord(name)
  const done = table.total === 0 ? 100 : Math.floor((table.completed * 100) / table.total)
  return (
    <tr className={active ? "active" : undefined} {...(active && { "aria-current": "true" })}>
      <th scope="row">{word}</th>
      <td className="tables-state">
        <StateChip state={state} />
      </td>
      <td className="tables-meter">
        <Meter
          label={`Progress of ${word}`}
          value={done}
          tone={undone ? "void" : "normal"}
          failed={(table.failed * 100) / Math.max(1, table.total)}
        />
      </td>
      <td className="number">
        {count(table.completed)} / {count(table.total)}
      </td>
      {steps === null ? (
        <RowFigures table={table} counts={counts} />
      ) : (
        <td colSpan={counts.length + 1} className="tables-steps muted">
          {steps}
        </td>
      )}
    </tr>
  )
}

interface FiguresProps extends Pick<TableRowProps, "counts"> {
  table: Counts & Pick<TableProgress, "rows_done" | "rows_total">
}

/** How many rows there are, and how many of them became what. */
export function RowFigures({ table, counts }: FiguresProps) {
  return (
    <>
      <td className="number">
        {count(table.rows_done)} / {count(table.rows_total)}
      </td>
      {counts.map((key) => (
        <td key={key} className={table[key] === 0 ? "number zero" : "number"}>
          {count(table[key])}
        </td>
      ))}
    </>
  )
}
