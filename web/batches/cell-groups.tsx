import { type RefObject, useMemo, useRef } from "react"
import type { BatchEntry } from "../../lib/contract/imports.ts"
import { rowsWord } from "../words/columns.ts"
import { count, counted } from "../words/numbers.ts"
import { BATCH, OPERATION } from "../words/states.ts"
import { BatchCanvas } from "./batch-canvas.tsx"

interface CellGroupsProps {
  batches: BatchEntry[]
  onPoint(batch: BatchEntry | null): void
  onPick(batch: BatchEntry): void
}

/** The cells by table and operation, below what their colours mean. */
export function CellGroups({ batches, onPoint, onPick }: CellGroupsProps) {
  const palette = useRef<HTMLUListElement>(null)
  const groups = useMemo(() => groupsOf(batches), [batches])
  const pitch = batches.length > 4000 ? 7 : batches.length > 1000 ? 10 : 15
  return (
    <>
      <Legend ref={palette} />
      <div className="cell-groups">
        {groups.map(({ name, batches: own, done }) => (
          <div className="cell-group" key={name}>
            <h3>
              {name}{" "}
              <span className="muted">
                {count(done)} / {count(own.length)}
              </span>
            </h3>
            <BatchCanvas
              batches={own}
              label={`${name}: ${count(done)} of ${counted(own.length, "batch", "batches")} done`}
              pitch={pitch}
              palette={palette}
              onPoint={onPoint}
              onPick={onPick}
            />
          </div>
        ))}
      </div>
    </>
  )
}

function Legend({ ref }: { ref: RefObject<HTMLUListElement | null> }) {
  return (
    <ul className="legend" ref={ref} aria-label="Legend">
      {Object.entries(BATCH).map(([state, { word }]) => (
        <li key={state} data-state={state} className={`legend-${state}`}>
          <span className="legend-word">{word}</span>
        </li>
      ))}
    </ul>
  )
}

interface Group {
  name: string
  batches: BatchEntry[]
  done: number
}

/** By table and operation, in the order they run. */
function groupsOf(batches: BatchEntry[]): Group[] {
  const groups = new Map<string, Group>()
  for (const batch of batches) {
    const name = `${rowsWord(batch.table)} – ${OPERATION[batch.operation]}`
    const group = groups.get(name) ?? { name, batches: [], done: 0 }
    group.batches.push(batch)
    if (batch.status === "completed") group.done += 1
    groups.set(name, group)
  }
  return [...groups.values()]
}
