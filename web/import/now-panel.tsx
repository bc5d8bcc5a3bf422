import type { DatasetDeclaration } from "../../lib/contract/datasets.ts"
import type { AuditEvent, BatchEntry } from "../../lib/contract/imports.ts"
import type { StatusAnswer } from "../../lib/contract/status.ts"
import type { Driving, Lost } from "../drive/use-driver.ts"
import { useSession } from "../session.tsx"
import { Connection } from "../ui/connection.tsx"
import { Icon } from "../ui/icon.tsx"
import { useNow } from "../ui/moment.tsx"
import { counted } from "../words/numbers.ts"
import { updated } from "../words/times.ts"
import { Overall } from "./overall.tsx"
import { ROW_ERRORS } from "./row-errors.tsx"
import { type Around, sentenceOf } from "./sentence.ts"
import { Stages } from "./stages.tsx"

interface NowPanelProps {
  status: StatusAnswer
  declared: DatasetDeclaration | undefined
  batches: BatchEntry[]
  driving: Driving
  lost: Lost | null
  updated_at: number | null
  events: AuditEvent[]
  ended: Ended
}

/** Where the import is: its stage, its bar, and one sentence on what happens now. */
export function NowPanel(props: NowPanelProps) {
  const { status, declared, batches, driving, lost, updated_at, events, ended } = props
  const driven = driving.on || status.driver !== null
  return (
    <div className="panel now">
      <Stages status={status} declared={declared} batches={batches} />
      <Overall status={status}>
        <div className="now-line">
          <Now status={status} noun={nounOf(declared)} events={events} driven={driven} ended={ended} />
          <div className="connection">{lost ? <Connection {...lost} /> : <Fresh at={updated_at} />}</div>
        </div>
      </Overall>
      {driving.trouble && (
        <p className="notice bad" role="alert">
          <Icon name="bad" />
          <span>{driving.trouble}</span>
          <button type="button" className="button" onClick={driving.takeOver}>
            Try again
          </button>
        </p>
      )}
    </div>
  )
}

/** What is known of an import only once it has ended. */
type Ended = Pick<Around, "report" | "kept" | "listed">

/** Several files at a time are documents; all else is rows of one file. */
function nounOf(declared: DatasetDeclaration | undefined): string {
  return declared && declared.most_files > 1 ? "document" : "row"
}

interface NowProps {
  status: StatusAnswer
  noun: string
  events: AuditEvent[]
  driven: boolean
  ended: Ended
}

function Now({ status, noun, events, driven, ended }: NowProps) {
  const person = useSession().name
  const now = useNow(5_000)
  const stopped = events.filter(({ to }) => to === status.status).at(-1)
  const sentence = sentenceOf(status, { person, stopped, now, driven, noun, ...ended })
  const bad = status.status === "failed"
  return (
    <p className={bad ? "sentence bad" : "sentence"} role={bad || status.held ? "alert" : undefined}>
      {sentence}
      {status.held && (
        <>
          {" "}
          <a href={`#${ROW_ERRORS}`}>See the {counted(status.row_errors, noun)}</a>
        </>
      )}
    </p>
  )
}

function Fresh({ at }: { at: number | null }) {
  const now = useNow()
  return <p className="muted fresh">{at === null ? " " : updated(at, now)}</p>
}
