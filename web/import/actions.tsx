import { useState } from "react"
import type { ControlAction } from "../../lib/contract/actions.ts"
import { endpoints } from "../../lib/contract/endpoints.ts"
import type { JobAction } from "../../lib/contract/jobs.ts"
import type { StatusAnswer } from "../../lib/contract/status.ts"
import { useMayChange } from "../session.tsx"
import { Button } from "../ui/button.tsx"
import { useFocusKept } from "../ui/heading.ts"
import { Icon, type IconName } from "../ui/icon.tsx"
import { Refusal } from "../ui/notice.tsx"
import { count } from "../words/numbers.ts"
import { mayBeRetried } from "./may-retry.ts"
import { type Asking, Question } from "./question.tsx"
import { useJobAction } from "./use-job-action.ts"

interface ActionsProps {
  status: StatusAnswer
  driving: boolean
  refresh(): Promise<unknown>
}

interface Choice {
  /** Stays the same while a button changes what it says, so that it keeps the focus. */
  key: string
  word: string
  icon: IconName
  primary?: boolean
  press(): void
}

/** What a person may do with the import now; nothing else is offered. */
export function Actions({ status, driving, refresh }: ActionsProps) {
  const [asking, setAsking] = useState<Asking | null>(null)
  const action = useJobAction(status, refresh)
  const mayChange = useMayChange()
  const control = (name: ControlAction) => action.ask(endpoints.control, { action: name })
  const finalize = (accept_failed: boolean) => action.ask(endpoints.finalize, { accept_failed })
  const retry = () => action.ask(endpoints.retryBatch, { all_failed: true })
  const acts = { control, finalize, retry, refresh, ask: setAsking }
  const choices = choicesOf(status, { mayChange, driving }, acts)
  const focus = useFocusKept(choices.map(({ key }) => key))
  return (
    <div className="actions">
      {choices.map(({ key, word, icon, primary, press }) => (
        <Button key={key} look={primary ? "primary" : ""} idle={action.busy} onClick={press} {...focus(key)}>
          <Icon name={icon} />
          {word}
        </Button>
      ))}
      {action.refusal && <Refusal>{action.refusal}</Refusal>}
      {asking && (
        <Question
          asking={asking}
          status={status}
          onCancelJob={() => control("cancel")}
          onFinalize={() => finalize(true)}
          onClose={() => setAsking(null)}
          refresh={refresh}
        />
      )}
    </div>
  )
}

interface Acts {
  control(name: ControlAction): void
  finalize(acceptFailed: boolean): void
  retry(): void
  refresh(): Promise<unknown>
  ask(what: Asking): void
}

/** The legal actions in the order they are shown. A job that this tab drives is closed and undone by itself. */
function choicesOf(
  status: StatusAnswer,
  who: { mayChange: boolean; driving: boolean },
  acts: Acts,
): Choice[] {
  const may = (name: JobAction) => who.mayChange && status.actions.includes(name)
  const paused = status.status === "paused"
  const hasFailed = status.failed_batches.length > 0
  const pause: Choice = paused
    ? { key: "pause", word: "Resume", icon: "play", primary: true, press: () => acts.control("resume") }
    : { key: "pause", word: "Pause", icon: "pause", press: () => acts.control("pause") }
  const apply = () => acts.control("apply")
  const close = () => (hasFailed ? acts.ask("finalize") : acts.finalize(false))
  const closing = hasFailed ? "Close without them" : "Close the import"
  const start = () => acts.control("start")
  const startWord = status.row_errors > 0 ? "Import the rest" : "Start the import"
  const isRest = status.overall_progress.total_batches > 0
  const failed = status.failed_batches.filter(({ operation }) => mayBeRetried(status, operation)).length
  const again = `Retry all failed (${count(failed)})`
  const shown: [boolean, Choice][] = [
    [
      who.mayChange && failed > 0,
      { key: "retry", word: again, icon: "refresh", primary: status.status === "failed", press: acts.retry },
    ],
    [may("start") && isRest, { key: "start", word: startWord, icon: "play", primary: true, press: start }],
    [may("pause") || may("resume"), pause],
    [may("apply"), { key: "apply", word: "Apply these changes", icon: "play", primary: true, press: apply }],
    [true, { key: "refresh", word: "Refresh", icon: "refresh", press: () => void acts.refresh() }],
    [may("finalize") && !who.driving, { key: "finalize", word: closing, icon: "done", press: close }],
    [may("cancel"), { key: "cancel", word: "Cancel", icon: "close", press: () => acts.ask("cancel") }],
    [
      may("rollback") && status.status !== "rolling_back",
      { key: "undo", word: "Undo", icon: "undo", press: () => acts.ask("undo") },
    ],
  ]
  return shown.flatMap(([legal, choice]) => (legal ? [choice] : []))
}
