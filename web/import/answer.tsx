import type { DatasetDeclaration } from "../../lib/contract/datasets.ts"
import { isDrivable } from "../../lib/contract/drive-job.ts"
import type { AuditEvent } from "../../lib/contract/imports.ts"
import type { JobStatus } from "../../lib/contract/jobs.ts"
import type { StatusAnswer } from "../../lib/contract/status.ts"
import { useMayChange, useSession } from "../session.tsx"
import { useNow } from "../ui/moment.tsx"
import { isOfDocuments } from "../words/datasets.ts"
import { counted } from "../words/numbers.ts"
import { verdictOf } from "./ending.tsx"
import { ROW_ERRORS } from "./row-errors.tsx"
import { type Around, sentenceOf } from "./sentence.ts"
import { MOST_EVENTS } from "./use-import.ts"
import { waitedIn } from "./waited.ts"

interface AnswerProps {
  status: StatusAnswer
  declared: DatasetDeclaration | undefined
  driven: boolean
  /** As far as they have been read. */
  events: AuditEvent[]
  ended: Ended
}

/** What is known of an import only once it has ended. */
export type Ended = Pick<Around, "report" | "kept" | "listed">

const ENDED: readonly JobStatus[] = ["completed", "rolling_back", "rolled_back"]

/** What the import did, does, or waits for, before anything else is said of it. */
export function Answer({ status, declared, driven, events, ended }: AnswerProps) {
  const person = useSession().name
  const mayChange = useMayChange()
  const now = useNow(5_000)
  const noun = isOfDocuments(declared) ? "document" : "row"
  const stopped = events.filter(({ event, to }) => event.startsWith("job.") && to === status.status).at(-1)
  const waited = stopped || events.length >= MOST_EVENTS ? waitedIn(events) : null
  const sentence = sentenceOf(status, { person, stopped, waited, now, driven, noun, ...ended })
  const bad = status.status === "failed"
  return (
    <div className="answer">
      <p className={bad ? "sentence bad" : "sentence"} role={bad || status.held ? "alert" : undefined}>
        {sentence}
      </p>
      {status.row_errors > 0 && status.status !== "rolled_back" && (
        <p>
          <a href={`#${ROW_ERRORS}`}>
            {status.held && mayChange ? "Mend them" : `See the ${counted(status.row_errors, noun)}`}
          </a>
        </p>
      )}
      {status.blank_rows > 0 && <p className="muted">{counted(status.blank_rows, "blank row")} left out.</p>}
      {ENDED.includes(status.status) && <p className="muted">{verdictOf(status)}</p>}
      {driven && isDrivable(status) && status.status !== "paused" && (
        <p className="muted">You can close this page: the import goes on without it, within a minute.</p>
      )}
    </div>
  )
}
