import { lazy, type ReactNode, Suspense } from "react"
import type { AuditEvent, BatchEntry } from "../../lib/contract/imports.ts"
import type { ReportAnswer, ReportJob } from "../../lib/contract/report.ts"
import type { StatusAnswer } from "../../lib/contract/status.ts"
import { ChoiceLink, useAddress } from "../ui/link.tsx"
import type { Known } from "../words/counts.ts"
import { Ending } from "./ending.tsx"
import { Particulars } from "./particulars.tsx"

const Activity = lazy(() => import("./activity.tsx"))
const Batches = lazy(() => import("../batches/batches.tsx"))

interface PartsProps {
  status: StatusAnswer
  known: Known
  job: ReportJob
  batches: BatchEntry[]
  events: AuditEvent[]
  report: ReportAnswer | undefined
  refresh(): Promise<unknown>
}

/** What else there is to read of an import, one at a time; which is part of the address. */
export function Parts(props: PartsProps) {
  const [chosen] = useAddress("part")
  const parts = partsOf(props)
  const shown = parts.find(({ name }) => name === chosen) ?? parts[0]
  return (
    <>
      <nav className="parts" aria-label="More about this import">
        {parts.map(({ name, word }) => (
          <ChoiceLink key={name} name="part" value={name} current={name === shown?.name}>
            {word}
          </ChoiceLink>
        ))}
      </nav>
      <Suspense fallback={<div className="panel" />}>{shown?.content}</Suspense>
    </>
  )
}

interface Part {
  /** As it stands in the address. */
  name: string
  word: string
  content: ReactNode
}

function partsOf({ status, known, job, batches, events, report, refresh }: PartsProps): Part[] {
  return [
    { name: "batches", word: "Batches", content: <Batches {...{ status, batches, refresh }} /> },
    { name: "activity", word: "Activity", content: <Activity events={events} /> },
    { name: "reconciliation", word: "Reconciliation", content: <Ending {...{ status, report, known }} /> },
    { name: "options", word: "Options", content: <Particulars job={job} /> },
  ]
}
