import { endpoints } from "../../lib/contract/endpoints.ts"
import type { Delivery, NoticeEvent } from "../../lib/contract/notices.ts"
import { call } from "../client/call.ts"
import { usePolled } from "../client/use-polled.ts"
import { Connection } from "../ui/connection.tsx"
import { LongTable } from "../ui/long-table.tsx"
import { At } from "../ui/moment.tsx"
import { StateChip } from "../ui/state-chip.tsx"
import type { Column } from "../ui/table.tsx"
import type { StateWord } from "../words/states.ts"

const LIVE_MS = 2_000
const QUIET_MS = 15_000

/** What a feed has told, whom, and what was answered. */
export function FeedTold({ feed_id, name }: { feed_id: string; name: string }) {
  const { data, error, retry_at } = usePolled(
    `told by ${feed_id}`,
    () => call(endpoints.deliveries, { query: { feed_id } }),
    (known) => (known?.deliveries.some(isUnderWay) ? LIVE_MS : QUIET_MS),
  )
  if (error !== undefined) return <Connection retry_at={retry_at} error={error} />
  const told = data?.deliveries ?? []
  if (data && told.length === 0) return <p className="muted">It has told nobody anything yet.</p>
  return (
    <LongTable
      label={`What ${name} has told`}
      columns={COLUMNS}
      rowAt={(index) => told[index]}
      total={told.length}
      keyOf={({ delivery_id }) => delivery_id}
    />
  )
}

const isUnderWay = ({ status }: Delivery) => status === "due" || status === "sending"

const EVENTS: Partial<Record<NoticeEvent, string>> = {
  "import.finished": "An import finished",
  "import.failed": "An import failed",
  "import.waiting": "An import waits",
  "feed.failed": "It failed",
  "feed.ran": "It ran",
  "data.stale": "Its data is stale",
  "data.fresh": "Its data is fresh again",
  "webhook.off": "Its webhook is switched off",
}

const CHANNELS: Record<Delivery["channel"], string> = { mail: "Mail", webhook: "Webhook", ping: "Ping" }

const STATES: Record<Delivery["status"], StateWord> = {
  due: { word: "Waiting", tone: "quiet" },
  sending: { word: "Being sent", tone: "busy" },
  delivered: { word: "Taken", tone: "done" },
  failed: { word: "In vain", tone: "bad" },
}

const COLUMNS: readonly Column<Delivery>[] = [
  { word: "Told", cell: ({ event }) => EVENTS[event] ?? event },
  { word: "Since", cell: ({ created_at }) => <At at={created_at} /> },
  { word: "By", cell: ({ channel, to }) => `${CHANNELS[channel]} to ${to}` },
  { word: "State", cell: ({ status }) => <StateChip state={STATES[status]} /> },
  { word: "Answer", kind: "text", cell: ({ answer }) => answer ?? "–" },
]
