import type { Dataset } from "../../datasets/declaration.ts"
import { expression, Fragment, identifier } from "../../db/statement.ts"
import type { Job } from "../jobs/jobs.ts"

/** What tells what has become of the embeddings of the rows a job wrote; null where its rows have none. */
export function embeddingsOf({ afterSteps }: Dataset, { dry_run }: Pick<Job, "dry_run">): Fragment {
  const step = afterSteps.find(({ operation }) => operation === "embed")
  if (!step || dry_run) return new Fragment("null")
  return expression("status/embeddings", { target: identifier(step.table) })
}
