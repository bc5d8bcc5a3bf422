import { seedOf, wholeNumber } from "./command/arguments.ts"
import { EXIT, type Result, runCommand, type ValuesOf } from "./command/run.ts"
import { fuzzServer } from "./fuzz/over-http.ts"
import { fuzzReaders } from "./fuzz/readers.ts"

const HELP = `Sends a server of its own made requests of every call, files of every format in them, much of it broken, while its health is asked for;
or reads such files without a server. Tells what nobody may be able to do.

Usage: npm run fuzz -- [--readers] [options]

  --readers     no server: files of rows, CSV, JSON, workbooks, cards, and these packed; documents of every format
  --seconds n   how long (default 60)
  --minutes n   the same in minutes
  --seed n      the first one's; each finding names its own, which makes the same again (default: the time)
  --json        print one object, { seed, files, findings }
  --help        this text

Examples:
  npm run fuzz -- --minutes 20
  npm run fuzz -- --readers --seconds 5 --seed 813678270

Exit status: 0 nothing was found, 1 it did not work, 2 wrong use, 4 something was found`

const OPTIONS = {
  readers: { type: "boolean" },
  seconds: { type: "string" },
  minutes: { type: "string" },
  seed: { type: "string" },
} as const

type Values = ValuesOf<typeof OPTIONS>

const DEFAULT_SECONDS = 60
const A_DAY = 86_400

async function run(values: Values): Promise<Result> {
  const minutes = wholeNumber("minutes", values.minutes, 1, A_DAY / 60)
  const seconds =
    wholeNumber("seconds", values.seconds, 1, A_DAY) ?? (minutes ? minutes * 60 : DEFAULT_SECONDS)
  const seed = seedOf(values.seed)
  const findings: unknown[] = []
  const fuzz = values.readers ? fuzzReaders : fuzzServer
  const files = await fuzz(seconds, seed, (finding) => {
    findings.push(finding)
    process.stderr.write(`${finding.format}, seed ${finding.seed}: ${finding.what}\n`)
  })
  const each = values.readers ? "a file of each format" : "a request of each"
  const summary = `${files} seeds from ${seed}, ${each}: ${findings.length} findings.`
  return {
    exit: findings.length > 0 ? EXIT.findings : EXIT.done,
    lines: [summary],
    json: { seed, files, findings },
  }
}

await runCommand({ name: "fuzz", help: HELP, options: OPTIONS, run })
