import { mkdir, writeFile } from "node:fs/promises"
import { availableParallelism } from "node:os"
import { resolve } from "node:path"
import { parseArgs } from "node:util"
import { commandLines, measureCommand } from "./bench/command.ts"
import { type MeasuredCase, measureDatasets } from "./bench/datasets/measure.ts"
import { datasetFigures, datasetLines, datasetNotes } from "./bench/datasets/results.ts"
import { type BenchFiles, benchFiles } from "./bench/files.ts"
import { latencyLines, measureLatency } from "./bench/latency.ts"
import { type Measured, measure } from "./bench/measure.ts"
import { measureReading, readingLines } from "./bench/reading.ts"
import { figuresOf, linesOf } from "./bench/results.ts"
import { curvesOf } from "./bench/scale/curves.ts"
import { type MeasuredScale, measureScale } from "./bench/scale/measure.ts"
import { scaleFigures, scaleLines } from "./bench/scale/results.ts"
import { goalsOf, type Line, tableOf } from "./bench/table.ts"
import { measureYears, yearsLines } from "./bench/years.ts"
import { digits } from "./command/words.ts"

const HELP = `Measures whole imports over HTTP beside plain DuckDB doing the same in one transaction.

Usage: npm run bench -- [options]

  --rows n      rows of the register's first load, about (default 5000000)
  --changes n   delete and insert rows of its update, about (default 200000)
  --quick       300000 rows and 20000 changes
  --only PART   register (first load, update and what a batch costs), datasets (contacts, taxonomy, Q&A pairs
                and documents, which are small and the same in every run), scale (10,000 to 1,000,000 contacts)
                or command (npm run import of 100 rows)
  --latency L   only a first load (of 50000 rows unless --rows says otherwise), an update (of 5000) and 10000 contacts,
                their files in a bucket, with milliseconds added to every statement sent to the database: a list, such
                as 0,10,40,100
  --years       only a thousand daily extracts, one after the other: whether the last take as long, and as much of the
                file, as the first (of 1000000 rows and 200 changes, unless --rows and --changes say otherwise)
  --reading     only what it takes to look at rows of a register (of 5000000 rows and 40000 changes, unless --rows and --changes
                say otherwise), which is imported once and kept in data/bench
  --json        print the results as JSON instead of a table
  --help        this text

Writes bench/results.json, of a whole run only, and the curves of its scale beside it. The extracts to import are made once a size and kept in data/bench.

Examples:
  npm run bench
  npm run bench -- --only datasets
  npm run bench -- --latency 0,10,40,100
  npm run bench -- --latency 40 --rows 5000000 --changes 40000

Exit status: 0 measured, whether the goals are met or not; 1 the two sides hold different rows, or it did not
work; 2 wrong arguments
`

class UsageError extends Error {}

const DAYS = 1_000
const PARTS = ["register", "datasets", "scale", "command"]
const OPTIONS = {
  rows: { type: "string" },
  changes: { type: "string" },
  quick: { type: "boolean", default: false },
  only: { type: "string" },
  latency: { type: "string" },
  years: { type: "boolean", default: false },
  reading: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const

type Values = ReturnType<typeof readArguments>

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

function latencies(text: string): number[] {
  const all = text.split(",").map(Number)
  if (all.every((one) => Number.isInteger(one) && one >= 0)) return all
  throw new UsageError(`--latency must be milliseconds with commas between them, not "${text}".`)
}

async function benchLatency(text: string, { json, ...values }: Values): Promise<void> {
  const rows = wholeNumber("rows", values.rows ?? "50000")
  const changes = wholeNumber("changes", values.changes ?? "5000")
  const input = { root: resolve("data/bench"), latencies: latencies(text), rows, changes }
  const measured = await measureLatency(input, say)
  print(json ? JSON.stringify(measured, null, 2) : null, latencyLines(measured), [])
}

async function benchYears({ json, ...values }: Values): Promise<void> {
  const rows = wholeNumber("rows", values.rows ?? "1000000")
  const changes = wholeNumber("changes", values.changes ?? "200")
  const measured = await measureYears(resolve("data/bench"), { days: DAYS, rows, changes }, say)
  print(json ? JSON.stringify(measured, null, 2) : null, yearsLines(measured), [])
}

async function benchReading({ json, ...values }: Values): Promise<void> {
  const rows = wholeNumber("rows", values.rows ?? "5000000")
  const changes = wholeNumber("changes", values.changes ?? "40000")
  const measured = await measureReading(resolve("data/bench"), { rows, changes }, say)
  print(json ? JSON.stringify(measured, null, 2) : null, readingLines(measured), [])
}

function assertPart(only: string | undefined): void {
  if (only === undefined || PARTS.includes(only)) return
  throw new UsageError(`--only takes ${PARTS.join(" or ")}, not "${only}".`)
}

const say = (what: string) => console.error(`${what} …`)

/** What was measured of the register, and the files it was measured with. */
interface Register {
  files: BenchFiles
  measured: Measured
  sizes: { rows: number; changes: number }
}

async function measureRegister(values: Values): Promise<Register> {
  const rows = wholeNumber("rows", values.rows ?? (values.quick ? "300000" : "5000000"))
  const changes = wholeNumber("changes", values.changes ?? (values.quick ? "20000" : "200000"))
  say(`Extracts of ${digits(rows)} rows and ${digits(changes)} changes`)
  const files = await benchFiles(resolve("data/bench"), rows, changes)
  return { files, measured: await measure(files, say), sizes: { rows, changes } }
}

interface Parts {
  register: Register | null
  datasets: readonly MeasuredCase[]
  scale: readonly MeasuredScale[]
  command: readonly number[]
}

/** What is kept of a run: every figure of the table, the goals, and the machine. */
function resultsOf({ register, datasets, scale, command }: Parts, lines: readonly Line[]) {
  return {
    at: new Date().toISOString(),
    machine: { node: process.version, cores: availableParallelism() },
    ...(register && { ...register.sizes, ...figuresOf(register.measured) }),
    ...(datasets.length > 0 && { datasets: datasetFigures(datasets) }),
    ...(scale.length > 0 && { scale: scaleFigures(scale) }),
    ...(command.length > 0 && { command_ms: command.map(Math.round) }),
    goals: goalsOf(lines),
  }
}

function print(json: string | null, lines: readonly Line[], notes: readonly string[]): void {
  console.log(json ?? [tableOf(lines), ...notes].join("\n"))
}

async function main(args: string[]): Promise<void> {
  const values = readArguments(args)
  if (values.help) return void process.stdout.write(HELP)
  assertPart(values.only)
  if (values.latency !== undefined) return benchLatency(values.latency, values)
  if (values.years) return benchYears(values)
  if (values.reading) return benchReading(values)
  const wanted = (part: string) => values.only === undefined || values.only === part
  const register = wanted("register") ? await measureRegister(values) : null
  const datasets = wanted("datasets") ? await measureDatasets(resolve("data/bench"), say) : []
  const scale = wanted("scale") ? await measureScale(resolve("data/bench"), say) : []
  const command = wanted("command") ? await measureCommand(resolve("data/bench"), say) : []
  const ofRegister = register ? linesOf(register.files, register.measured) : []
  const lines = [...ofRegister, ...datasetLines(datasets), ...scaleLines(scale), ...commandLines(command)]
  const results = JSON.stringify(resultsOf({ register, datasets, scale, command }, lines), null, 2)
  await mkdir("bench", { recursive: true })
  if (!values.only) await writeFile("bench/results.json", `${results}\n`)
  if (scale.length > 0) {
    for (const { file, svg } of curvesOf(scale)) await writeFile(`bench/${file}`, svg)
  }
  print(values.json ? results : null, lines, datasets.length > 0 ? datasetNotes(datasets) : [])
  const different = register?.measured.different ?? []
  if (different.length > 0 || [...datasets, ...scale].some((one) => !one.same)) process.exitCode = 1
}

try {
  await main(process.argv.slice(2))
} catch (error) {
  const usage = error instanceof UsageError
  console.error(usage ? `${error.message} See npm run bench -- --help.` : error)
  process.exitCode = usage ? 2 : 1
}
