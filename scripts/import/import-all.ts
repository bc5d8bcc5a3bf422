import type { PrepareAnswer } from "../../lib/contract/index.ts"
import { isProblem, type Problem } from "../../lib/errors.ts"
import { Interrupted } from "../command/interrupt.ts"
import { EXIT, errorAnswer, exitCodeOf } from "../command/run.ts"
import type { Context } from "./context.ts"
import { datasetOf } from "./dataset.ts"
import { driveImport } from "./drive.ts"
import { errorFileFor } from "./error-file.ts"
import { hintsFor, inOwnWords } from "./hints.ts"
import { type Outcome, outcomeOf } from "./outcome.ts"
import { isLeft, prepareSource } from "./prepare.ts"
import type { Source } from "./source.ts"

/** Imports one source after the other, as long as each leaves everything as it should be. */
export async function importAll(context: Context, sources: readonly Source[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const [position, source] of sources.entries()) {
    const errorsTo = errorFileFor(context.errorsTo, position)
    const outcome = await importOne({ ...context, errorsTo }, source)
    outcomes.push(outcome)
    if (!outcome.goOn) break
  }
  return outcomes
}

async function importOne(shared: Context, source: Source): Promise<Outcome> {
  try {
    if (shared.interrupt.signal.aborted) throw new Interrupted()
    const context = { ...shared, dataset: await datasetOf(shared.api, shared.chosen, source) }
    const prepared = await prepareSource(context, source)
    if (isLeft(context, source)) return left(context, source, prepared)
    const driven = await driveImport(context, prepared)
    return await outcomeOf(context, source, driven)
  } catch (error) {
    if (error instanceof Interrupted) return notBegun(source)
    if (!isProblem(error)) throw error
    return await refused(shared, source, error)
  } finally {
    shared.view.end()
  }
}

function left({ commandFor }: Context, source: Source, { job_id, status, held }: PrepareAnswer): Outcome {
  const json = { source: source.given, end: "background", job_id, status, held }
  if (held !== null) {
    const go = `  Import the rest: ${commandFor(job_id, "--start")}`
    const lines = [`${source.given} is held because of its bad rows.`, go]
    return { exit: EXIT.undecided, goOn: false, lines, json }
  }
  const told =
    status === "completed" ? "is imported already." : "is left to the server, which goes on with it."
  return {
    exit: EXIT.done,
    goOn: true,
    lines: [`${source.given} ${told}`, `  Import ${job_id}`],
    json,
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
  const told = `${source.given}: ${inOwnWords(error.detail)}`
  context.view.say([told, ...(await hintsFor(context, source, error))].join("\n  "))
  return {
    exit: exitCodeOf(error),
    goOn: false,
    lines: [],
    json: { source: source.given, end: "refused", error: errorAnswer(error) },
  }
}
