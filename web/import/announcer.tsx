import { useEffect, useRef, useState } from "react"
import type { StatusAnswer } from "../../lib/contract/status.ts"
import { percentage } from "../words/numbers.ts"
import { jobState } from "../words/states.ts"

const APART_MS = 10_000
const STEP = 10

/** What is worth saying aloud: the state, and each tenth. */
function milestoneOf(status: StatusAnswer): string {
  const { word } = jobState(status)
  const tenth = Math.floor(status.overall_progress.percentage / STEP) * STEP
  return status.status === "processing" ? `${word}, ${percentage(tenth)}` : `${word}.`
}

/** A line for screen readers alone that changes at milestones only, and no sooner than ten seconds after the last. */
export function Announcer({ status, lost }: { status: StatusAnswer; lost: boolean }) {
  const milestone = lost ? "Connection lost." : milestoneOf(status)
  const [said, setSaid] = useState("")
  const last = useRef(0)
  useEffect(() => {
    if (milestone === said) return
    const say = () => {
      last.current = Date.now()
      setSaid(milestone)
    }
    const timer = setTimeout(say, Math.max(0, last.current + APART_MS - Date.now()))
    return () => clearTimeout(timer)
  }, [milestone, said])
  return (
    <p className="unseen" role="status">
      {said}
    </p>
  )
}
