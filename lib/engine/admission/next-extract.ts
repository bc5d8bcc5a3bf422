import { isProblem } from "../../errors.ts"
import { extractNameOf } from "../../formats/extract-name.ts"
import { type EarlierJob, judgeExtract } from "./extract-guards.ts"

/** The file to import next, or why there is none, in a sentence. */
export type NextExtract = { filename: string; reason: null } | { filename: null; reason: string }

/** What a file that is imported already, or comes too late, is refused with. */
const OVER = ["extract_already_applied", "extract_out_of_order"]

const HOW = "Upload the next one, or enter its URL; it is called like KboOpenData_0141_2025_10_06_Update.zip."

/**
 * The newest of the stored extracts that fits what was imported before, by what its name says: of the updates that is the one
 * after the last. With nothing imported yet an extract that is whole comes before any update. `filenames` are newest first.
 */
export function nextExtract(filenames: readonly string[], earlier: readonly EarlierJob[]): NextExtract {
  const judged = extractsAmong(filenames).map((extract) => judge(extract, earlier))
  const fitting = judged.filter(({ refusal }) => refusal === null)
  const [next] = [...fitting.filter(({ bare }) => !bare), ...fitting]
  if (next) return { filename: next.filename, reason: null }
  if (judged.length === 0) return { filename: null, reason: `No extract of the register is stored. ${HOW}` }
  const why = judged.find(({ refusal }) => refusal && !OVER.includes(refusal.code))?.refusal
  return { filename: null, reason: why?.detail ?? `Every stored extract is imported. ${HOW}` }
}

/** Newest first; of one day the changes before the whole. */
function extractsAmong(filenames: readonly string[]) {
  return filenames
    .flatMap((filename) => {
      const name = extractNameOf(filename)
      return name ? [{ filename, ...name }] : []
    })
    .sort(
      (a, b) =>
        b.extract_number - a.extract_number || Number(b.type === "update") - Number(a.type === "update"),
    )
}

type Extract = ReturnType<typeof extractsAmong>[number]

/** What the guards say of it; `bare` when an update would have nothing to change. */
function judge({ filename, extract_number, type }: Extract, earlier: readonly EarlierJob[]) {
  const arrival = { content_hash: UNKNOWN, extract_number, extract_type: type }
  try {
    const verdict = judgeExtract(arrival, earlier, { dry_run: false, skip_errors: true })
    return { filename, refusal: null, bare: verdict.kind === "new" && verdict.warnings.length > 0 }
  } catch (error) {
    if (!isProblem(error)) throw error
    return { filename, refusal: error, bare: false }
  }
}

/** A file's content is not looked at before somebody wants it. */
const UNKNOWN = ""
