import { isDrivable } from "../../lib/contract/drive-job.ts"
import type { StatusAnswer } from "../../lib/contract/status.ts"
import { driverId } from "../client/driver-id.ts"
import { useMayChange } from "../session.tsx"
import { Button } from "../ui/button.tsx"
import { Link } from "../ui/link.tsx"
import { Ago } from "../ui/moment.tsx"
import { StateChip } from "../ui/state-chip.tsx"
import { jobState } from "../words/states.ts"
import type { Driving } from "./use-driver.ts"

interface HeadProps {
  status: StatusAnswer
  driving: Driving
  children: React.ReactNode
}

/** What is imported, its state, who began it and who is at it. */
export function Head({ status, driving, children }: HeadProps) {
  const mayChange = useMayChange()
  const canTakeOver = mayChange && !driving.on && isDrivable(status)
  return (
    <header className="job-head">
      <p className="crumb">
        <Link to="/">Imports</Link>
      </p>
      <div className="job-title">
        <h1>{status.title}</h1>
        <StateChip state={jobState(status)} />
        {status.dry_run && status.status !== "completed" && <span className="chip tone-quiet">Dry run</span>}
      </div>
      <p className="job-facts">
        <span>
          Started <Ago at={status.started_at} /> by {status.started_by}
        </span>
        {isDrivable(status) && (
          <span>
            Worked on by {driversOf(status, driving.on)}
            {canTakeOver && (
              <>
                {" – "}
                <Button look="link" onClick={driving.takeOver}>
                  take over
                </Button>
              </>
            )}
          </span>
        )}
      </p>
      {children}
    </header>
  )
}

/** "this tab", "another tab", "CLI", "this tab and another tab", "nobody". */
function driversOf({ driver }: StatusAnswer, here: boolean): string {
  const other = driver && driver.id !== driverId() ? otherWord(driver.label) : null
  if (here) return other ? `this tab and ${other}` : "this tab"
  return other ?? (driver ? "this tab until a moment ago" : "nobody")
}

function otherWord(label: string): string {
  return label === "browser tab" ? "another tab" : label
}
