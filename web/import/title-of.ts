import type { StatusAnswer } from "../../lib/contract/status.ts"
import { percentage } from "../words/numbers.ts"
import { jobState, shareThere } from "../words/states.ts"

/** How far an import is, for the window's title: "46 % – Extract 167", or the state when it is not on its way. */
export function titleOf(status: StatusAnswer): string {
  const name = status.extract_number === null ? status.title : `Extract ${status.extract_number}`
  const moving = !status.held && ["processing", "ready", "finalizing"].includes(status.status)
  return `${moving ? percentage(shareThere(status.status, status.overall_progress.percentage)) : jobState(status).word} – ${name}`
}
