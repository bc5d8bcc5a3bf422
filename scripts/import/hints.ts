import { existsSync } from "node:fs"
import type { JobStatus } from "../../lib/contract/index.ts"
import type { Problem } from "../../lib/errors.ts"
import { findById } from "../command/job.ts"
import type { Context } from "./context.ts"
import { alternativesTo } from "./dataset.ts"
import type { Source } from "./source.ts"

const SHOWN_LINES = 5

/** What the engine says of its options, and what they are called here. */
const WORDS: readonly [engine: string, here: string][] = [
  ['with on_row_errors: "skip"', "with --on-row-errors skip"],
  ["on_row_errors: ", "--on-row-errors "],
  ["skip_errors: false", "--refuse-errors"],
  ["Leave skip_errors out", "Leave --refuse-errors out"],
  ["allow_gap: true", "--allow-gap"],
  ["leave allow_gap out", "leave --allow-gap out"],
  ["allow_mass_close: true", "--allow-mass-close"],
  ["leave allow_mass_close out", "leave --allow-mass-close out"],
  ["allow_extra_columns: true", "--allow-extra-columns"],
  ["leave allow_extra_columns out", "leave --allow-extra-columns out"],
  ["allow_version: ", "--allow-version "],
  ["leave allow_version out", "leave --allow-version out"],
]

/** A sentence of the engine in the words of the command line. */
export function inOwnWords(detail: string): string {
  return WORDS.reduce((told, [engine, here]) => told.replaceAll(engine, here), detail)
}

/** What a person can do about a refusal, beside what it says itself; a line each. */
export async function hintsFor(context: Context, source: Source, error: Problem): Promise<string[]> {
  const { code, extras } = error
  const hints = [...badRowHints(error), ...kindHints(context, source, code)]
  if (extras.job_id && code === "extract_already_applied") {
    hints.push(`Undo it, then import this file again: npm run rollback -- ${extras.job_id}`)
  }
  if (extras.job_id && ["extract_in_progress", "extract_half_applied"].includes(code)) {
    const undo = `Undo it: npm run rollback -- ${extras.job_id}`
    const goOn = `Go on with it: ${context.commandFor(extras.job_id)}`
    hints.push(...((await isOpen(context, extras.job_id)) ? [goOn, undo] : [undo]))
  }
  const { errorsTo } = context
  if (errorsTo && existsSync(errorsTo)) hints.push(`${errorsTo} is not of this import: it was there before.`)
  return hints
}

/** A file that is of another kind than it was taken for. */
function kindHints({ chosen }: Context, source: Source, code: string): string[] {
  if (code !== "not_a_zip" && code !== "file_missing") return []
  const others = alternativesTo(chosen, source)
  const { dataset } = chosen.dataset
  const taken = chosen.named ? [] : [`It was taken for ${dataset}, since --dataset does not say what it is.`]
  return others === ""
    ? taken
    : [...taken, `Such a file can be imported with: npm run import -- FILE ${others}.`]
}

function badRowHints({ code, extras }: Problem): string[] {
  if (code !== "rows_invalid") return []
  const lines = (extras.errors ?? []).map(({ path, message }) => `${path}: ${message}`)
  return [
    ...lines.slice(0, SHOWN_LINES),
    "With --dry-run --errors-to FILE instead of refusing them, all of them are listed and nothing is imported.",
  ]
}

async function isOpen({ api }: Context, job_id: string): Promise<boolean> {
  const over: JobStatus[] = ["completed", "cancelled", "rolling_back", "rolled_back"]
  try {
    return !over.includes((await findById(api, job_id)).status)
  } catch {
    return false
  }
}
