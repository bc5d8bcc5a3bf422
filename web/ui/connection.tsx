import { codeOf } from "../client/call.ts"
import { Icon } from "./icon.tsx"
import { useNow } from "./moment.tsx"

/** Says that the server cannot be reached, or cannot do it now, and when it is asked again; any other error as it is. */
export function Connection({ retry_at, error }: { retry_at: number | null; error?: unknown }) {
  const now = useNow(500)
  if (retry_at === null) {
    return (
      <p className="notice bad" role="alert">
        <Icon name="bad" /> {error instanceof Error ? error.message : "Something went wrong."}
      </p>
    )
  }
  const seconds = Math.max(0, Math.ceil((retry_at - now) / 1000))
  const when = seconds > 0 ? `in ${seconds} s` : "now"
  const refused = codeOf(error) !== null && error instanceof Error ? error.message : null
  return (
    <p className="notice warning">
      <Icon name="offline" />
      <span>
        {refused ? `${refused} Retrying` : "Connection lost, retrying"} {when} – nothing is lost.
      </span>
    </p>
  )
}
