import type { DatasetDeclaration } from "../../lib/contract/datasets.ts"
import type { BatchEntry } from "../../lib/contract/imports.ts"
import type { JobStatus } from "../../lib/contract/jobs.ts"
import type { StatusAnswer } from "../../lib/contract/status.ts"
import { Icon, type IconName } from "../ui/icon.tsx"
import { isAfterStep, isUndo } from "../words/states.ts"

const STAGES = ["Check", "Import", "After-steps", "Close"] as const

/** How a stage stands: stopped is one that was begun, or would have been next, and will never end. */
type Standing = "done" | "now" | "later" | "stopped" | "undone"

interface Stage {
  name: string
  standing: Standing
}

/** Which stage an import is in, from 0; 4 when all are behind it. Of one that is undone, which it had come to. */
function stageOf(status: StatusAnswer, batches: readonly BatchEntry[]): number {
  const { overall_progress: overall, current_batch, next_batch } = status
  switch (status.status) {
    case "preparing":
      return 0
    case "finalizing":
      return 3
    case "completed":
      return 4
    default: {
      // Nothing is written before a person has looked.
      if (status.held) return 0
      // Only what was finished has books.
      if (isUndo(status.status) && status.reconciles !== null) return 4
      if (overall.total_batches === 0 && isOver(status.status)) return 0
      if (overall.total_batches > 0 && overall.completed_batches === overall.total_batches) return 3
      const batch = current_batch ?? next_batch
      return (batch ? isAfterStep(batch.operation) : isApplied(status, batches)) ? 2 : 1
    }
  }
}

/** It ended, and not as it should have. */
function isOver(status: JobStatus): boolean {
  return status === "failed" || status === "cancelled" || isUndo(status)
}

/** Whether all rows are applied, as far as is known. */
function isApplied({ overall_progress: overall }: StatusAnswer, batches: readonly BatchEntry[]): boolean {
  const rows = batches.filter(({ operation }) => !isAfterStep(operation))
  if (rows.length > 0) return rows.every(({ status }) => status === "completed")
  return overall.rows_total > 0 && overall.rows_done === overall.rows_total
}

/** The stages of an import in their order. One that is undone never comes to what it had not come to, but to its undoing. */
export function stagesOf(
  status: StatusAnswer,
  hasAfterSteps: boolean,
  batches: readonly BatchEntry[],
): Stage[] {
  const at = stageOf(status, batches)
  const ended = status.status === "cancelled" || isUndo(status.status)
  const stages = STAGES.map((name, stage): Stage => {
    if (stage < at) return { name, standing: "done" }
    if (stage > at) return { name, standing: "later" }
    return { name, standing: ended ? "stopped" : "now" }
  }).filter(({ name }) => hasAfterSteps || name !== "After-steps")
  if (!isUndo(status.status)) return stages
  const undo: Stage = { name: "Undo", standing: status.status === "rolled_back" ? "undone" : "now" }
  return [...stages.filter(({ standing }) => standing !== "later"), undo]
}

/** What stands in place of its number, and what is said of it. */
const MARKS: Partial<Record<Standing, { icon: IconName; said: string }>> = {
  done: { icon: "done", said: "done" },
  stopped: { icon: "close", said: "not finished" },
  undone: { icon: "undo", said: "done" },
}

interface StagesProps {
  status: StatusAnswer
  /** Undefined where it is not known what the dataset is like. */
  declared: DatasetDeclaration | undefined
  batches: readonly BatchEntry[]
}

/** Check → Import → After-steps, where the dataset has any → Close, and where the import is. */
export function Stages({ status, declared, batches }: StagesProps) {
  const back = isUndo(status.status) ? " stages-back" : ""
  return (
    <ol className={`stages${back}`} aria-label="Stages">
      {stagesOf(status, declared?.after_steps.length !== 0, batches).map(({ name, standing }, index) => {
        const mark = MARKS[standing]
        return (
          <li
            key={name}
            className={`stage stage-${standing}`}
            {...(standing === "now" && { "aria-current": "step" })}
          >
            <span className="stage-mark">{mark ? <Icon name={mark.icon} /> : index + 1}</span>
            {name}
            {mark && <span className="unseen"> {mark.said}</span>}
          </li>
        )
      })}
    </ol>
  )
}
