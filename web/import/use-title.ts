import { useEffect } from "react"
import type { StatusAnswer } from "../../lib/contract/status.ts"
import { percentage } from "../words/numbers.ts"
import { jobState, shareThere } from "../words/states.ts"

/** Says in the window's title how far the import is. */
export function useTitle(status: StatusAnswer | undefined): void {
  const title = status ? titleOf(status) : "Sluice"
  useEffect(() => {
    document.title = title
    return () => {
      document.title = "Sluice"
    }
  }, [title])
}

/** "46 % – Extract 167", or the state when it is not on its way. */
function titleOf(status: StatusAnswer): string {
  const name = status.extract_number === null ? status.title : `Extract ${status.extract_number}`
  const moving = !status.held && ["processing", "ready", "finalizing"].includes(status.status)
  return `${moving ? percentage(shareThere(status.status, status.overall_progress.percentage)) : jobState(status).word} – ${name}`
}
