import { useState } from "react"
import type { BatchEntry } from "../../lib/contract/imports.ts"
import { BatchStatus } from "../../lib/contract/jobs.ts"
import { Filter } from "../ui/filter.tsx"
import { Pager } from "../ui/pager.tsx"
import { Scroll } from "../ui/section.tsx"
import { StateChip } from "../ui/state-chip.tsx"
import { batchName, countsRows } from "../words/batches.ts"
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

const STATES = BatchStatus.options.map((state) => [state, BATCH[state].word] as const)

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
        <Filter label="State" value={state} choices={STATES} onChange={setState} />
      </div>
      <BatchTable batches={fitting.slice(start, start + PAGE)} onPick={onPick} />
      <Pager
        start={start}
        page={PAGE}
        total={fitting.length}
        words={counted(fitting.length, "batch", "batches")}
        none="No batch fits."
        onGo={setFrom}
      />
    </>
  )
}

function BatchTable({ batches, onPick }: BatchListProps) {
  return (
    <Scroll label="List of batches">
      <table className="grid">
        <thead>
          <tr>
            <th scope="col">Batch</th>
            <th scope="col">State</th>
            {["Rows", "Took", "Attempts"].map((word) => (
              <th key={word} scope="col" className="number">
                {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {batches.map((batch) => (
            <BatchRow
              key={`${batch.table} ${batch.operation} ${batch.batch}`}
              batch={batch}
              onPick={() => onPick(batch)}
            />
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

function BatchRow({ batch, onPick }: { batch: BatchEntry; onPick(): void }) {
  return (
    <tr>
      <th scope="row">
        <button type="button" className="button link" onClick={onPick}>
          {batchName(batch)}
        </button>
      </th>
      <td>
        <StateChip state={BATCH[batch.status]} />
      </td>
      <td className="number">{countsRows(batch) ? count(batch.records) : "–"}</td>
      <td className="number">{batch.duration_ms === null ? "–" : lasting(batch.duration_ms)}</td>
      <td className="number">{count(batch.attempts)}</td>
    </tr>
  )
}
