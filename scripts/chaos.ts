import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { messageOf } from "../lib/errors.ts"
import { sumOf } from "./chaos/faults.ts"
import { layGround } from "./chaos/ground.ts"
import { planOf, type Round, runRound } from "./chaos/round.ts"
import { NoServer } from "./chaos/world.ts"
import { seedOf, wholeNumber } from "./command/arguments.ts"
import { EXIT, type Result, runCommand, type ValuesOf } from "./command/run.ts"
import { ROOT } from "./root.mjs"

const HELP = `Imports into all datasets at once, round after round, by several drivers and a server that is killed again and again, while its clock is
stepped, its disk is full, and its store is away; then compares every row and count with those of imports without a fault. In some
rounds everything is taken back, and compared with what there was before.

Usage: npm run chaos -- [options]

  --minutes n   how long rounds are begun (default 10)
  --rounds n    how many rounds, however long they take
  --seed n      of the first round; each has the next one, and names it (default: the time)
  --remote      the database is held by another process, which is killed as well, and connections drop
  --json        print one object, { seed, rounds, kills, faults, differences }
  --help        this text

Examples:
  npm run chaos -- --minutes 60 --seed 1
  npm run chaos -- --rounds 1 --seed 4711

Exit status: 0 there was no difference, 1 it did not work, 2 wrong use, 4 something was different`

const OPTIONS = {
  minutes: { type: "string" },
  rounds: { type: "string" },
  seed: { type: "string" },
  remote: { type: "boolean" },
} as const

type Values = ValuesOf<typeof OPTIONS>

const DEFAULT_MINUTES = 10
const MOST_MINUTES = 1_440

interface Difference {
  seed: number
  what: string
}

async function run(values: Values): Promise<Result> {
  const rounds = wholeNumber("rounds", values.rounds, 1, 1_000_000)
  const minutes = wholeNumber("minutes", values.minutes, 1, MOST_MINUTES) ?? DEFAULT_MINUTES
  const seed = seedOf(values.seed)
  const remote = values.remote === true
  if (remote) await buildEngine()
  const root = mkdtempSync(join(tmpdir(), "sluice-chaos-"))
  // Behind what frees the disks in it, also where somebody ends this.
  process.once("exit", () => rmSync(root, { recursive: true, force: true }))
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(EXIT.paused))
  const differences: Difference[] = []
  const end = performance.now() + minutes * 60_000
  const done = await goThrough({ root, seed, remote, rounds, end }, differences)
  return resultOf(seed, done, differences)
}

/** Builds what engines run from: there are none but in a checkout, beside the tests. */
async function buildEngine(): Promise<void> {
  const path = join(ROOT, "tests/support/build.mjs")
  const { default: build } = await import(pathToFileURL(path).href)
  await build()
}

interface Course {
  root: string
  seed: number
  remote: boolean
  rounds: number | undefined
  end: number
}

async function goThrough(
  { root, seed, remote, rounds, end }: Course,
  differences: Difference[],
): Promise<Round[]> {
  const told = (of: number) => (what: string) => {
    if (differences.some((known) => known.seed === of && known.what === what)) return
    differences.push({ seed: of, what })
    process.stderr.write(`seed ${of}: ${what}\n`)
  }
  // The same for all seeds, so that one round alone repeats it.
  const ground = await layGround(root, 1, told(seed))
  const names = ground.datasets.map(({ name }) => name)
  const done: Round[] = []
  for (let at = seed; rounds === undefined ? performance.now() < end : at < seed + rounds; at += 1) {
    const plan = planOf(at, names)
    try {
      const round = await runRound(ground, plan, { root, remote }, told(at))
      done.push(round)
      process.stderr.write(`${lineOf(round, done)}\n`)
    } catch (error) {
      told(at)(`it did not come to an end: ${messageOf(error)}`)
      if (error instanceof NoServer) break
    }
  }
  return done
}

const tollOf = (rounds: readonly Round[]) => sumOf(rounds.map(({ toll }) => toll))

function lineOf({ plan, toll, disk, seconds }: Round, done: readonly Round[]): string {
  const how = `store ${plan.store}, disk ${disk ?? "never full"}, ${plan.drivers} drivers each${plan.undo ? ", taken back" : ""}`
  return `round ${done.length}, seed ${plan.seed}: ${toll.kills} kills in ${seconds} s (${tollOf(done).kills} in all); ${how}`
}

function resultOf(seed: number, rounds: readonly Round[], differences: readonly Difference[]): Result {
  const { kills, ...faults } = tollOf(rounds)
  const beside = Object.entries(faults).map(([name, n]) => `${n} ${name.replaceAll("_", " ")}`)
  const last = rounds.at(-1)?.plan.seed ?? seed
  return {
    exit: differences.length > 0 ? EXIT.findings : EXIT.done,
    lines: [
      `${rounds.length} rounds, seeds ${seed} to ${last}: ${kills} kills; ${beside.join(", ")}; ${differences.length} differences.`,
    ],
    json: { seed, rounds: rounds.length, kills, faults, differences },
  }
}

await runCommand({ name: "chaos", help: HELP, options: OPTIONS, run })
