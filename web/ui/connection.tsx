import { Icon } from "./icon.tsx"
import { useNow } from "./moment.tsx"

/** Says that the server cannot be reached and when it is asked again; any other error as it is. */
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
  return (
    <p className="notice warning">
      <Icon name="offline" />
      <span>
        Connection lost, {seconds > 0 ? `retrying in ${seconds} s` : "retrying now"} – nothing is lost.
      </span>
    </p>
  )
}
