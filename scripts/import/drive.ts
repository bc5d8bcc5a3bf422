import { driveFrom } from "../../lib/contract/drive-job.ts"
import {
  type ControlAction,
  endpoints,
  type JobStatus,
  type PrepareAnswer,
  type ReportAnswer,
  type StatusAnswer,
} from "../../lib/contract/index.ts"
import { isProblem, problem } from "../../lib/errors.ts"
import { counted } from "../command/words.ts"
import type { Driving } from "./context.ts"
import { effectsOf, NEVER } from "./drive-effects.ts"
import { watchImport } from "./watch.ts"

/** How driving an import ended, and where the import then stands. */
export interface Driven {
  end: "completed" | "blocked" | "paused" | "held"
  status: StatusAnswer
  report: ReportAnswer
}

/** An import as it is found. */
type Found = Pick<PrepareAnswer, "job_id" | "status" | "held">

/**
 * Takes a prepared import to its end, batch after batch, whatever state it is found in. Throws the Problem that
 * keeps it from going on.
 */
export async function driveImport(context: Driving, prepared: Found): Promise<Driven> {
  const { job_id } = prepared
  await assertWanted(context, job_id)
  if (prepared.held !== null && !(await letGo(context, job_id))) return drivenTo(context, job_id, "held")
  const pausing = pauseOnInterrupt(context, job_id)
  const watching = watchImport(context, job_id)
  try {
    if (context.interrupt.signal.aborted) await pausing.settled()
    else await wakeUp(context, prepared)
    for (;;) {
      const end = await driveOn(context, job_id)
      const driven = await drivenTo(context, job_id, end)
      if (!isToBeApplied(context, driven)) return driven
      await control(context, job_id, "apply")
      context.view.say("Applying what the dry run has staged.")
    }
  } finally {
    watching.stop()
    await pausing.settled()
  }
}

async function drivenTo(context: Driving, job_id: string, end: Driven["end"]): Promise<Driven> {
  const [status, report] = await Promise.all([statusOf(context, job_id), reportOf(context, job_id)])
  return { end, status, report }
}

/** A held import goes on only for a person who says so, and has not changed their mind. */
async function letGo(context: Driving, job_id: string): Promise<boolean> {
  if (!context.start || context.interrupt.signal.aborted) return false
  await control(context, job_id, "start")
  context.view.say("Going on with the rows that can be used.")
  return true
}

/** A dry run stays one when Ctrl-C was pressed meanwhile. */
function isToBeApplied({ apply, interrupt }: Driving, { end, status }: Driven): boolean {
  return apply && end === "completed" && status.dry_run && !interrupt.signal.aborted
}

/** A file that is open as a real import must not be applied by whoever asks for a dry run. */
async function assertWanted(context: Driving, job_id: string): Promise<void> {
  if (!context.options.dry_run) return
  const { dry_run, title } = await statusOf(context, job_id)
  if (dry_run) return
  const detail = `${title} is being imported in earnest (import ${job_id}), so it cannot be tried out. Finish, cancel or roll it back first.`
  throw problem(409, "not_a_dry_run", detail, { job_id })
}

/** Resumes an import that is paused, and gives failed batches another chance: that is why it was started again. */
async function wakeUp(context: Driving, { job_id, status }: Found): Promise<void> {
  if (status === "paused") {
    await control(context, job_id, "resume")
    context.view.say("Going on with the import, which was paused.")
  }
  if ((status === "failed" && !context.acceptFailed) || (await hasFailedSteps(context, job_id, status))) {
    const { reset } = await context.api.call(endpoints.retryBatch, {
      params: { dataset: context.dataset },
      body: { job_id, all_failed: true },
    })
    context.view.say(`Trying ${counted(reset, "failed batch")} of this import again.`)
  }
}

/** Whether an after-step of a completed import has failed: it can be done again at any time. */
async function hasFailedSteps(context: Driving, job_id: string, status: JobStatus): Promise<boolean> {
  if (status !== "completed") return false
  return (await statusOf(context, job_id)).actions.includes("retry")
}

/** Applies batches while there are any, then closes the import. A wish to stop pauses it, and so ends the loop. */
async function driveOn(context: Driving, job_id: string): Promise<Driven["end"]> {
  const effects = effectsOf(context, job_id)
  const stop = await driveFrom("apply", effects, NEVER)
  if (stop?.at === "gone") throw stop.error
  if (stop?.at === "completed" || stop?.at === "paused" || stop?.at === "held") return stop.at
  if (stop?.at === "blocked_by_failed") return "blocked"
  // To close it tells why it cannot be driven.
  await effects.finalize()
  return "completed"
}

/** Asks for the pause the moment Ctrl-C is pressed; the batch under way still lands. */
function pauseOnInterrupt(context: Driving, job_id: string): { settled(): Promise<void> } {
  const { interrupt, view } = context
  let pausing = Promise.resolve()
  const onAbort = () => {
    view.say("Pausing once the batch under way is done. Ctrl-C again leaves at once.")
    pausing = pause(context, job_id)
  }
  if (interrupt.signal.aborted) onAbort()
  else interrupt.signal.addEventListener("abort", onAbort)
  return {
    async settled() {
      interrupt.signal.removeEventListener("abort", onAbort)
      await pausing
    },
  }
}

async function pause(context: Driving, job_id: string): Promise<void> {
  try {
    await control(context, job_id, "pause")
  } catch (error) {
    // Its first batch started it in the same moment.
    if (isProblem(error) && error.code === "state_changed") return pause(context, job_id)
    const late = isProblem(error) && error.code === "illegal_transition"
    context.view.say(
      late
        ? "It is too late to pause: the import is being closed."
        : `It could not be paused: ${isProblem(error) ? error.detail : String(error)}`,
    )
  }
}

async function control(context: Driving, job_id: string, action: ControlAction): Promise<void> {
  const { api, dataset } = context
  await api.call(endpoints.control, { params: { dataset }, body: { job_id, action } })
}

/** Where an import stands. */
function statusOf({ api, dataset }: Driving, job_id: string): Promise<StatusAnswer> {
  return api.call(endpoints.status, { params: { dataset, job_id } })
}

function reportOf({ api }: Driving, job_id: string): Promise<ReportAnswer> {
  return api.call(endpoints.report, { params: { job_id } })
}
