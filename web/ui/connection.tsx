import { codeOf, messageOf } from "../client/call.ts"
import { useNow } from "./moment.tsx"
import { Notice, Refusal } from "./notice.tsx"

interface ConnectionProps {
  error: unknown
  /** When the server is asked again by itself. */
  retry_at?: number | null
}

/** Says why a reading has failed, and when it is tried again where that may help; nothing where it has not. */
export function Connection({ error, retry_at = null }: ConnectionProps) {
  if (error === undefined) return null
  if (retry_at === null) return <Refusal>{messageOf(error)}</Refusal>
  return <Retrying refused={codeOf(error) === null ? null : messageOf(error)} retry_at={retry_at} />
}

function Retrying({ refused, retry_at }: { refused: string | null; retry_at: number }) {
  const now = useNow(500)
  const seconds = Math.max(0, Math.ceil((retry_at - now) / 1000))
  const when = seconds > 0 ? `in ${seconds} s` : "now"
  return (
    <Notice tone="warning" icon="offline">
      {refused ? `${refused} Retrying` : "Connection lost, retrying"} {when} – nothing is lost.
    </Notice>
  )
}
