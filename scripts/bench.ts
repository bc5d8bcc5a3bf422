import { mkdir, writeFile } from "node:fs/promises"
import { availableParallelism } from "node:os"
import { join } from "node:path"
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
import { oneOf, wholeNumber } from "./command/arguments.ts"
import { EXIT, type Result, runCommand, UsageError, type ValuesOf } from "./command/run.ts"
import { digits } from "./command/words.ts"
import { ROOT } from "./root.mjs"

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

Exit status: 0 measured, whether the goals are met or not, 1 the two sides hold different rows, or it did not
work, 2 wrong use`

const DAYS = 1_000
const FOLDER = join(ROOT, "data/bench")
const RESULTS = join(ROOT, "bench")
const MOST_ROWS = 100_000_000
const PARTS = ["register", "datasets", "scale", "command"] as const
const OPTIONS = {
  rows: { type: "string" },
  changes: { type: "string" },
  quick: { type: "boolean" },
  only: { type: "string" },
  latency: { type: "string" },
  years: { type: "boolean" },
  reading: { type: "boolean" },
} as const

type Values = ValuesOf<typeof OPTIONS>

function sizesOf(values: Values, usual: { rows: number; changes: number }) {
  return {
    rows: wholeNumber("rows", values.rows, 1, MOST_ROWS) ?? usual.rows,
    changes: wholeNumber("changes", values.changes, 1, MOST_ROWS) ?? usual.changes,
  }
}

function latencies(text: string): number[] {
  const all = text.split(",").map(Number)
  if (all.every((one) => Number.isInteger(one) && one >= 0)) return all
  throw new UsageError(`--latency takes milliseconds with commas between them, not "${text}".`)
}

async function benchLatency(text: string, values: Values): Promise<Result> {
  const sizes = sizesOf(values, { rows: 50_000, changes: 5_000 })
  const measured = await measureLatency({ root: FOLDER, latencies: latencies(text), ...sizes }, say)
  return resultOf(latencyLines(measured), { latencies: measured })
}

async function benchYears(values: Values): Promise<Result> {
  const sizes = sizesOf(values, { rows: 1_000_000, changes: 200 })
  const measured = await measureYears(FOLDER, { days: DAYS, ...sizes }, say)
  return resultOf(yearsLines(measured), { ...measured })
}

async function benchReading(values: Values): Promise<Result> {
  const measured = await measureReading(FOLDER, sizesOf(values, { rows: 5_000_000, changes: 40_000 }), say)
  return resultOf(readingLines(measured), { reading: measured })
}

const resultOf = (lines: readonly Line[], json: Record<string, unknown>, ...notes: string[]): Result => ({
  exit: EXIT.done,
  lines: [tableOf(lines), ...notes],
  json,
})

const say = (what: string) => console.error(`${what} …`)

/** What was measured of the register, and the files it was measured with. */
interface Register {
  files: BenchFiles
  measured: Measured
  sizes: { rows: number; changes: number }
}

async function measureRegister(values: Values): Promise<Register> {
  const whole = { rows: 5_000_000, changes: 200_000 }
  const sizes = sizesOf(values, values.quick ? { rows: 300_000, changes: 20_000 } : whole)
  const { rows, changes } = sizes
  say(`Extracts of ${digits(rows)} rows and ${digits(changes)} changes`)
  const files = await benchFiles(FOLDER, rows, changes)
  return { files, measured: await measure(files, say), sizes }
}

interface Parts {
  register: Register | null
  datasets: readonly MeasuredCase[]
  scale: readonly MeasuredScale[]
  command: readonly number[]
}

/** What is kept of a run: every figure of the table, the goals, and the machine. */
function figuresOfAll({ register, datasets, scale, command }: Parts, lines: readonly Line[]) {
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

async function benchAll(values: Values): Promise<Result> {
  const only = oneOf("only", values.only, PARTS)
  const wanted = (part: (typeof PARTS)[number]) => only === undefined || only === part
  const register = wanted("register") ? await measureRegister(values) : null
  const datasets = wanted("datasets") ? await measureDatasets(FOLDER, say) : []
  const scale = wanted("scale") ? await measureScale(FOLDER, say) : []
  const command = wanted("command") ? await measureCommand(FOLDER, say) : []
  const ofRegister = register ? linesOf(register.files, register.measured) : []
  const lines = [...ofRegister, ...datasetLines(datasets), ...scaleLines(scale), ...commandLines(command)]
  const figures = figuresOfAll({ register, datasets, scale, command }, lines)
  await mkdir(RESULTS, { recursive: true })
  if (only === undefined)
    await writeFile(join(RESULTS, "results.json"), `${JSON.stringify(figures, null, 2)}\n`)
  if (scale.length > 0) for (const { file, svg } of curvesOf(scale)) await writeFile(join(RESULTS, file), svg)
  const notes = datasets.length > 0 ? datasetNotes(datasets) : []
  const different = register?.measured.different ?? []
  const same = different.length === 0 && [...datasets, ...scale].every((one) => one.same)
  return { ...resultOf(lines, figures, ...notes), exit: same ? EXIT.done : EXIT.failed }
}

await runCommand({
  name: "bench",
  help: HELP,
  options: OPTIONS,
  async run(values) {
    oneOf("only", values.only, PARTS)
    if (values.latency !== undefined) return benchLatency(values.latency, values)
    if (values.years) return benchYears(values)
    return values.reading ? benchReading(values) : benchAll(values)
  },
})
