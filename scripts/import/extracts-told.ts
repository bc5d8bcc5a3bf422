import type { ExtractOrder, FoundExtract } from "../../lib/engine/admission/extract-order.ts"
import { EXIT } from "../command/run.ts"
import type { Context } from "./context.ts"
import type { Outcome } from "./outcome.ts"
import type { Source } from "./source.ts"

/** What is to be imported, and what is told before and after it. */
export interface Extracts {
  before: Outcome[]
  next: Source[]
  /** What a person has to decide, once all of `next` is imported. */
  after: Outcome[]
  waiting: Source[]
}

/** An import of an extract that is neither in the register nor given up. */
export interface OpenExtract {
  extract_number: number
  title: string
  job_id: string
  /** With its verb, as a sentence says it. */
  state: string
  held: boolean
}

type Found = FoundExtract<Source>
type Gap = NonNullable<ExtractOrder<Source>["gap"]>

/** What is to be done with extracts in their order, and what is told of the others. */
export function toldOf(
  context: Context,
  order: ExtractOrder<Source>,
  open: readonly OpenExtract[],
  unknown: readonly Source[],
): Extracts {
  const { applied, passed, twins, gap } = order
  // A file that was named is refused in words, and the server's are better than ours.
  const [left, named] = parted(order.others, ({ source }) => source.kind === "files" && source.found === true)
  const { dry_run, run } = context.options
  const [now, later] = dry_run || run === "background" ? firstOf(order.next) : [order.next, []]
  const wait = open.find(({ extract_number: n }) => gap && n >= gap.from && n <= gap.to)
  return {
    before: [
      ...leftOut(applied, "applied", "applied"),
      ...leftOut(twins, "at hand more than once; the other is enough", "passed"),
      ...leftOut(passed, "not needed: the register, or a full extract at hand, is past them", "passed"),
      ...left.map(otherFile),
    ],
    next: [
      ...unknown.filter(({ kind }) => kind === "job"),
      ...[...now, ...named].map(({ source }) => source),
      ...unknown.filter(({ kind }) => kind !== "job"),
    ],
    after: [
      ...later.slice(0, 1).map(() => laterOutcome(now, later, dry_run === true)),
      ...(gap ? [wait ? openOutcome(context, wait, gap) : gapOutcome(gap)] : []),
    ],
    waiting: [...later, ...(gap?.waiting ?? [])].map(({ source }) => source),
  }
}

const firstOf = (found: readonly Found[]) => [found.slice(0, 1), found.slice(1)] as const

function parted<T>(all: readonly T[], is: (one: T) => boolean): [T[], T[]] {
  return [all.filter(is), all.filter((one) => !is(one))]
}

function leftOut(extracts: readonly Found[], what: string, end: string): Outcome[] {
  if (extracts.length === 0) return []
  const numbers = numbersOf(extracts)
  const line = `${extractsText(numbers)} ${numbers.length === 1 ? "is" : "are"} ${what}.`
  const json = extracts.map(({ source, extract_number }) => ({ source: source.given, end, extract_number }))
  return [{ exit: EXIT.done, goOn: true, lines: [line], json }]
}

/** Nobody has to decide anew about it whenever a timer comes by. */
function otherFile({ source, extract_number, type }: Found): Outcome {
  const line = `${source.given} is another file of extract ${extract_number} (${type}), which is applied, and is left out. To take it instead, undo that import, and import this file by its name.`
  const json = { source: source.given, end: "other_file", extract_number }
  return { exit: EXIT.done, goOn: true, lines: [line], json }
}

/** One is tried out, or left to the server, at a time: what comes after it builds on it. */
function laterOutcome(now: readonly Found[], later: readonly Found[], tried: boolean): Outcome {
  const first = now[0]?.extract_number
  const what = extractsText(numbersOf(later))
  const line = tried
    ? `${what} can be tried out once extract ${first} is imported.`
    : `${what} can follow once extract ${first} is imported: run this again then.`
  return { exit: EXIT.done, goOn: true, lines: [line], json: waitingJson(later, { waits_for: first }) }
}

function gapOutcome({ from, to, waiting }: Gap): Outcome {
  const missing = from === to ? `Extract ${from} is` : `Extracts ${from}–${to} are`
  const line = `${missing} missing, so update ${waiting[0]?.extract_number} and what comes after it wait. Add what is missing or a full extract, or give --allow-gap.`
  const json = waitingJson(waiting, { missing: { from, to } })
  return { exit: EXIT.undecided, goOn: false, lines: [line], json }
}

function openOutcome(context: Context, open: OpenExtract, { waiting }: Gap): Outcome {
  const { job_id, extract_number, state, held } = open
  const goOn = held
    ? `Import the rest: ${context.commandFor(job_id, "--start")}`
    : `Go on with it: ${context.commandFor(job_id)}`
  const lines = [
    `Extract ${extract_number} ${state}, so update ${waiting[0]?.extract_number} and what comes after it wait.`,
    `  ${goOn}`,
    `  Or give it up: npm run rollback -- ${job_id}`,
  ]
  const json = waitingJson(waiting, { waits_for: extract_number, job_id })
  return { exit: EXIT.undecided, goOn: false, lines, json }
}

const waitingJson = (waiting: readonly Found[], why: Record<string, unknown>) =>
  waiting.map(({ source, extract_number }) => ({
    source: source.given,
    end: "waiting",
    extract_number,
    ...why,
  }))

const numbersOf = (extracts: readonly Found[]) => [
  ...new Set(extracts.map(({ extract_number }) => extract_number)),
]

const extractsText = (numbers: readonly number[]) =>
  `${numbers.length === 1 ? "Extract" : "Extracts"} ${rangesText(numbers)}`

/** `139–146, 148` of ascending numbers. */
function rangesText(numbers: readonly number[]): string {
  const ranges: [from: number, to: number][] = []
  for (const number of numbers) {
    const last = ranges.at(-1)
    if (last && last[1] === number - 1) last[1] = number
    else ranges.push([number, number])
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(", ")
}
