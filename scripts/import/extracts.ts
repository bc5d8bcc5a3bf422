import { endpoints, type ImportSummary } from "../../lib/contract/index.ts"
import {
  type AppliedExtract,
  type ExtractOrder,
  type FoundExtract,
  orderExtracts,
} from "../../lib/engine/admission/extract-order.ts"
import { type ExtractName, extractNameOf } from "../../lib/formats/extract-name.ts"
import { EXIT } from "../command/run.ts"
import type { Context } from "./context.ts"
import type { Outcome } from "./outcome.ts"
import type { Source } from "./source.ts"

const REGISTER = "daily-update"
const PAGE = 500

/** What is to be imported, and what is told before and after it. */
export interface Extracts {
  before: Outcome[]
  next: Source[]
  /** What a person has to decide, once all of `next` is imported. */
  after: Outcome[]
  waiting: Source[]
}

/**
 * Extracts of the register in the order in which they bring it up to date, without those it has. Anything else, and what is
 * only tried out, stays as it was given.
 */
export async function orderSources(context: Context, sources: readonly Source[]): Promise<Extracts> {
  const asGiven = { before: [], next: [...sources], after: [], waiting: [] }
  if (context.dataset !== REGISTER || context.options.dry_run) return asGiven
  const found: FoundExtract<Source>[] = []
  const unknown: Source[] = []
  for (const source of sources) {
    const name = await nameOf(source, context.options.allow_version)
    if (name) found.push({ ...name, bytes: source.kind === "files" ? source.bytes : null, source })
    else unknown.push(source)
  }
  if (found.length === 0) return asGiven
  const allow_gap = context.options.allow_gap ?? false
  const order = orderExtracts(found, await appliedExtracts(context, found), { allow_gap })
  return toldOf(order, unknown)
}

/** What a file's name says; where it says nothing, what the file says of itself, if it is an extract. */
async function nameOf(source: Source, allowVersion?: string): Promise<ExtractName | null> {
  if (source.kind === "url")
    return URL.canParse(source.url) ? extractNameOf(new URL(source.url).pathname) : null
  const [file] = source.kind === "files" ? source.files : []
  if (!file) return null
  return (
    extractNameOf(file.name) ??
    (await (await import("../../lib/reading/extract.ts")).nameInside(file.path, allowVersion))
  )
}

/** The newest extracts in the register, back to the oldest one at hand. */
async function appliedExtracts(context: Context, found: readonly ExtractName[]): Promise<AppliedExtract[]> {
  const oldest = Math.min(...found.map(({ extract_number }) => extract_number))
  const applied: AppliedExtract[] = []
  let cursor: string | undefined
  do {
    const query = { dataset: REGISTER, status: "completed" as const, limit: PAGE, ...(cursor && { cursor }) }
    const { imports, next_cursor } = await context.api.call(endpoints.imports, { query })
    applied.push(...imports.flatMap(inRegister))
    cursor = next_cursor ?? undefined
  } while (cursor && !applied.some(({ extract_number }) => extract_number < oldest))
  return applied
}

/** Nothing of a dry run is in it, nor of an import that came to nothing. */
function inRegister(summary: ImportSummary): AppliedExtract[] {
  const {
    extract_number,
    extract_type: type,
    source_bytes: bytes,
    dry_run,
    outcome,
    overall_progress,
  } = summary
  if (dry_run || extract_number === null || type === null) return []
  if (outcome === "failed" && overall_progress.total_batches === 0) return []
  return [{ extract_number, type, bytes }]
}

function toldOf(order: ExtractOrder<Source>, unknown: readonly Source[]): Extracts {
  const { applied, passed, twins, next, gap, others } = order
  return {
    before: [
      ...leftOut(applied, "applied", "applied"),
      ...leftOut(twins, "at hand more than once; the other is enough", "passed"),
      ...leftOut(passed, "not needed: the register, or a full extract at hand, is past them", "passed"),
    ],
    // A file of another kind is refused in words, and the server's are better than ours.
    next: [
      ...unknown.filter(({ kind }) => kind === "job"),
      ...[...next, ...others].map(({ source }) => source),
      ...unknown.filter(({ kind }) => kind !== "job"),
    ],
    after: gap ? [gapOutcome(gap)] : [],
    waiting: gap?.waiting.map(({ source }) => source) ?? [],
  }
}

function leftOut(extracts: readonly FoundExtract<Source>[], what: string, end: string): Outcome[] {
  if (extracts.length === 0) return []
  const numbers = [...new Set(extracts.map(({ extract_number }) => extract_number))]
  const line = `${numbers.length === 1 ? "Extract" : "Extracts"} ${rangesText(numbers)} ${numbers.length === 1 ? "is" : "are"} ${what}.`
  const json = extracts.map(({ source, extract_number }) => ({ source: source.given, end, extract_number }))
  return [{ exit: EXIT.done, goOn: true, lines: [line], json }]
}

function gapOutcome({ from, to, waiting }: NonNullable<ExtractOrder<Source>["gap"]>): Outcome {
  const missing = from === to ? `Extract ${from} is` : `Extracts ${from}–${to} are`
  const number = waiting[0]?.extract_number
  const line = `${missing} missing, so update ${number} and what comes after it wait. Add what is missing or a full extract, or give --allow-gap.`
  const json = waiting.map(({ source, extract_number }) => ({
    source: source.given,
    end: "waiting",
    extract_number,
    missing: { from, to },
  }))
  return { exit: EXIT.undecided, goOn: false, lines: [line], json }
}

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
