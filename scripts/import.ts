import { type DatasetDeclaration, endpoints } from "../lib/contract/index.ts"
import { problem } from "../lib/errors.ts"
import type { Api } from "./command/api.ts"
import { quoted } from "./command/arguments.ts"
import { connect } from "./command/connect.ts"
import { onInterrupt } from "./command/interrupt.ts"
import { EXIT, type Result, runCommand } from "./command/run.ts"
import { openView } from "./command/view.ts"
import type { Context } from "./import/context.ts"
import { importAll } from "./import/import-all.ts"
import { HELP, OPTIONS, optionsOf, type Values } from "./import/options.ts"
import type { Outcome } from "./import/outcome.ts"
import { previewAll } from "./import/preview.ts"
import { type Source, sourceOf, together } from "./import/source.ts"

/** What to type to go on with an import; the file is not needed again. */
function commandFor(values: Values, job_id: string): string {
  const { dataset, server } = values
  const flags = [
    ...(dataset === OPTIONS.dataset.default ? [] : ["--dataset", quoted(dataset)]),
    ...(server === undefined ? [] : ["--server", quoted(server)]),
  ]
  return ["npm run import --", job_id, ...flags].join(" ")
}

async function run(values: Values, positionals: string[]): Promise<Result> {
  const options = optionsOf(values)
  const given = positionals.map(sourceOf)
  const view = openView()
  const interrupt = onInterrupt(() => {
    view.say("Left at once. The same command again goes on where it stopped.")
  })
  const api = await connect(values.server, {
    tell: (sentence) => view.say(sentence),
    signal: interrupt.signal,
  })
  const context: Context = {
    api,
    view,
    interrupt,
    dataset: values.dataset,
    options,
    acceptFailed: values["accept-failed"] ?? false,
    errorsTo: values["errors-to"] ?? null,
    commandFor: (job_id) => commandFor(values, job_id),
  }
  try {
    const { most_files } = await findDataset(api, values.dataset)
    const sources = together(given, most_files, values.metadata)
    if (values.preview) return await previewAll(context, sources)
    return resultOf(await importAll(context, sources), sources)
  } finally {
    view.end()
    interrupt.stop()
    api.close()
  }
}

/** Asks before megabytes are sent: whether the server is one, knows the key and has the dataset. */
async function findDataset(api: Api, name: string): Promise<DatasetDeclaration> {
  const { datasets } = await api.call(endpoints.datasets)
  const found = datasets.find((dataset) => dataset.dataset === name)
  if (found) return found
  const known = datasets.map(({ dataset }) => dataset).join(", ")
  throw problem(404, "unknown_dataset", `There is no dataset ${JSON.stringify(name)}. Known are: ${known}.`)
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
