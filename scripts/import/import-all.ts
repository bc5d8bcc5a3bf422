import { endpoints, type JobStatus } from "../../lib/contract/index.ts"
import { isProblem, type Problem } from "../../lib/errors.ts"
import { Interrupted } from "../command/interrupt.ts"
import { EXIT, errorAnswer, exitCodeOf } from "../command/run.ts"
import type { Context } from "./context.ts"
import { driveImport } from "./drive.ts"
import { type Outcome, outcomeOf } from "./outcome.ts"
import { prepareSource } from "./prepare.ts"
import type { Source } from "./source.ts"

/** Imports one source after the other, as long as each leaves everything as it should be. */
export async function importAll(context: Context, sources: readonly Source[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const source of sources) {
    const outcome = await importOne(context, source)
    outcomes.push(outcome)
    if (!outcome.goOn) break
  }
  return outcomes
}

async function importOne(context: Context, source: Source): Promise<Outcome> {
  try {
    if (context.interrupt.signal.aborted) throw new Interrupted()
    const prepared = await prepareSource(context, source)
    const driven = await driveImport(context, prepared)
    return await outcomeOf(context, source, driven)
  } catch (error) {
    if (error instanceof Interrupted) return notBegun(source)
    if (!isProblem(error)) throw error
    return await refused(context, source, error)
  } finally {
    context.view.end()
  }
}

function notBegun(source: Source): Outcome {
  return {
    exit: EXIT.paused,
    goOn: false,
    lines: [`${source.given}: stopped before anything was imported.`],
    json: { source: source.given, end: "not_begun" },
  }
}

async function refused(context: Context, source: Source, error: Problem): Promise<Outcome> {
  const sentence = [`${source.given}: ${error.detail}`, ...(await hintsFor(context, error))].join("\n  ")
  context.view.say(sentence)
  return {
    exit: exitCodeOf(error),
    goOn: false,
    lines: [],
    json: { source: source.given, end: "refused", error: errorAnswer(error) },
  }
}

/** The engine's advice in the words of the command line. */
async function hintsFor(context: Context, { code, extras }: Problem): Promise<string[]> {
  if (code === "extract_gap") return ["Here that is --allow-gap."]
  const { job_id } = extras
  if (!job_id || !["extract_in_progress", "extract_half_applied"].includes(code)) return []
  const undo = `Undo it: npm run rollback -- ${job_id}`
  return (await isOpen(context, job_id)) ? [`Go on with it: ${context.commandFor(job_id)}`, undo] : [undo]
}

async function isOpen({ api }: Context, job_id: string): Promise<boolean> {
  const over: JobStatus[] = ["completed", "cancelled", "rolling_back", "rolled_back"]
  try {
    const { job } = await api.call(endpoints.report, { params: { job_id }, once: true })
    return !over.includes(job.status)
  } catch {
    return false
  }
}
