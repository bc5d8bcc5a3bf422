import { useMemo, useState } from "react"
import { isDrivable } from "../../lib/contract/drive-job.ts"
import { endpoints } from "../../lib/contract/endpoints.ts"
import type { BatchEntry } from "../../lib/contract/imports.ts"
import type { StatusAnswer } from "../../lib/contract/status.ts"
import { call } from "../client/call.ts"
import { usePolled, useReadWhen } from "../client/use-polled.ts"
import { Section } from "../ui/section.tsx"
import { batchLine } from "../words/batches.ts"
import { isUndo } from "../words/states.ts"
import { BatchDrawer } from "./batch-drawer.tsx"
import { BatchList } from "./batch-list.tsx"
import { createBatchReader } from "./batch-reader.ts"
import { CellGroups } from "./cell-groups.tsx"
import { DurationChart } from "./duration-chart.tsx"

const MOVING_MS = 1_000
const PAGE = 500
const NONE: BatchEntry[] = []

/** All batches of the import, read while it moves and once more when it has stopped. */
export function useBatches(status: StatusAnswer): BatchEntry[] {
  const { job_id } = status
  const { total_batches, completed_batches, failed_batches } = status.overall_progress
  const reader = useMemo(
    () =>
      createBatchReader((cursor) =>
        call(endpoints.batches, { params: { job_id }, query: { limit: PAGE, cursor } }),
      ),
    [job_id],
  )
  const moving = isDrivable(status)
  const key = total_batches > 0 ? `batches ${job_id}` : null
  const { data, refresh } = usePolled(key, () => reader(total_batches), moving ? MOVING_MS : 0)
  useReadWhen(moving ? "" : `${status.status} ${completed_batches} ${failed_batches}`, refresh)
  return data ?? NONE
}

interface BatchesProps {
  status: StatusAnswer
  batches: BatchEntry[]
  mayChange: boolean
  refresh(): Promise<unknown>
}

/** A cell a batch, how long they took, and each one's particulars. */
export function Batches({ status, batches, mayChange, refresh }: BatchesProps) {
  const [picked, setPicked] = useState<BatchEntry | null>(null)
  const [pointed, setPointed] = useState<BatchEntry | null>(null)
  if (batches.length === 0) return null
  const asItIsNow = (known: BatchEntry | null) => known && batches.find((batch) => isSame(batch, known))
  const shown = asItIsNow(picked)
  const read = asItIsNow(pointed)
  return (
    <Section title={isUndo(status.status) ? "Batches before the undo" : "Batches"}>
      <CellGroups batches={batches} onPoint={setPointed} onPick={setPicked} />
      <p className="pointed">
        {read ? batchLine(read) : "Point at a cell to read it, press it for more. Arrow keys work, too."}
      </p>
      <DurationChart batches={batches} />
      <BatchList batches={batches} onPick={setPicked} />
      {shown && (
        <BatchDrawer
          batch={shown}
          status={status}
          mayChange={mayChange}
          onClose={() => setPicked(null)}
          refresh={refresh}
        />
      )}
    </Section>
  )
}

function isSame(one: BatchEntry, other: BatchEntry): boolean {
  return one.table === other.table && one.operation === other.operation && one.batch === other.batch
}
