import { mkdir } from "node:fs/promises"
import { relative, resolve } from "node:path"
import { wholeNumber } from "./command/arguments.ts"
import { EXIT, type Result, runCommand, type ValuesOf } from "./command/run.ts"
import { digits } from "./command/words.ts"
import { type WrittenExtract, writeExtract } from "./sample/archive.ts"
import { FIRST_NUMBER, planExtracts, type SampleOptions, usualSteps } from "./sample/extract.ts"

const HELP = `Writes made-up KBO Open Data ZIPs of the real shape and of any size.

Usage: npm run sample -- [options]

  --rows n      rows of the Full extract, about (default 20000)
  --changes n   delete and insert rows of each Update, about (default a fiftieth of --rows)
  --updates k   how many Updates follow the Full (default 2, with --traps 3)
  --full        only the Full
  --update      only the Updates; they fit the Full that the same --rows and --seed make
  --extract n   number of the first file written (default ${FIRST_NUMBER}, with --update ${FIRST_NUMBER + 1})
  --traps       with everything that breaks naive readers; every third Update is empty
  --seed s      another register (default 1); the same options always give the same bytes
  --out DIR     where to write (default ./data/files)
  --json        print an array of { file, number, type, snapshot_date, rows, bytes }
  --help        this text

Exit status: 0 written, 1 it did not work, 2 wrong use`

const OPTIONS = {
  rows: { type: "string" },
  changes: { type: "string" },
  updates: { type: "string" },
  full: { type: "boolean" },
  update: { type: "boolean" },
  extract: { type: "string" },
  traps: { type: "boolean" },
  seed: { type: "string" },
  out: { type: "string", default: "data/files" },
  json: { type: "boolean" },
} as const

type Values = ValuesOf<typeof OPTIONS>

const MOST_ROWS = 100_000_000

function sampleOptions(values: Values): SampleOptions {
  const { full = false, update = false, traps = false } = values
  const onlyUpdates = update && !full
  const updates = wholeNumber("updates", values.updates, 0, 1_000) ?? (traps ? 3 : 2)
  const first = wholeNumber("extract", values.extract, 1, 9_999) ?? FIRST_NUMBER + (onlyUpdates ? 1 : 0)
  const changes = wholeNumber("changes", values.changes, 0, MOST_ROWS)
  return {
    rows: wholeNumber("rows", values.rows, 1, MOST_ROWS) ?? 20_000,
    traps,
    seed: wholeNumber("seed", values.seed, 0, 0xffff_ffff) ?? 1,
    first_number: onlyUpdates ? first - 1 : first,
    steps: usualSteps(full && !update ? 0 : updates, traps),
    ...(changes !== undefined && { changes }),
  }
}

function sentence({ file, number, type, snapshot_date, rows, bytes }: WrittenExtract): string {
  const megabytes = (bytes / 1_000_000).toLocaleString("en", { maximumFractionDigits: 2 })
  const what = type === "full" ? "Full" : "Update"
  const place = relative(process.cwd(), file)
  return `Wrote ${place}: ${what} ${number} of ${snapshot_date}, ${digits(rows)} rows, ${megabytes} MB.`
}

async function run(values: Values): Promise<Result> {
  const options = sampleOptions(values)
  const directory = resolve(values.out)
  await mkdir(directory, { recursive: true })
  const written: WrittenExtract[] = []
  for (const extract of planExtracts(options)) {
    if (extract.type === "full" && values.update && !values.full) continue
    const done = await writeExtract(extract, directory)
    written.push(done)
    if (!values.json) process.stdout.write(`${sentence(done)}\n`)
  }
  return { exit: EXIT.done, lines: [], json: written }
}

await runCommand({ name: "sample", help: HELP, options: OPTIONS, run })
