import { Duplicates, endpoints, type ImportOptionsInput } from "../lib/contract/index.ts"
import { problem } from "../lib/errors.ts"
import type { Api } from "./command/api.ts"
import { oneOf, quoted, wholeNumber } from "./command/arguments.ts"
import { connect } from "./command/connect.ts"
import { onInterrupt } from "./command/interrupt.ts"
import { EXIT, type Result, runCommand } from "./command/run.ts"
import { openView } from "./command/view.ts"
import type { Context } from "./import/context.ts"
import { importAll } from "./import/import-all.ts"
import type { Outcome } from "./import/outcome.ts"
import { type Source, sourceOf } from "./import/source.ts"

const HELP = `Imports files or URLs, one after the other, each from reading it to closing the import. When a server runs on
the database, or is named, it does the work; else this command does, on the database itself.

Usage: npm run import -- FILE|URL|JOB_ID… [options]

  --dataset NAME       what the files are (default daily-update)
  --server URL         the server to go through (default: the one running on SLUICE_DATABASE, if there is one)
  --batch-size n       rows a batch; left out, it is chosen by the size of each table
  --duplicates HOW     skip, update or merge, where the dataset leaves a choice
  --max-retries n      attempts a batch has before it counts as failed, 1 to 10 (default 3)
  --allow-gap          apply an update although extracts before it were never imported
  --dry-run            find out what would change, and change nothing
  --accept-failed      close an import over batches that failed, as imported in part
  --json               print one object, { imports: […], exit_code }, and nothing else on stdout
  --help               this text

Ctrl-C pauses the import once the batch under way is done; a second Ctrl-C leaves at once. The same file, or the
JOB_ID of the import, goes on where it stopped; the JOB_ID also gives failed batches another chance. A server
with keys wants one in SLUICE_API_KEY.

Examples:
  npm run import -- data/files/KboOpenData_0140_2025_10_05_Full.zip
  npm run import -- Full.zip Update1.zip Update2.zip --json > result.json
  npm run import -- https://example.org/extract.zip --server https://sluice.example.org
  npm run import -- Update.zip --dry-run

Exit status: 0 all imported completely, 1 refused, 2 imported in part or stopped by failed batches,
3 another process holds the database, 130 paused`

const OPTIONS = {
  dataset: { type: "string", default: "daily-update" },
  server: { type: "string" },
  "batch-size": { type: "string" },
  duplicates: { type: "string" },
  "max-retries": { type: "string" },
  "allow-gap": { type: "boolean" },
  "dry-run": { type: "boolean" },
  "accept-failed": { type: "boolean" },
} as const

type Values = Parameters<Parameters<typeof runCommand<typeof OPTIONS>>[0]["run"]>[0]

function optionsOf(values: Values): ImportOptionsInput {
  const batch_size = wholeNumber("batch-size", values["batch-size"], 1, 100_000_000)
  const max_retries = wholeNumber("max-retries", values["max-retries"], 1, 10)
  const duplicates = oneOf("duplicates", values.duplicates, Duplicates.options)
  return {
    ...(batch_size && { batch_size }),
    ...(max_retries && { max_retries }),
    ...(duplicates && { duplicates }),
    ...(values["dry-run"] && { dry_run: true }),
    ...(values["allow-gap"] && { allow_gap: true }),
  }
}

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
  const sources = positionals.map(sourceOf)
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
    commandFor: (job_id) => commandFor(values, job_id),
  }
  try {
    await assertDataset(api, values.dataset)
    return resultOf(await importAll(context, sources), sources)
  } finally {
    view.end()
    interrupt.stop()
    api.close()
  }
}

/** Asks before megabytes are sent: whether the server is one, knows the key and has the dataset. */
async function assertDataset(api: Api, name: string): Promise<void> {
  const { datasets } = await api.call(endpoints.datasets)
  if (datasets.some((dataset) => dataset.dataset === name)) return
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
