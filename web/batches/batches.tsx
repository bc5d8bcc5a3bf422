import { useState } from "react"
import type { BatchEntry } from "../../lib/contract/imports.ts"
import type { StatusAnswer } from "../../lib/contract/status.ts"
import { useAddress } from "../ui/link.tsx"
import { Section } from "../ui/section.tsx"
import { batchLine } from "../words/batches.ts"
import { isUndo } from "../words/states.ts"
import { BatchDrawer } from "./batch-drawer.tsx"
import { BatchList } from "./batch-list.tsx"
import { CellGroups } from "./cell-groups.tsx"
import { DurationChart } from "./duration-chart.tsx"

interface BatchesProps {
  status: StatusAnswer
  batches: BatchEntry[]
  refresh(): Promise<unknown>
}

/** A cell a batch, how long they took, and each one's particulars. */
export default function Batches({ status, batches, refresh }: BatchesProps) {
  const [picked, setPicked] = useAddress("batch")
  const [pointed, setPointed] = useState<BatchEntry | null>(null)
  if (batches.length === 0) return null
  const asItIsNow = (known: BatchEntry | null) => known && batches.find((batch) => isSame(batch, known))
  const shown = batches.find((batch) => addressOf(batch) === picked)
  const pick = (batch: BatchEntry) => setPicked(addressOf(batch))
  const read = asItIsNow(pointed)
  return (
    <Section title={isUndo(status.status) ? "Batches before the undo" : "Batches"}>
      <CellGroups batches={batches} onPoint={setPointed} onPick={pick} />
      <p className="pointed">
        {read ? batchLine(read) : "Point at a cell to read it, press it for more. Arrow keys work, too."}
      </p>
      <DurationChart batches={batches} />
      <BatchList batches={batches} onPick={pick} />
      {shown && <BatchDrawer batch={shown} status={status} onClose={() => setPicked("")} refresh={refresh} />}
    </Section>
  )
}

/** How a batch is named in the address of a page. */
const addressOf = ({ table, operation, batch }: BatchEntry) => `${table}.${operation}.${batch}`

function isSame(one: BatchEntry, other: BatchEntry): boolean {
  return one.table === other.table && one.operation === other.operation && one.batch === other.batch
}
