import type { DatasetDeclaration } from "../../lib/contract/datasets.ts"
import type { Warning } from "../../lib/contract/jobs.ts"
import type { StatusAnswer } from "../../lib/contract/status.ts"
import { Refusal } from "../ui/notice.tsx"
import { CodeGroup } from "./code-group.tsx"
import { keptColumns } from "./kept-rows.tsx"

const LOST = "lost_current_row"

/** What is said before all else, and what is said of an import beside it. */
export function warningsOf({ warnings }: Pick<StatusAnswer, "warnings">): {
  lost: Warning | undefined
  others: Warning[]
} {
  const lost = warnings.find(({ code }) => code === LOST)
  return { lost, others: warnings.filter((warning) => warning !== lost) }
}

interface LostRowsProps {
  status: StatusAnswer
  declared: DatasetDeclaration | undefined
}

/** The things that lost their current row by this import, as long as no later one has brought them again. */
export function LostRows({ status, declared }: LostRowsProps) {
  const { lost } = warningsOf(status)
  if (!lost) return null
  return (
    <div className="panel">
      <Refusal>{lost.message}</Refusal>
      <CodeGroup
        job_id={status.job_id}
        code={lost.code}
        rows={lost.count}
        open={false}
        columns={keptColumns(declared)}
      />
    </div>
  )
}
