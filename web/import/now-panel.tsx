import type { DatasetDeclaration } from "../../lib/contract/datasets.ts"
import type { BatchEntry } from "../../lib/contract/imports.ts"
import type { StatusAnswer } from "../../lib/contract/status.ts"
import { RateCurve } from "../batches/rate-curve.tsx"
import { Button } from "../ui/button.tsx"
import { Connection } from "../ui/connection.tsx"
import { useNow } from "../ui/moment.tsx"
import { Notice } from "../ui/notice.tsx"
import { updated } from "../words/times.ts"
import { Overall } from "./overall.tsx"
import { Stages } from "./stages.tsx"
import type { Driving, Lost } from "./use-driver.ts"

interface NowPanelProps {
  status: StatusAnswer
  declared: DatasetDeclaration | undefined
  batches: BatchEntry[]
  driving: Driving
  lost: Lost | null
  updated_at: number | null
}

/** Where the import is: its stage, its bar, and how fresh that is. */
export function NowPanel({ status, declared, batches, driving, lost, updated_at }: NowPanelProps) {
  return (
    <div className="panel now">
      <Stages status={status} declared={declared} batches={batches} />
      <Overall status={status}>
        {status.status === "processing" && <RateCurve batches={batches} />}
        <div className="connection">{lost ? <Connection {...lost} /> : <Fresh at={updated_at} />}</div>
      </Overall>
      {driving.trouble && (
        <Notice tone="bad" role="alert" aside={<Button onClick={driving.takeOver}>Try again</Button>}>
          {driving.trouble}
        </Notice>
      )}
    </div>
  )
}

function Fresh({ at }: { at: number | null }) {
  const now = useNow()
  return <p className="muted">{at === null ? " " : updated(at, now)}</p>
}
