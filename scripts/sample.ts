import { mkdir } from "node:fs/promises"
import { relative, resolve } from "node:path"
import { parseArgs } from "node:util"
import { asCalled } from "./command/called.ts"
import { digits } from "./command/words.ts"
import { type WrittenExtract, writeExtract } from "./sample/archive.ts"
import { FIRST_NUMBER, planExtracts, type SampleOptions, type Step, usualSteps } from "./sample/extract.ts"

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
`

class UsageError extends Error {}

const OPTIONS = {
  rows: { type: "string", default: "20000" },
  changes: { type: "string" },
  updates: { type: "string" },
  full: { type: "boolean", default: false },
  update: { type: "boolean", default: false },
  extract: { type: "string" },
  traps: { type: "boolean", default: false },
  seed: { type: "string", default: "1" },
  out: { type: "string", default: "data/files" },
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

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const value = Number(text.replaceAll("_", ""))
  if (Number.isInteger(value) && value >= least && value <= most) return value
  throw new UsageError(`--${name} must be a whole number from ${least} to ${most}, not "${text}".`)
}

type Values = ReturnType<typeof readArguments>

function sampleOptions(values: Values): SampleOptions & { steps: Step[] } {
  const { full, update, traps } = values
  const rows = wholeNumber("rows", values.rows, 1, 100_000_000)
  const updates = wholeNumber("updates", values.updates ?? (traps ? "3" : "2"), 0, 1000)
  const onlyUpdates = update && !full
  const first = wholeNumber(
    "extract",
    values.extract ?? String(FIRST_NUMBER + (onlyUpdates ? 1 : 0)),
    1,
    9999,
  )
  const options: SampleOptions & { steps: Step[] } = {
    rows,
    traps,
    seed: wholeNumber("seed", values.seed, 0, 0xffff_ffff),
    first_number: onlyUpdates ? first - 1 : first,
    steps: usualSteps(full && !update ? 0 : updates, traps),
  }
  if (values.changes) options.changes = wholeNumber("changes", values.changes, 0, 100_000_000)
  return options
}

function sentence({ file, number, type, snapshot_date, rows, bytes }: WrittenExtract): string {
  const megabytes = (bytes / 1_000_000).toLocaleString("en", { maximumFractionDigits: 2 })
  const what = type === "full" ? "Full" : "Update"
  const place = relative(process.cwd(), file)
  return `Wrote ${place}: ${what} ${number} of ${snapshot_date}, ${digits(rows)} rows, ${megabytes} MB.`
}

async function main(args: string[]): Promise<void> {
  const values = readArguments(args)
  if (values.help) return void process.stdout.write(asCalled(HELP))
  const options = sampleOptions(values)
  const directory = resolve(values.out)
  await mkdir(directory, { recursive: true })
  const written: WrittenExtract[] = []
  for (const extract of planExtracts(options)) {
    if (extract.type === "full" && values.update && !values.full) continue
    const done = await writeExtract(extract, directory)
    written.push(done)
    if (!values.json) console.log(sentence(done))
  }
  if (values.json) console.log(JSON.stringify(written, null, 2))
}

try {
  await main(process.argv.slice(2))
} catch (error) {
  const usage = error instanceof UsageError
  console.error(usage ? `${error.message} ${asCalled("See npm run sample -- --help.")}` : error)
  process.exitCode = usage ? 2 : 1
}
