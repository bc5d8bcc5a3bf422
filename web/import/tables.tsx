import type { StatusAnswer, TableProgress } from "../../lib/contract/status.ts"
import { isDrivable } from "../drive/drive-job.ts"
import { Meter } from "../ui/meter.tsx"
import { Scroll, Section } from "../ui/section.tsx"
import { StateChip } from "../ui/state-chip.tsx"
import { countsOf, countWord, type Known } from "../words/counts.ts"
import { count } from "../words/numbers.ts"
import { tableState, tableWord } from "../words/states.ts"

const COUNTS = ["inserted", "closed", "updated", "merged", "skipped", "duplicates", "failed_rows"] as const

/** Table by table: how far it is, and what became of its rows. */
export function Tables({ status, known }: { status: StatusAnswer; known: Known }) {
  const tables = Object.entries(status.tables)
  if (tables.length === 0) return null
  const active = (status.current_batch ?? status.next_batch)?.table
  const counts = countsOf(known, COUNTS, Object.values(status.tables))
  const longest = (name: "total" | "rows_total") =>
    Math.max(...Object.values(status.tables).map((table) => count(table[name]).length))
  return (
    <Section title="Tables">
      <Scroll label="Table by table">
        <table className="grid tables">
          <thead>
            <tr>
              <th scope="col">Table</th>
              <th scope="col">State</th>
              <th scope="col">Progress</th>
              <th scope="col" className="number" style={roomFor(2 * longest("total") + 3)}>
                Batches
              </th>
              <th scope="col" className="number" style={roomFor(2 * longest("rows_total") + 3)}>
                Rows
              </th>
              {counts.map((name) => (
                <th key={name} scope="col" className="number" style={roomFor(longest("rows_total"))}>
                  {countWord(name)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {tables.map(([name, table]) => (
              <TableRow
                key={name}
                name={name}
                table={table}
                counts={counts}
                active={active === name}
                moving={isDrivable(status.status)}
              />
            ))}
          </tbody>
        </table>
      </Scroll>
    </Section>
  )
}

/** A column is as wide as its numbers can become, so that nothing moves while they grow. */
function roomFor(characters: number) {
  return { minWidth: `max(3.6rem, ${characters + 1}ch)` }
}

interface TableRowProps {
  name: string
  table: TableProgress
  counts: readonly (typeof COUNTS)[number][]
  /** A batch of it is being applied. */
  active: boolean
  /** The import as a whole is on its way. */
  moving: boolean
}

function TableRow({ name, table, counts, active, moving }: TableRowProps) {
  const word = tableWord(name)
  const done = table.total === 0 ? 100 : Math.floor((table.completed * 100) / table.total)
  return (
    <tr className={active ? "active" : undefined} {...(active && { "aria-current": "true" })}>
      <th scope="row">{word}</th>
      <td className="tables-state">
        <StateChip state={tableState(table.status, active && moving)} />
      </td>
      <td className="tables-meter">
        <Meter
          label={`Progress of ${word}`}
          value={done}
          failed={(table.failed * 100) / Math.max(1, table.total)}
        />
      </td>
      <td className="number">
        {count(table.completed)} / {count(table.total)}
      </td>
      <td className="number">
        {count(table.rows_done)} / {count(table.rows_total)}
      </td>
      {counts.map((key) => (
        <td key={key} className={table[key] === 0 ? "number zero" : "number"}>
          {count(table[key])}
        </td>
      ))}
    </tr>
  )
}
