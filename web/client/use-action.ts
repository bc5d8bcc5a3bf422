import { useState } from "react"
import { codeOf, messageOf } from "./call.ts"

/** Something a person has asked for and that is under way, and what was said against it. */
export interface Action {
  busy: boolean
  refusal: string | null
  /** False when it was refused. */
  run(work: () => Promise<unknown>): Promise<boolean>
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
      setRefusal(messageOf(error))
      return false
    } finally {
      setBusy(false)
    }
  }
  return { busy, refusal, run }
}
