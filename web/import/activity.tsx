import type { AuditEvent } from "../../lib/contract/imports.ts"
import { Check } from "../ui/check.tsx"
import { useAddress } from "../ui/link.tsx"
import { LongTable } from "../ui/long-table.tsx"
import { At } from "../ui/moment.tsx"
import { Section } from "../ui/section.tsx"
import type { Column } from "../ui/table.tsx"
import { eventWord } from "../words/states.ts"

interface Event extends AuditEvent {
  place: number
}

/** Who did what when, newest first; what happened to single batches on request. */
export default function Activity({ events }: { events: AuditEvent[] }) {
  const [batches, setBatches] = useAddress("events")
  const all = batches === "all"
  const shown = events
    .map((event, place): Event => ({ ...event, place }))
    .filter(({ event }) => all || !event.startsWith("batch."))
    .reverse()
  return (
    <Section
      title="Activity"
      aside={
        <Check checked={all} onChange={(on) => setBatches(on ? "all" : "")}>
          with batches
        </Check>
      }
    >
      <LongTable
        label="Activity"
        columns={COLUMNS}
        rowAt={(index) => shown[index]}
        total={shown.length}
        keyOf={({ place }) => String(place)}
      />
    </Section>
  )
}

const COLUMNS: readonly Column<Event>[] = [
  { word: "When", cell: ({ at }) => <At at={at} /> },
  { word: "What", cell: ({ event, to }) => eventWord(event, to) },
  { word: "By", cell: ({ actor }) => actor },
  { word: "Details", kind: "text", cell: ({ detail }) => detail ?? "" },
]
