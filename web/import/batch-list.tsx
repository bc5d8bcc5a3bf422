import { useState } from "react"
import type { BatchEntry } from "../../lib/contract/imports.ts"
import { BatchStatus } from "../../lib/contract/jobs.ts"
import { Scroll } from "../ui/section.tsx"
import { StateChip } from "../ui/state-chip.tsx"
import { batchName } from "../words/batches.ts"
import { count, counted } from "../words/numbers.ts"
import { BATCH } from "../words/states.ts"
import { lasting } from "../words/times.ts"
import { TableFilter } from "./table-filter.tsx"

const PAGE = 25

interface BatchListProps {
  batches: BatchEntry[]
  onPick(batch: BatchEntry): void
}

/** The batches as a list: the grid's counterpart for the keyboard and for reading aloud. */
export function BatchList({ batches, onPick }: BatchListProps) {
  const [open, setOpen] = useState(false)
  return (
    <details className="more" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>All batches as a list</summary>
      {open && <FilteredList batches={batches} onPick={onPick} />}
    </details>
  )
}

function FilteredList({ batches, onPick }: BatchListProps) {
  const [table, setTable] = useState("")
  const [state, setState] = useState("")
  const [from, setFrom] = useState(0)
  const fitting = batches.filter(
    (batch) => (table === "" || batch.table === table) && (state === "" || batch.status === state),
  )
  const start = Math.min(from, Math.max(0, Math.floor((fitting.length - 1) / PAGE) * PAGE))
  const tables = [...new Set(batches.map((batch) => batch.table))]
  return (
    <>
      <div className="filters">
        <TableFilter tables={tables} table={table} onChange={setTable} />
        <label>
          State{" "}
          <select value={state} onChange={(event) => setState(event.target.value)}>
            <option value="">All</option>
            {BatchStatus.options.map((name) => (
              <option key={name} value={name}>
                {BATCH[name].word}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Scroll label="List of batches">
        <table className="grid">
          <thead>
            <tr>
              <th scope="col">Batch</th>
              <th scope="col">State</th>
              <th scope="col" className="number">
                Rows
              </th>
              <th scope="col" className="number">
                Took
              </th>
              <th scope="col" className="number">
                Attempts
              </th>
            </tr>
          </thead>
          <tbody>
            {fitting.slice(start, start + PAGE).map((batch) => (
              <tr key={`${batch.table} ${batch.operation} ${batch.batch}`}>
                <th scope="row">
                  <button type="button" className="button link" onClick={() => onPick(batch)}>
                    {batchName(batch)}
                  </button>
                </th>
                <td>
                  <StateChip state={BATCH[batch.status]} />
                </td>
                <td className="number">{count(batch.records)}</td>
                <td className="number">{batch.duration_ms === null ? "–" : lasting(batch.duration_ms)}</td>
                <td className="number">{count(batch.attempts)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <div className="pager">
        <button
          type="button"
          className="button"
          aria-disabled={start === 0}
          onClick={() => setFrom(Math.max(0, start - PAGE))}
        >
          Back
        </button>
        <span>
          {fitting.length === 0
            ? "No batch fits."
            : `${count(start + 1)}–${count(Math.min(start + PAGE, fitting.length))} of ${counted(fitting.length, "batch", "batches")}`}
        </span>
        <button
          type="button"
          className="button"
          aria-disabled={start + PAGE >= fitting.length}
          onClick={() => start + PAGE < fitting.length && setFrom(start + PAGE)}
        >
          Next
        </button>
      </div>
    </>
  )
}
