import type { BatchStatus, JobAction, JobStatus } from "../../contract/index.ts"
import { problem } from "../../errors.ts"

interface Edge<S> {
  to: S
  because: string
}

/** Every way a job's state may change, and what makes it change. The one place that says so. */
export const JOB_TRANSITIONS: Record<JobStatus, readonly Edge<JobStatus>[]> = {
  preparing: [
    { to: "ready", because: "All rows are staged and cut into batches." },
    { to: "failed", because: "It runs in the background, and its source turns out to be bad." },
    { to: "cancelled", because: "A person cancels it before anything is applied." },
    { to: "rolling_back", because: "A person undoes it; there is nothing to take back yet." },
  ],
  ready: [
    { to: "processing", because: "A driver asks for the first batch." },
    { to: "paused", because: "A person pauses it before it begins." },
    { to: "cancelled", because: "A person cancels it." },
    { to: "finalizing", because: "There is no batch to apply." },
    { to: "rolling_back", because: "A person undoes it." },
  ],
  processing: [
    { to: "paused", because: "A person pauses it; batches in flight still land." },
    { to: "finalizing", because: "Every batch is completed, or a person accepts the failed ones." },
    { to: "failed", because: "Batches have failed for good and nothing else is runnable." },
    { to: "cancelled", because: "A person cancels it; no batch in flight lands." },
    { to: "rolling_back", because: "A person undoes what it has applied." },
  ],
  paused: [
    { to: "processing", because: "A person resumes it." },
    { to: "cancelled", because: "A person cancels it." },
    { to: "rolling_back", because: "A person undoes what it has applied." },
  ],
  finalizing: [
    { to: "completed", because: "The counts add up and staging is cleared." },
    { to: "rolling_back", because: "A person undoes it, since the counts do not add up." },
  ],
  completed: [
    { to: "rolling_back", because: "A person undoes it." },
    { to: "ready", because: "A person applies a finished dry run." },
    {
      to: "processing",
      because: "A person retries an after-step that failed, or mends rows that could not be used.",
    },
  ],
  failed: [
    { to: "processing", because: "A person retries a failed batch, or mends rows that could not be used." },
    { to: "finalizing", because: "A person accepts the failed batches." },
    { to: "cancelled", because: "A person gives it up." },
    { to: "rolling_back", because: "A person undoes what it has applied." },
  ],
  cancelled: [{ to: "rolling_back", because: "A person undoes what it had applied." }],
  rolling_back: [{ to: "rolled_back", because: "Every target is as it was before the job." }],
  rolled_back: [],
}

/** Every way a batch's state may change; the statements in sql/batches/ each make one, guarded by where it starts. */
export const BATCH_TRANSITIONS: Record<BatchStatus, readonly Edge<BatchStatus>[]> = {
  pending: [
    {
      to: "processing",
      because: "A driver claims it and a lease begins; claimed alone, it is a new attempt.",
    },
  ],
  processing: [
    { to: "completed", because: "Its effect, its counts and this state commit together." },
    {
      to: "processing",
      because: "The lease is over and another driver claims it; claimed alone, it is a new attempt.",
    },
    {
      to: "pending",
      because:
        "The attempt failed, it was cut in two, it collided with another transaction, a disk was full, or the import is cancelled or undone.",
    },
    {
      to: "failed",
      because:
        "The last attempt failed, or was cut off; or one failed in a way that trying again cannot change.",
    },
  ],
  failed: [{ to: "pending", because: "A person retries it, with as many attempts as at first." }],
  completed: [
    { to: "pending", because: "Texts of it were refused an embedding, and a person tries them again." },
  ],
}

/** States in which a job still holds its place: a sequential dataset admits no other meanwhile. */
export const OPEN_STATUSES: readonly JobStatus[] = [
  "preparing",
  "ready",
  "processing",
  "paused",
  "finalizing",
  "failed",
  "rolling_back",
]

/** States in which no batch is ever applied again. */
export const CLOSED_STATUSES: readonly JobStatus[] = ["cancelled", "rolling_back", "rolled_back"]

/** States in which a driver has something to do; in all others it is over, or a person's turn. */
const UNDER_WAY: readonly JobStatus[] = ["preparing", "ready", "processing", "finalizing", "rolling_back"]

export const isUnderWay = (status: JobStatus) => UNDER_WAY.includes(status)

export function isOpen(status: JobStatus): boolean {
  return OPEN_STATUSES.includes(status)
}

/** States a job can be in again once it was completed. */
const AGAIN: readonly JobStatus[] = ["processing", "paused", "finalizing", "failed"]

/** Whether all of a file was applied before: it is at work again on rows that are mended, or on an after-step. */
export function isAtWorkAgain({
  status,
  finished_at = null,
}: {
  status: JobStatus
  finished_at?: string | null
}): boolean {
  return finished_at !== null && AGAIN.includes(status)
}

export function isLegal(from: JobStatus, to: JobStatus): boolean {
  return JOB_TRANSITIONS[from].some((edge) => edge.to === to)
}

/** Throws Problem 409 `illegal_transition` naming both states and what would be legal. */
export function assertTransition(job_id: string, from: JobStatus, to: JobStatus): void {
  if (isLegal(from, to)) return
  const legal = JOB_TRANSITIONS[from].map((edge) => edge.to).join(", ") || "none"
  const detail = `A job that is ${from} cannot become ${to}. From ${from} it can become: ${legal}.`
  throw problem(409, "illegal_transition", detail, { job_id })
}

/** What a person may do now; a dry run can be applied once it is completed, if there is anything to apply. */
export function legalActions(
  status: JobStatus,
  facts: {
    held: boolean
    dryRun: boolean
    done: boolean
    failedSteps: number
    unusable: boolean
    /** It was completed before and is being mended: what it did cannot be left half done. */
    applied?: boolean
    thinned?: boolean
  },
): JobAction[] {
  const actions: JobAction[] = []
  if (facts.held) actions.push("start")
  if (isLegal(status, "paused") && !facts.held) actions.push("pause")
  if (status === "paused") actions.push("resume")
  if (isLegal(status, "cancelled") && !facts.applied) actions.push("cancel")
  if (status === "failed" || (status === "completed" && facts.failedSteps > 0)) actions.push("retry")
  if (status === "failed" || status === "finalizing" || (status === "processing" && facts.done)) {
    actions.push("finalize")
  }
  if (status === "completed" && facts.dryRun && !facts.unusable) actions.push("apply")
  const undoable = ["completed", "failed", "cancelled", "paused", "rolling_back"].includes(status)
  if (undoable && !facts.dryRun && !facts.thinned) actions.push("rollback")
  return actions
}

/** States in which process-batch applies batches. */
export const DRIVEN_STATUSES: readonly JobStatus[] = ["ready", "processing"]
