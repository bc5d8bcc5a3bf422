import { Button } from "../ui/button.tsx"
import { Link } from "../ui/link.tsx"
import { Meter } from "../ui/meter.tsx"
import { Refusal } from "../ui/notice.tsx"
import { bytes } from "../words/numbers.ts"
import { giveUpUpload } from "./begin-import.ts"
import type { Beginning } from "./beginning.ts"

/** How far the file has been sent, or that it is being looked at. */
export function BeginningView({ beginning }: { beginning: Beginning }) {
  if (beginning.state === "sending") {
    const { name, sent, total, waiting } = beginning
    const value = total === 0 ? 0 : Math.floor((sent * 100) / total)
    return (
      <div className="beginning">
        <Meter
          label={`Sending ${name}`}
          value={value}
          size="large"
          text={`${bytes(sent)} of ${bytes(total)}`}
        />
        <p className="facts">
          <span>
            Sending {name}: {bytes(sent)} of {bytes(total)}
          </span>
          {waiting && <span role="status">Connection lost, retrying – nothing is lost.</span>}
          <Button look="link" onClick={giveUpUpload}>
            Stop sending
          </Button>
        </p>
      </div>
    )
  }
  if (beginning.state === "opening") {
    return (
      <div className="beginning">
        <Meter label={`Opening ${beginning.name}`} value={null} size="large" />
        <p className="facts" role="status">
          Reading {beginning.name} …
        </p>
      </div>
    )
  }
  return null
}

/** Why it was not opened, in the server's words. */
export function BeginningRefusal({ beginning }: { beginning: Beginning }) {
  if (beginning.state !== "refused") return null
  const { detail, job_id } = beginning
  return (
    <Refusal>
      {detail} {job_id && <Link to={`/imports/${job_id}`}>Show that import</Link>}
    </Refusal>
  )
}
