import type { EarlierReading, PreviewAnswer } from "../../lib/contract/datasets.ts"
import { endpoints } from "../../lib/contract/endpoints.ts"
import type { ImportOptionsInput } from "../../lib/contract/options.ts"
import { call, isTooLarge, isTransient, messageOf } from "../client/call.ts"
import type { Source } from "../source/source.ts"

/** The beginning of a file says how it is written and what is in it. */
const ENOUGH_BYTES = 1_000_000

/** A package is sent whole, however slow the line is. */
const SENT_WITHIN_MS = 180_000

/** What a source would be read as, or why that cannot be told. */
export interface LookAnswer {
  answer: PreviewAnswer | null
  refusal: string | null
  /** Why it cannot be told says nothing of the source. */
  unseen: "for now" | "too large" | null
}

/** Asks what a source would be read as; a refusal is a sentence. */
export async function look(
  dataset: string,
  source: Source,
  options: ImportOptionsInput,
  signal?: AbortSignal,
): Promise<LookAnswer> {
  const sent = { params: { dataset }, ...(signal && { signal }), ...bodyOf(source, options) }
  try {
    return { answer: await call(endpoints.preview, sent), refusal: null, unseen: null }
  } catch (error) {
    const unseen = isTooLarge(error) ? "too large" : isTransient(error) ? "for now" : null
    return { answer: null, refusal: messageOf(error), unseen }
  }
}

/** The names of a file's columns, as the server finds them; null where it has none. */
export async function readHeader(file: File, dataset: string): Promise<readonly string[] | null> {
  const { answer } = await look(dataset, { kind: "files", files: [file] }, {})
  return answer && answer.header.length > 0 ? answer.header : null
}

/** How the last file was read, but for its columns, which are said by themselves. */
export function optionsOf(earlier: EarlierReading | null): ImportOptionsInput {
  const { mapping: _mapping, ...options } = earlier?.options ?? {}
  return options as ImportOptionsInput
}

function bodyOf(source: Source, options: ImportOptionsInput) {
  if (source.kind === "stored") return { body: { filename: source.filename, options } }
  const form = new FormData()
  form.append("options", JSON.stringify(options))
  const [file] = source.kind === "files" ? source.files : []
  if (file) form.append("file", isEnough(file) ? file.slice(0, ENOUGH_BYTES) : file, file.name)
  return { form, timeout_ms: SENT_WITHIN_MS }
}

/** What is in a package is told at its end. */
export const isEnough = ({ size, name }: Pick<File, "name" | "size">) =>
  size > ENOUGH_BYTES && !/\.(?:xlsx|zip)(?:\.gz)?$/i.test(name)
