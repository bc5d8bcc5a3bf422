import { quoted } from "../command/arguments.ts"
import { atWork, tidyUp } from "../command/at-work.ts"
import { EXIT, type Result, UsageError } from "../command/run.ts"
import { optionsOf } from "./asked.ts"
import type { Context } from "./context.ts"
import { chooseDataset } from "./dataset.ts"
import { assertSavable } from "./error-file.ts"
import { orderSources } from "./extracts.ts"
import type { Extracts } from "./extracts-told.ts"
import { importAll } from "./import-all.ts"
import type { Values } from "./options.ts"
import type { Outcome } from "./outcome.ts"
import { previewAll } from "./preview.ts"
import { type Given, type Source, sourceOf, together, unfolded } from "./source.ts"

/** What to type to go on with an import; the file is not needed again. */
function commandFor({ server }: Values, job_id: string, flags: readonly string[]): string {
  const through = server === undefined ? [] : ["--server", quoted(server)]
  return ["npm run import --", job_id, ...flags, ...through].join(" ")
}

/** Throws UsageError when --apply is not about a dry run there is, or --start not about an import. */
function assertApplicable({ apply, start, ...values }: Values, sources: readonly Given[]): void {
  if (apply && values["dry-run"])
    throw new UsageError("--apply makes a dry run real, so it does not go with --dry-run.")
  const file = sources.find((source) => source.kind !== "job")
  if (!file) return
  if (apply) throw new UsageError(`--apply goes with the JOB_ID of a dry run; ${file.given} is none.`)
  if (start) throw new UsageError(`--start goes with the JOB_ID of a held import; ${file.given} is none.`)
}

/** Imports what is named, one after the other, as the options say. Throws UsageError where they do not go together. */
export async function runImport(values: Values, positionals: string[]): Promise<Result> {
  const options = optionsOf(values)
  const given = positionals.map(sourceOf)
  assertApplicable(values, given)
  return atWork(values.server, async (at) => {
    const { api } = at
    if (values.background && api.server === null)
      throw new UsageError("--background needs a server that goes on: start one, or name it with --server.")
    const chosen = await chooseDataset(api, values.dataset, given)
    const sources = together(
      given.flatMap((source) => unfolded(source, chosen.dataset.accepts)),
      chosen.dataset.most_files,
      values.metadata,
    )
    assertSavable(values["errors-to"], sources)
    const context: Context = {
      ...at,
      chosen,
      dataset: chosen.dataset.dataset,
      options,
      apply: values.apply ?? false,
      start: values.start ?? false,
      acceptFailed: values["accept-failed"] ?? false,
      errorsTo: values["errors-to"] ?? null,
      commandFor: (job_id, ...flags) => commandFor(values, job_id, flags),
    }
    if (values.preview) return await previewAll(context, sources)
    const result = await importInOrder(context, sources)
    if (!at.interrupt.signal.aborted) await tidyUp(at)
    return result
  })
}

async function importInOrder(context: Context, sources: readonly Source[]): Promise<Result> {
  if (sources.length === 0) {
    const lines = ["There is nothing in it that could be imported."]
    return { exit: EXIT.done, lines, json: { imports: [], not_tried: [] } }
  }
  const ordered = await orderSources(context, sources)
  const outcomes = await importAll(context, ordered.next)
  const whole = outcomes.length === ordered.next.length && outcomes.every(({ goOn }) => goOn)
  return resultOf(
    [...ordered.before, ...outcomes, ...(whole ? ordered.after : [])],
    notTried(ordered, outcomes, whole),
  )
}

/** What nobody came to, by the names it was given. */
function notTried({ next, waiting }: Extracts, outcomes: readonly Outcome[], whole: boolean): string[] {
  const left = next.slice(outcomes.length)
  return [...left, ...(whole ? [] : waiting)].map(({ given }) => given)
}

/** The exit status of what ended it, else the first that is not 0. */
function resultOf(outcomes: readonly Outcome[], not_tried: readonly string[]): Result {
  const last = outcomes.at(-1)
  const exit = last && last.exit !== EXIT.done ? last.exit : worst(outcomes)
  return {
    exit,
    lines: [
      ...outcomes.flatMap((outcome) => outcome.lines),
      ...(not_tried.length > 0 ? [`Not tried any more: ${not_tried.join(", ")}`] : []),
    ],
    json: { imports: outcomes.flatMap((outcome) => outcome.json), not_tried },
  }
}

function worst(outcomes: readonly Outcome[]) {
  return outcomes.find((outcome) => outcome.exit !== EXIT.done)?.exit ?? EXIT.done
}
