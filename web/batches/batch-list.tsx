import { useMemo } from "react"
import type { BatchEntry } from "../../lib/contract/imports.ts"
import { BatchStatus } from "../../lib/contract/jobs.ts"
import { Button } from "../ui/button.tsx"
import { Filter } from "../ui/filter.tsx"
import { Fold } from "../ui/fold.tsx"
import { useAddress } from "../ui/link.tsx"
import { LongTable } from "../ui/long-table.tsx"
import { StateChip } from "../ui/state-chip.tsx"
import type { Column } from "../ui/table.tsx"
import { batchName, countsRows } from "../words/batches.ts"
import { rowsWord } from "../words/columns.ts"
import { count, counted } from "../words/numbers.ts"
import { BATCH } from "../words/states.ts"
import { lasting } from "../words/times.ts"

interface BatchListProps {
  batches: BatchEntry[]
  onPick(batch: BatchEntry): void
}

const STATES = BatchStatus.options.map((state) => [state, BATCH[state].word] as const)

/** The batches as a list: the grid's counterpart for the keyboard and for reading aloud. */
export function BatchList({ batches, onPick }: BatchListProps) {
  const [table, setTable] = useAddress("batches_of")
  const [state, setState] = useAddress("batches_in")
  const fitting = batches.filter(
    (batch) => (table === "" || batch.table === table) && (state === "" || batch.status === state),
  )
  const tables = [...new Set(batches.map((batch) => batch.table))].map(
    (name) => [name, rowsWord(name)] as const,
  )
  const columns = useMemo(() => columnsFor(onPick), [onPick])
  return (
    <Fold name="list" summary="All batches as a list">
      <div className="filters">
        <Filter label="Table" value={table} choices={tables} onChange={setTable} />
        <Filter label="State" value={state} choices={STATES} onChange={setState} />
        <span className="muted">
          {fitting.length === 0 ? "No batch fits." : counted(fitting.length, "batch", "batches")}
        </span>
      </div>
      <LongTable
        label="List of batches"
        columns={columns}
        rowAt={(index) => fitting[index]}
        total={fitting.length}
        keyOf={({ table: of, operation, batch }) => `${of} ${operation} ${batch}`}
      />
    </Fold>
  )
}

function columnsFor(onPick: (batch: BatchEntry) => void): readonly Column<BatchEntry>[] {
  return [
    {
      word: "Batch",
      cell: (batch) => (
        <Button look="link" onClick={() => onPick(batch)}>
          {batchName(batch)}
        </Button>
      ),
    },
    { word: "State", cell: ({ status }) => <StateChip state={BATCH[status]} /> },
    { word: "Rows", kind: "number", cell: (batch) => (countsRows(batch) ? count(batch.records) : "–") },
    {
      word: "Took",
      kind: "number",
      cell: ({ duration_ms }) => (duration_ms === null ? "–" : lasting(duration_ms)),
    },
    { word: "Attempts", kind: "number", cell: ({ attempts }) => count(attempts) },
  ]
}
