import { systemClock } from "../../lib/clock.ts"
import type { ImportSummary } from "../../lib/contract/index.ts"
import {
  type AppliedExtract,
  type FoundExtract,
  orderExtracts,
} from "../../lib/engine/admission/extract-order.ts"
import { type ExtractName, extractNameOf } from "../../lib/formats/extract-name.ts"
import { importsOf } from "../command/listed.ts"
import type { Context } from "./context.ts"
import { type Extracts, type OpenExtract, toldOf } from "./extracts-told.ts"
import type { Source } from "./source.ts"

const REGISTER = "daily-update"
/** Of larger files two of one size are one; looking at each of a folder whenever a timer comes by would take minutes. */
const LOOKED_AT_BYTES = 16_000_000

/**
 * Extracts of the register in the order in which they bring it up to date, without those it has. Anything else, and a single one that
 * is only tried out, stays as it was given.
 */
export async function orderSources(context: Context, sources: readonly Source[]): Promise<Extracts> {
  const asGiven = { before: [], next: [...sources], after: [], waiting: [] }
  const single = sources.length === 1 && context.options.dry_run
  if (context.dataset !== REGISTER || single) return asGiven
  const found: FoundExtract<Source>[] = []
  const unknown: Source[] = []
  for (const source of sources) {
    const name = await nameOf(source)
    if (name) found.push({ ...name, bytes: source.kind === "files" ? source.bytes : null, source })
    else unknown.push(source)
  }
  if (found.length === 0) return asGiven
  const allow_gap = context.options.allow_gap ?? false
  const imported = await importedExtracts(context, found)
  for (const extract of found) {
    if (mayBeAnother(extract, imported.applied)) extract.hashes = await hashesOf(extract.source)
  }
  const order = orderExtracts(found, imported.applied, { allow_gap })
  return toldOf(context, order, imported.open, unknown)
}

/** What a file says of itself, if it can be read; else, and of a URL, what its name says. */
async function nameOf(source: Source): Promise<ExtractName | null> {
  if (source.kind === "url")
    return URL.canParse(source.url) ? extractNameOf(new URL(source.url).pathname) : null
  const [file] = source.kind === "files" ? source.files : []
  if (!file) return null
  const { nameInside } = await import("../../lib/reading/extract.ts")
  return (await nameInside(file.path)) ?? extractNameOf(file.name)
}

/** Whether only the content tells a file from the one that is applied. */
function mayBeAnother(
  { extract_number, type, bytes }: FoundExtract<Source>,
  applied: readonly AppliedExtract[],
) {
  if (bytes === null || bytes > LOOKED_AT_BYTES) return false
  return applied.some(
    (other) => other.extract_number === extract_number && other.type === type && other.bytes === bytes,
  )
}

/** What an import may know the content by, in today's way and in that of earlier versions. */
async function hashesOf(source: Source): Promise<string[]> {
  const [file] = source.kind === "files" ? source.files : []
  if (!file) return []
  const { contentHashOf, plainHashOf } = await import("../../lib/store/content-hash.ts")
  return [await contentHashOf(file.path), await plainHashOf(file.path, { clock: systemClock })]
}

/** The newest extracts in the register, back to the oldest one at hand, and those that are on their way. */
async function importedExtracts(
  context: Context,
  found: readonly ExtractName[],
): Promise<{ applied: AppliedExtract[]; open: OpenExtract[] }> {
  const oldest = Math.min(...found.map(({ extract_number }) => extract_number))
  const applied: AppliedExtract[] = []
  const open: OpenExtract[] = []
  for await (const imports of importsOf(context.api, { dataset: REGISTER })) {
    applied.push(...imports.flatMap(inRegister))
    open.push(...imports.flatMap(onItsWay))
    if (applied.some(({ extract_number }) => extract_number < oldest)) break
  }
  return { applied, open }
}

/** States in which an import of an extract has neither been applied nor been given up. */
const ON_THEIR_WAY = ["preparing", "ready", "processing", "paused", "finalizing", "failed", "rolling_back"]

function onItsWay({ status, dry_run, extract_number, title, job_id, held }: ImportSummary): OpenExtract[] {
  if (dry_run || extract_number === null || !ON_THEIR_WAY.includes(status)) return []
  return [
    {
      extract_number,
      title,
      job_id,
      state: held ? "is held" : status === "failed" ? "has failed" : `is ${status.replace("_", " ")}`,
      held: held !== null,
    },
  ]
}

/** Nothing of a dry run is in it, nor of an import that came to nothing. */
function inRegister(summary: ImportSummary): AppliedExtract[] {
  const {
    extract_number,
    extract_type: type,
    source_bytes: bytes,
    content_hash,
    dry_run,
    outcome,
    overall_progress,
    status,
  } = summary
  if (status !== "completed" || dry_run || extract_number === null || type === null) return []
  if (outcome === "failed" && overall_progress.total_batches === 0) return []
  return [{ extract_number, type, bytes, content_hash }]
}
