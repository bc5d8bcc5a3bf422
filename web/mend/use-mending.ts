import { useState } from "react"
import { endpoints } from "../../lib/contract/endpoints.ts"
import type { MendAnswer, MendRequest } from "../../lib/contract/mending.ts"
import { call, type Sent } from "../client/call.ts"
import { type Action, useAction } from "../client/use-action.ts"
import { counted } from "../words/numbers.ts"
import type { Change } from "./row.ts"

const PATIENCE_MS = 300_000

export interface Mending extends Action {
  /** What came of it. */
  said: string | null
  /** Says what rows are to be. */
  say(body: Partial<MendRequest>): void
  /** Changes rows alike, to be imported later. */
  change(change: Change): void
  /** Sends rows as the file they are in, or documents again. */
  sendFiles(files: readonly File[]): void
}

/** What is done to rows at the press of a button, and what is said of it. `done` is called when the server has it. */
export function useMending(job_id: string, done: () => Promise<unknown>): Mending {
  const action = useAction()
  const [said, setSaid] = useState<string | null>(null)
  const send = (sent: Pick<Sent, "body" | "form">) => {
    setSaid(null)
    void action.run(async () => {
      const answer = await call(endpoints.mend, { params: { job_id }, timeout_ms: PATIENCE_MS, ...sent })
      setSaid(sentenceOf(answer))
      await done()
    })
  }
  const say = (body: Partial<MendRequest>) => send({ body })
  const sendFiles = (files: readonly File[]) => {
    const form = new FormData()
    for (const file of files) form.append("file", file)
    send({ form })
  }
  return { ...action, said, say, change: (change) => say({ change, draft: true }), sendFiles }
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
