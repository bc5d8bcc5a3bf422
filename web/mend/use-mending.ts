import { useState } from "react"
import { endpoints } from "../../lib/contract/endpoints.ts"
import type { MendAnswer } from "../../lib/contract/mending.ts"
import { call, type Sent } from "../client/call.ts"
import { type Action, useAction } from "../client/use-action.ts"
import { counted } from "../words/numbers.ts"

const PATIENCE_MS = 300_000

export interface Mending extends Action {
  /** What came of it. */
  said: string | null
  /** Says what rows are to be, or sends them as a file; null when it was refused. */
  send(sent: Pick<Sent, "body" | "form">): Promise<MendAnswer | null>
}

/** What is done to rows at the press of a button, and what is said of it. `done` is called when the server has it. */
export function useMending(job_id: string, done: () => Promise<unknown>): Mending {
  const action = useAction()
  const [said, setSaid] = useState<string | null>(null)
  const send = async (sent: Pick<Sent, "body" | "form">) => {
    let answer: MendAnswer | null = null
    setSaid(null)
    await action.run(async () => {
      answer = await call(endpoints.mend, { params: { job_id }, timeout_ms: PATIENCE_MS, ...sent })
      setSaid(sentenceOf(answer))
      await done()
    })
    return answer
  }
  return { ...action, said, send }
}

/** "312 rows are mended. 3 are still wrong: Line 2: …" */
function sentenceOf(answer: MendAnswer): string {
  const { accepted, drafted, dismissed, unchanged, refused, refused_total, held } = answer
  const are = (rows: number, what: string) =>
    rows > 0 ? [`${counted(rows, "row is", "rows are")} ${what}.`] : []
  const [first] = refused
  const why = first ? ` ${first.message}` : ""
  const still = are(refused_total, `still wrong:${why.replace(/\.$/, "")}`)
  const parts = [
    ...are(accepted, held ? "mended, and will be imported with the others" : "mended, and being imported"),
    ...are(drafted, "changed, and kept for later"),
    ...are(dismissed, "left out"),
    ...are(unchanged, "as before"),
    ...still,
  ]
  return parts.length > 0 ? parts.join(" ") : "No row was changed."
}
