import type { StatusAnswer, TableProgress } from "../../lib/contract/status.ts"
import { isDrivable } from "../drive/drive-job.ts"
import { Meter } from "../ui/meter.tsx"
import { Scroll, Section } from "../ui/section.tsx"
import { StateChip } from "../ui/state-chip.tsx"
import { count } from "../words/numbers.ts"
import { tableState, tableWord } from "../words/states.ts"

const COUNTS = [
  ["inserted", "Inserted"],
  ["closed", "Closed"],
  ["updated", "Updated"],
  ["merged", "Merged"],
  ["skipped", "Skipped"],
  ["duplicates", "Duplicates"],
  ["failed_rows", "Failed"],
] as const

/** Table by table: how far it is, and what became of its rows. */
export function Tables({ status }: { status: StatusAnswer }) {
  const tables = Object.entries(status.tables)
  if (tables.length === 0) return null
  const active = (status.current_batch ?? status.next_batch)?.table
  return (
    <Section title="Tables">
      <Scroll label="Table by table">
        <table className="grid tables">
          <thead>
            <tr>
              <th scope="col">Table</th>
              <th scope="col">State</th>
              <th scope="col">Progress</th>
              <th scope="col" className="number">
                Batches
              </th>
              <th scope="col" className="number">
                Rows
              </th>
              {COUNTS.map(([name, word]) => (
                <th key={name} scope="col" className="number">
                  {word}
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

interface TableRowProps {
  name: string
  table: TableProgress
  /** A batch of it is being applied. */
  active: boolean
  /** The import as a whole is on its way. */
  moving: boolean
}

function TableRow({ name, table, active, moving }: TableRowProps) {
  const word = tableWord(name)
  const done = table.total === 0 ? 100 : Math.floor((table.completed * 100) / table.total)
  return (
    <tr className={active ? "active" : undefined} {...(active && { "aria-current": "true" })}>
      <th scope="row">{word}</th>
      <td className="tables-state">
        <StateChip state={tableState(table.status, moving)} />
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
      {COUNTS.map(([key]) => (
        <td key={key} className={table[key] === 0 ? "number zero" : "number"}>
          {count(table[key])}
        </td>
      ))}
    </tr>
  )
}
