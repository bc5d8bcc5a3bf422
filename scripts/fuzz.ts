import { parseArgs } from "node:util"
import { fuzzReaders } from "./fuzz/readers.ts"

const HELP = `Reads made files of every format that rows and documents come in, some of them broken, and tells what no file may do.

Usage: npm run fuzz -- --readers [options]

  --readers     files of rows: CSV, JSON, workbooks, cards, and these packed; documents of every format
  --minutes n   how long (default 1)
  --seed n      the first file's; each finding names its own, which makes the same file again (default: the time)
  --json        print one object, { files, findings }
  --help        this text

Exit status: 0 nothing was found, 1 something was, 2 wrong use`

const OPTIONS = {
  readers: { type: "boolean", default: false },
  minutes: { type: "string", default: "1" },
  seed: { type: "string" },
  json: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const

async function main(): Promise<number> {
  const { values } = parseArgs({ options: OPTIONS })
  if (values.help) {
    console.log(HELP)
    return 0
  }
  const minutes = Number(values.minutes)
  const seed = values.seed === undefined ? Date.now() % 1_000_000_000 : Number(values.seed)
  if (!values.readers || !(minutes > 0) || !Number.isSafeInteger(seed)) {
    console.error(`${HELP}`)
    return 2
  }
  const findings: unknown[] = []
  const files = await fuzzReaders(minutes * 60, seed, (finding) => {
    findings.push(finding)
    if (!values.json) console.log(`${finding.format}, seed ${finding.seed}: ${finding.what}`)
  })
  const summary = `${files} seeds from ${seed}, a file of each format: ${findings.length} findings.`
  console.log(values.json ? JSON.stringify({ seed, files, findings }) : summary)
  return findings.length > 0 ? 1 : 0
}

process.exit(await main())
