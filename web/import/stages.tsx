import type { DatasetDeclaration } from "../../lib/contract/datasets.ts"
import type { StatusAnswer } from "../../lib/contract/status.ts"
import { Icon } from "../ui/icon.tsx"
import { isAfterStep } from "../words/states.ts"

const STAGES = ["Prepare", "Apply", "After-steps", "Finalize"] as const

/** Which stage an import is in, from 0; 4 when all are behind it. */
function stageOf(status: StatusAnswer): number {
  const { overall_progress: overall, current_batch, next_batch } = status
  switch (status.status) {
    case "preparing":
      return 0
    case "finalizing":
      return 3
    case "completed":
    case "rolling_back":
    case "rolled_back":
      return 4
    default: {
      if (overall.total_batches === 0 && status.status === "cancelled") return 0
      if (overall.total_batches > 0 && overall.completed_batches === overall.total_batches) return 3
      const batch = current_batch ?? next_batch
      const applied = overall.rows_total > 0 && overall.rows_done === overall.rows_total
      return (batch ? isAfterStep(batch.operation) : applied) ? 2 : 1
    }
  }
}

interface StagesProps {
  status: StatusAnswer
  /** Undefined where it is not known what the dataset is like. */
  declared: DatasetDeclaration | undefined
}

/** Prepare → Apply → After-steps, where the dataset has any → Finalize, and where the import is. */
export function Stages({ status, declared }: StagesProps) {
  const at = stageOf(status)
  const hasAfterSteps = declared?.after_steps.length !== 0
  const shown = STAGES.map((name, stage) => ({ name, stage })).filter(
    ({ name }) => hasAfterSteps || name !== "After-steps",
  )
  return (
    <ol className="stages" aria-label="Stages">
      {shown.map(({ name, stage }, index) => {
        const state = stage < at ? "done" : stage === at ? "now" : "later"
        return (
          <li
            key={name}
            className={`stage stage-${state}`}
            {...(state === "now" && { "aria-current": "step" })}
          >
            <span className="stage-mark">{state === "done" ? <Icon name="done" /> : index + 1}</span>
            {name}
            {state === "done" && <span className="unseen"> done</span>}
          </li>
        )
      })}
    </ol>
  )
}
