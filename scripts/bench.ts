import { mkdir, writeFile } from "node:fs/promises"
import { availableParallelism } from "node:os"
import { resolve } from "node:path"
import { parseArgs } from "node:util"
import { benchFiles } from "./bench/files.ts"
import { type Measured, measure } from "./bench/measure.ts"
import { linesOf, spread, tableOf } from "./bench/results.ts"

const HELP = `Measures a whole import over HTTP beside raw DuckDB doing the same in one transaction.

Usage: npm run bench -- [options]

  --rows n      rows of the first load, about (default 5000000)
  --changes n   delete and insert rows of the update, about (default 200000)
  --quick       300000 rows and 20000 changes
  --json        print the results as JSON instead of a table
  --help        this text

Writes bench/results.json. The files to import are made once a size and kept in data/bench.
`

class UsageError extends Error {}

const OPTIONS = {
  rows: { type: "string" },
  changes: { type: "string" },
  quick: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const

function readArguments(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS }).values
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    throw new UsageError(message.endsWith(".") ? message : `${message}.`)
  }
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text.replaceAll("_", ""))
  if (Number.isInteger(value) && value > 0) return value
  throw new UsageError(`--${name} must be a whole number above 0, not "${text}".`)
}

/** What is kept of a run: every figure of the table, and the machine. */
function resultsOf(sizes: { rows: number; changes: number }, measured: Measured) {
  const { full, update, raw, overhead, memory, different } = measured
  const side = ({ batches, job_id: _, ...times }: Measured["full"]) => ({
    ...times,
    batches: batches.length,
    batch_ms: spread(batches.map((batch) => batch.ms)),
    statements: Math.max(...batches.slice(1).map((batch) => batch.statements ?? 0)),
  })
  return {
    at: new Date().toISOString(),
    machine: { node: process.version, cores: availableParallelism() },
    ...sizes,
    first_load: { ours: side(full), raw: raw.full, ratio: full.total_ms / raw.full.total_ms },
    update: { ours: side(update), raw: raw.update, ratio: update.total_ms / raw.update.total_ms },
    empty_batch_ms: spread(overhead.empty_batches.map((batch) => batch.ms)),
    status_ms: spread(overhead.status.ms),
    job_batches: overhead.batches,
    memory_mb: { ...memory, raw_peak_mb: raw.peak_mb },
    different_tables: different,
  }
}

async function main(args: string[]): Promise<void> {
  const values = readArguments(args)
  if (values.help) {
    process.stdout.write(HELP)
    return
  }
  const rows = wholeNumber("rows", values.rows ?? (values.quick ? "300000" : "5000000"))
  const changes = wholeNumber("changes", values.changes ?? (values.quick ? "20000" : "200000"))
  const say = (what: string) => console.error(`${what} …`)
  say(`Extracts of ${rows.toLocaleString("en")} rows and ${changes.toLocaleString("en")} changes`)
  const files = await benchFiles(resolve("data/bench"), rows, changes)
  const measured = await measure(files, say)
  const results = JSON.stringify(resultsOf({ rows, changes }, measured), null, 2)
  await mkdir("bench", { recursive: true })
  await writeFile("bench/results.json", `${results}\n`)
  console.log(values.json ? results : tableOf(linesOf(files, measured)))
  if (measured.different.length > 0) process.exitCode = 1
}

try {
  await main(process.argv.slice(2))
} catch (error) {
  const usage = error instanceof UsageError
  console.error(usage ? `${error.message} See npm run bench -- --help.` : error)
  process.exitCode = usage ? 2 : 1
}
