import { isDrivable } from "../../lib/contract/drive-job.ts"
import type { BatchEntry } from "../../lib/contract/imports.ts"
import type { StatusAnswer, TableProgress } from "../../lib/contract/status.ts"
import { Scroll, Section } from "../ui/section.tsx"
import { stepsDone } from "../words/batches.ts"
import { countsOf, countWord, type Known } from "../words/counts.ts"
import { count } from "../words/numbers.ts"
import { isUndo, tableState, undoneState } from "../words/states.ts"
import { COUNTS, RowFigures, TableRow, type TableRowProps } from "./table-row.tsx"

interface TablesProps {
  status: StatusAnswer
  known: Known
  batches: readonly BatchEntry[]
}

/** Table by table: how far it is, and what became of its rows. */
export function Tables({ status, known, batches }: TablesProps) {
  const tables = Object.entries(status.tables)
  if (tables.length === 0) return null
  const active = (status.current_batch ?? status.next_batch)?.table
  const counts = countsOf(known, COUNTS, Object.values(status.tables))
  const undo = isUndo(status.status)
  const longest = (name: "total" | "rows_total") =>
    Math.max(...Object.values(status.tables).map((table) => count(table[name]).length))
  return (
    <Section title={undo ? "Tables before the undo" : "Tables"}>
      {undo && <p className="muted">{undoNote(status)}</p>}
      {status.dry_run && <p className="muted">What would become of the rows. Nothing of it is written.</p>}
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
                state={
                  undo
                    ? undoneState(table, status.status)
                    : tableState(table.status, active === name && isDrivable(status))
                }
                undone={status.status === "rolled_back"}
                steps={hasOwnRows(known, name, table) ? null : stepsDone(batches, name)}
              />
            ))}
          </tbody>
          {tables.length > 1 && <Total status={status} counts={counts} />}
        </table>
      </Scroll>
    </Section>
  )
}

/** What became of the rows of all tables together. */
function Total({ status, counts }: Pick<TablesProps, "status"> & Pick<TableRowProps, "counts">) {
  const { completed_batches, total_batches, rows_done, rows_total } = status.overall_progress
  return (
    <tfoot>
      <tr>
        <th scope="row" colSpan={3}>
          All tables
        </th>
        <td className="number">
          {count(completed_batches)} / {count(total_batches)}
        </td>
        <RowFigures table={{ ...status.counts, rows_done, rows_total }} counts={counts} />
      </tr>
    </tfoot>
  )
}

/** A column is as wide as its numbers can become, so that nothing moves while they grow. */
function roomFor(characters: number) {
  return { minWidth: `max(3.6rem, ${characters + 1}ch)` }
}

/** A table of which the source has no rows is one that only after-steps come by. */
function hasOwnRows({ declared }: Known, name: string, table: TableProgress): boolean {
  return table.rows_total > 0 && (declared?.tables.some((one) => one.table === name) ?? true)
}

function undoNote({ status }: StatusAnswer): string {
  return status === "rolled_back"
    ? "These figures are from before the import was undone."
    : "These figures are from before the undo began."
}
