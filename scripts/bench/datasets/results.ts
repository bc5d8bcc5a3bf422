import { counted, digits } from "../../command/words.ts"
import { sideOf } from "../results.ts"
import { atMost, type Goal, type Line, mb, millis, seconds, spread } from "../table.ts"
import { MOST_GROWTH_MB } from "./case.ts"
import type { MeasuredCase } from "./measure.ts"

/** The ratio is about what plain DuckDB does, too. */
const comparedMs = ({ ours, embed_ms }: MeasuredCase) => ours.total_ms - embed_ms
const ratioOf = (measured: MeasuredCase) => comparedMs(measured) / measured.raw.ms
const growthOf = ({ memory }: MeasuredCase) => memory.peak_mb - memory.idle_mb
const applyOf = ({ ours }: MeasuredCase) => ours.batches.filter(({ operation }) => operation === "insert")
const perSecondOf = ({ ours, case: { rows } }: MeasuredCase) => (rows / ours.total_ms) * 1000

function wholeGoal({ ours, case: { goals } }: MeasuredCase): { goal?: Goal } {
  const limit = goals.seconds
  return limit === undefined ? {} : { goal: atMost(`≤ ${limit} s`, ours.total_ms, limit * 1000) }
}

function rateLine(measured: MeasuredCase): Line {
  const { what, goals } = measured.case
  const rate = perSecondOf(measured)
  const text = `${rate >= 100 ? digits(Math.round(rate)) : rate.toFixed(1)} ${what}s/s`
  const least = goals.per_second
  const goal = least === undefined ? {} : { goal: { text: `> ${least} ${what}s/s`, met: rate > least } }
  return { what: "    that is", ours: text, ...goal }
}

function batchLine(measured: MeasuredCase): Line {
  const batches = applyOf(measured)
  const times = spread(batches.map(({ ms }) => ms))
  const most = Math.max(...batches.map(({ records }) => records))
  const what = `    one of ${batches.length} calls, up to ${counted(most, measured.case.what)}: p50 / p95 / max`
  return { what, ours: millis(times) }
}

function embedLines({ embed_ms, ours }: MeasuredCase): Line[] {
  if (embed_ms === 0) return []
  const batches = ours.batches.filter(({ operation }) => operation === "embed").length
  return [{ what: `    embedding, ${batches} batches, not in the ratio`, ours: seconds(embed_ms) }]
}

function caseLines(measured: MeasuredCase): Line[] {
  const { case: one, ours, raw, memory, same, compared_rows } = measured
  const growth = growthOf(measured)
  return [
    { what: one.title, ours: "" },
    {
      what: "  whole import",
      ours: seconds(ours.total_ms),
      raw: seconds(raw.ms),
      ratio: ratioOf(measured),
      ...wholeGoal(measured),
    },
    rateLine(measured),
    { what: "  prepare", ours: seconds(ours.prepare_ms) },
    { what: "  batches", ours: seconds(ours.batches_ms) },
    batchLine(measured),
    ...embedLines(measured),
    { what: "  finalize", ours: seconds(ours.finalize_ms) },
    { what: "  peak memory", ours: mb(memory.peak_mb), raw: mb(raw.peak_mb) },
    {
      what: "    more than idle",
      ours: mb(growth),
      goal: atMost(`≤ ${MOST_GROWTH_MB} MB`, growth, MOST_GROWTH_MB),
    },
    {
      what: "  both databases hold",
      ours: same ? `the same ${counted(compared_rows, one.what)}` : "DIFFERENT ROWS",
    },
  ]
}

/** The table of the datasets. */
export function datasetLines(measured: readonly MeasuredCase[]): Line[] {
  return measured.flatMap(caseLines)
}

/** What has to be known of the comparison, a sentence each. */
export function datasetNotes(measured: readonly MeasuredCase[]): string[] {
  return [
    "Each dataset on a server that has just started. Rows are compared without ids, times and columns of our own.",
    ...measured.flatMap((one) => one.case.notes),
  ]
}

/** What is kept of them, by dataset. */
export function datasetFigures(measured: readonly MeasuredCase[]) {
  return Object.fromEntries(
    measured.map((one) => [
      one.case.name,
      {
        rows: one.case.rows,
        ours: sideOf(one.ours),
        apply_batch_ms: spread(applyOf(one).map(({ ms }) => ms)),
        embed_ms: one.embed_ms,
        raw: one.raw,
        ratio: ratioOf(one),
        ratio_without_embedding: one.embed_ms > 0,
        per_second: perSecondOf(one),
        memory_mb: { ...one.memory, growth_mb: growthOf(one) },
        compared_rows: one.compared_rows,
        same_rows: one.same,
      },
    ]),
  )
}
