import type { Held, JobStatus, Operation, Outcome } from "../../lib/contract/jobs.ts"
import type { OverallProgress } from "../../lib/contract/status.ts"
import { nameInWords } from "./names.ts"
import { count, counted } from "./numbers.ts"

/** How a state is drawn: its icon and colour always go with a word. */
export type Tone = "quiet" | "busy" | "done" | "warning" | "bad"

export interface StateWord {
  word: string
  tone: Tone
  /** Where the picture of the tone would say something else. */
  icon?: "pause" | "undo"
}

const JOB: Record<JobStatus, StateWord> = {
  preparing: { word: "Preparing", tone: "busy" },
  ready: { word: "Ready", tone: "quiet" },
  processing: { word: "Importing", tone: "busy" },
  paused: { word: "Paused", tone: "warning", icon: "pause" },
  finalizing: { word: "Closing", tone: "busy" },
  completed: { word: "Completed", tone: "done" },
  failed: { word: "Failed", tone: "bad" },
  cancelled: { word: "Cancelled", tone: "quiet" },
  rolling_back: { word: "Undoing", tone: "busy" },
  rolled_back: { word: "Undone", tone: "quiet", icon: "undo" },
}

/** Of one that is ready and waits for a person. */
const HELD: StateWord = { word: "Needs you", tone: "warning", icon: "pause" }

const ENDED: Record<Exclude<Outcome, "complete">, StateWord> = {
  partial_failure: { word: "Completed with errors", tone: "warning" },
  failed: { word: "Nothing landed", tone: "bad" },
}

const DRY_RUN: Record<Outcome, StateWord> = {
  complete: { word: "Dry run done", tone: "done" },
  partial_failure: { word: "Dry run done, with errors", tone: "warning" },
  failed: { word: "Nothing would land", tone: "bad" },
}

interface JobLook {
  status: JobStatus
  held: Held | null
  outcome: Outcome | null
  dry_run?: boolean
}

/** The word for where a job stands; a completed one by how it ended. */
export function jobState({ status, held, outcome, dry_run }: JobLook): StateWord {
  if (held) return HELD
  if (status !== "completed") return JOB[status]
  if (dry_run) return DRY_RUN[outcome ?? "complete"]
  return outcome === null || outcome === "complete" ? JOB.completed : ENDED[outcome]
}

type BatchLike = "pending" | "processing" | "completed" | "failed"

export const BATCH: Record<BatchLike, StateWord> = {
  pending: { word: "Waiting", tone: "quiet" },
  processing: { word: "Running", tone: "busy" },
  completed: { word: "Done", tone: "done" },
  failed: { word: "Failed", tone: "bad" },
}

/** The word for where a table stands; of one that is begun, a batch is running only when it is at work now. */
export function tableState(status: BatchLike, working: boolean): StateWord {
  if (working && status === "pending") return BATCH.processing
  return status === "processing" && !working ? { word: "Begun", tone: "quiet" } : BATCH[status]
}

export const OPERATION: Record<Operation, string> = {
  delete: "close",
  insert: "add",
  mend: "mend",
  resolve_names: "resolve names",
  build_hierarchy: "build hierarchy",
  embed: "embed",
}

const AFTER_STEPS: readonly Operation[] = ["resolve_names", "build_hierarchy", "embed"]

export function isAfterStep(operation: Operation): boolean {
  return AFTER_STEPS.includes(operation)
}

/** What a person can filter by, in the order it comes, and how that is asked for: a dry run that is done is no import that is. */
export const JOB_STATES: readonly { value: string; word: string; query: object }[] = [
  { value: "waiting", word: HELD.word, query: { waiting: true } },
  ...Object.entries(JOB).flatMap(([status, { word }]) => {
    if (status !== "completed") return [{ value: status, word, query: { status } }]
    return [
      { value: status, word, query: { status, dry_run: false } },
      { value: "dry_run", word: DRY_RUN.complete.word, query: { status, dry_run: true } },
    ]
  }),
]

/** The audit log's events in words. */
const EVENTS: Record<string, string> = {
  "job.started": "Let go",
  "batch.completed": "Batch done",
  "batch.failed": "Batch failed",
  "batch.retried": "Batch sent back",
  "batch.reset": "Batches sent back",
}

export function eventWord(event: string, to: string | null): string {
  const state = to !== null && to in JOB ? JOB[to as JobStatus].word : null
  return EVENTS[event] ?? state ?? nameInWords(event.replaceAll(".", "_"))
}

/** Whether what an import did is taken back, or about to be: its figures then tell what had been done. */
export function isUndo(status: JobStatus): boolean {
  return status === "rolling_back" || status === "rolled_back"
}

/** The word for a table of such an import. */
export function undoneState({ completed }: { completed: number }, status: JobStatus): StateWord {
  if (completed === 0) return { word: "Not begun", tone: "quiet" }
  return status === "rolled_back"
    ? { word: "Taken back", tone: "quiet", icon: "undo" }
    : { word: "Being undone", tone: "busy" }
}

/**
 * How much of an import is there now, of 100: nothing of one that was taken back, and never all of one that is not
 * closed yet, although its batches may be done.
 */
export function shareThere(status: JobStatus, share: number): number {
  if (status === "rolled_back") return 0
  return status === "completed" ? share : Math.min(99, share)
}

/** How far an import that is undone had come. */
export function hadApplied({ completed_batches: done, total_batches: total }: OverallProgress): string {
  return `${count(done)} of ${counted(total, "batch", "batches")} had been applied`
}

/** How the bar of a job in this state is drawn. */
export function barTone(status: JobStatus): "normal" | "still" | "void" {
  if (status === "cancelled" || status === "rolled_back") return "void"
  return ["paused", "failed", "completed"].includes(status) ? "still" : "normal"
}
