import { quoted } from "./command/arguments.ts"
import { connect } from "./command/connect.ts"
import { onInterrupt } from "./command/interrupt.ts"
import { EXIT, type Result, runCommand, UsageError } from "./command/run.ts"
import { openView } from "./command/view.ts"
import type { Context } from "./import/context.ts"
import { chooseDataset } from "./import/dataset.ts"
import { assertOwnFile } from "./import/error-file.ts"
import { importAll } from "./import/import-all.ts"
import { HELP, OPTIONS, optionsOf, type Values } from "./import/options.ts"
import type { Outcome } from "./import/outcome.ts"
import { previewAll } from "./import/preview.ts"
import { type Source, sourceOf, together } from "./import/source.ts"

/** What to type to go on with an import; the file is not needed again. */
function commandFor({ server }: Values, job_id: string, flags: readonly string[]): string {
  const through = server === undefined ? [] : ["--server", quoted(server)]
  return ["npm run import --", job_id, ...flags, ...through].join(" ")
}

/** Throws UsageError when --apply is not about a dry run there is, or --start not about an import. */
function assertApplicable({ apply, start, ...values }: Values, sources: readonly Source[]): void {
  if (apply && values["dry-run"])
    throw new UsageError("--apply makes a dry run real, so it does not go with --dry-run.")
  const file = sources.find((source) => source.kind !== "job")
  if (!file) return
  if (apply) throw new UsageError(`--apply goes with the JOB_ID of a dry run; ${file.given} is none.`)
  if (start) throw new UsageError(`--start goes with the JOB_ID of a held import; ${file.given} is none.`)
}

async function run(values: Values, positionals: string[]): Promise<Result> {
  const options = optionsOf(values)
  const given = positionals.map(sourceOf)
  assertApplicable(values, given)
  const view = openView()
  const interrupt = onInterrupt(() => {
    view.say("Left at once. The same command again goes on where it stopped.")
  })
  const api = await connect(values.server, {
    tell: (sentence) => view.say(sentence),
    signal: interrupt.signal,
  })
  try {
    if (values.background && api.server === null)
      throw new UsageError("--background needs a server that goes on: start one, or name it with --server.")
    const chosen = await chooseDataset(api, values.dataset, given)
    const sources = together(given, chosen.dataset.most_files, values.metadata)
    assertOwnFile(values["errors-to"], sources)
    const context: Context = {
      api,
      view,
      interrupt,
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
    return resultOf(await importAll(context, sources), sources)
  } finally {
    view.end()
    interrupt.stop()
    api.close()
  }
}

/** The worst exit status of all, and what was not even tried. */
function resultOf(outcomes: readonly Outcome[], sources: readonly Source[]): Result {
  const left = sources.slice(outcomes.length).map((source) => source.given)
  const last = outcomes.at(-1)
  const exit = last && last.exit !== EXIT.done ? last.exit : worst(outcomes)
  return {
    exit,
    lines: [
      ...outcomes.flatMap((outcome) => outcome.lines),
      ...(left.length > 0 ? [`Not tried any more: ${left.join(", ")}`] : []),
    ],
    json: { imports: outcomes.map((outcome) => outcome.json), not_tried: left },
  }
}

function worst(outcomes: readonly Outcome[]) {
  return outcomes.find((outcome) => outcome.exit !== EXIT.done)?.exit ?? EXIT.done
}

await runCommand({
  name: "import",
  help: HELP,
  options: OPTIONS,
  takes: { least: 1, most: Number.POSITIVE_INFINITY, what: "at least one file, URL or import" },
  run,
})
