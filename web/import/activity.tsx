import { useState } from "react"
import type { AuditEvent } from "../../lib/contract/imports.ts"
import { Section } from "../ui/section.tsx"
import { counted } from "../words/numbers.ts"
import { eventWord } from "../words/states.ts"
import { dateAndTime, timeOfDay } from "../words/times.ts"

const FEW = 12
const MANY = 200

/** Who did what when, newest first; what happened to single batches on request. */
export function Activity({ events }: { events: AuditEvent[] }) {
  const [batches, setBatches] = useState(false)
  const [all, setAll] = useState(false)
  const fitting = events
    .map((event, place) => ({ ...event, place }))
    .filter(({ event }) => batches || !event.startsWith("batch."))
    .reverse()
  const shown = fitting.slice(0, all ? MANY : FEW)
  return (
    <Section
      title="Activity"
      aside={
        <label className="check">
          <input type="checkbox" checked={batches} onChange={(event) => setBatches(event.target.checked)} />{" "}
          with batches
        </label>
      }
    >
      <ol className="activity">
        {shown.map((event) => (
          <li key={event.place}>
            <time dateTime={event.at} title={dateAndTime(event.at)}>
              {timeOfDay(event.at)}
            </time>
            <span className="activity-what">
              <strong>{eventWord(event.event, event.to)}</strong> by {event.actor}
              {event.detail && <span className="muted"> – {event.detail}</span>}
            </span>
          </li>
        ))}
      </ol>
      {!all && fitting.length > FEW && (
        <button type="button" className="button" onClick={() => setAll(true)}>
          Show more
        </button>
      )}
      {all && fitting.length > MANY && (
        <p className="muted">And {counted(fitting.length - MANY, "earlier event")}.</p>
      )}
    </Section>
  )
}
