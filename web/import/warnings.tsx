import type { StatusAnswer } from "../../lib/contract/status.ts"
import { Fold } from "../ui/fold.tsx"
import { counted } from "../words/numbers.ts"
import { warningsOf } from "./lost-rows.tsx"

/** What is worth knowing although it kept no row from being applied; what is lost is said above. */
export function Warnings({ status }: { status: StatusAnswer }) {
  const { others: warnings } = warningsOf(status)
  if (warnings.length === 0) return null
  return (
    <Fold name="warnings" className="panel more warnings" summary={counted(warnings.length, "warning")}>
      <ul>
        {warnings.map(({ code, message, count }) => (
          <li key={code + message}>
            {message} {count > 1 && <span className="muted">({counted(count, "time")})</span>}
          </li>
        ))}
      </ul>
    </Fold>
  )
}
