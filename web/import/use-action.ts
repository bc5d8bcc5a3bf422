import { useState } from "react"
import { codeOf } from "../client/call.ts"

/** Something a person has asked for and that is under way, and what was said against it. */
export interface Action {
  busy: boolean
  refusal: string | null
  /** False when it was refused. */
  run(work: () => Promise<unknown>): Promise<boolean>
  forget(): void
}

/** Runs what a button asks for, one at a time; a job that moved in the same moment is asked once more. */
export function useAction(): Action {
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)
  const run = async (work: () => Promise<unknown>) => {
    if (busy) return false
    setBusy(true)
    setRefusal(null)
    try {
      await work().catch((error: unknown) => {
        if (codeOf(error) === "state_changed") return work()
        throw error
      })
      return true
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : String(error))
      return false
    } finally {
      setBusy(false)
    }
  }
  return { busy, refusal, run, forget: () => setRefusal(null) }
}
