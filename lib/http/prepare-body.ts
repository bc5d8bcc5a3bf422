import { Readable } from "node:stream"
import { z } from "zod"
import { type Config, mostUploadBytes } from "../config.ts"
import type { Actor } from "../contract/access.ts"
import { PreviewRequest } from "../contract/datasets.ts"
import { ImportOptions } from "../contract/options.ts"
import { type InlineRow, PrepareRequest } from "../contract/prepare.ts"
import { isProblem, problem } from "../errors.ts"
import { MOST_IN_A_FUNCTION, mediaType, parseJson, readJson, rowsLimit } from "./body.ts"
import { discard, type FileSink, type Form, type FormLimits, filesOf, readForm } from "./multipart.ts"
import { assertJobId, parsed } from "./route.ts"

const MOST_METADATA_BYTES = 1_048_576
/** More than any dataset takes, so that a few too many can be counted in the answer. */
const MOST_FILES = 500
const METADATA = "metadata_mapping"

export interface UploadEffects<F extends { filename: string }> {
  config: Pick<Config, "max_upload_mb" | "on_vercel">
  store: FileSink<F>
}

type PrepareSource<F> =
  | { kind: "url"; url: string }
  | { kind: "stored"; filename: string }
  | { kind: "several"; filenames: string[]; metadata?: string | undefined }
  | { kind: "rows"; rows: InlineRow[] }
  | { kind: "upload"; files: F[]; metadata?: F | undefined }
  | { kind: "job"; job_id: string }

export interface PrepareInput<F> {
  source: PrepareSource<F>
  options: ImportOptions
}

/**
 * Reads what prepare is sent, as JSON or as a form with files, and hands it to `use`. When that refuses,
 * the files are removed again: a refused request leaves nothing behind. `mostRows` is what one import of the
 * dataset may have, for sentences.
 */
export async function withPrepareInput<F extends { filename: string }, T>(
  request: Request,
  effects: UploadEffects<F>,
  use: (input: PrepareInput<F>) => Promise<T>,
  { mostRows }: { mostRows?: number } = {},
): Promise<T> {
  if (mediaType(request) !== "multipart/form-data") {
    return use(inputOf(await readJson(request, rowsLimit(effects.config))))
  }
  const form = await readForm(request, effects.store, {
    ...limitsOf(effects),
    max_files: MOST_FILES,
    ...(mostRows !== undefined && { most_of_use: mostRows }),
    fields: ["options", METADATA],
    named: [METADATA],
  })
  try {
    if (form.files.length === 0) throw noFile()
    const options = optionsOf(form)
    await takeMetadataText(form, effects)
    return await use({
      source: { kind: "upload", files: form.files, metadata: form.named.get(METADATA) },
      options,
    })
  } catch (error) {
    if (isProblem(error) && error.status < 500) await discard(filesOf(form), effects.store)
    throw error
  }
}

/** How much a form may bring: a function is handed no more than a few megabytes. */
export function limitsOf({
  config,
}: Pick<UploadEffects<never>, "config">): Pick<FormLimits, "max_bytes" | "advice"> {
  if (!config.on_vercel) return { max_bytes: mostUploadBytes(config) }
  const advice =
    "This deployment takes 4.5 MB in one request. Send a larger file in parts (POST /api/uploads with its name and bytes, as the page and the command do) or give its url."
  return { max_bytes: MOST_IN_A_FUNCTION, advice }
}

/** A file to look at: just received, or one that is stored. */
export interface PreviewInput {
  file: { filename: string; name: string; temporary: boolean }
  options: ImportOptions
}

/** Reads what preview is sent: a form with a file, or the name of a stored one as JSON. */
export async function readPreviewInput<F extends { filename: string; original_name: string }>(
  request: Request,
  effects: UploadEffects<F>,
): Promise<PreviewInput> {
  if (mediaType(request) !== "multipart/form-data") {
    const { filename, options } = parsed(PreviewRequest, await readJson(request), "body")
    return { file: { filename, name: filename, temporary: false }, options }
  }
  const limits = { ...limitsOf(effects), max_files: 1, fields: ["options"] }
  const form = await readForm(request, effects.store, limits)
  const [file] = form.files
  if (!file) throw noFile()
  try {
    return {
      file: { filename: file.filename, name: file.original_name, temporary: true },
      options: optionsOf(form),
    }
  } catch (error) {
    await discard(form.files, effects.store)
    throw error
  }
}

/** Their places are named as those of a JSON body are: options.batch_size. */
const FormOptions = z.object({ options: ImportOptions })

function optionsOf({ fields }: Pick<Form<never>, "fields">): ImportOptions {
  const options = parseJson(fields.get("options") || "{}", "field options")
  return parsed(FormOptions, { options }, "form").options
}

/** Metadata may also come as plain text, like the options. */
async function takeMetadataText<F extends { filename: string }>(form: Form<F>, { store }: UploadEffects<F>) {
  const text = form.fields.get(METADATA)?.trim()
  if (!text || form.named.has(METADATA)) return
  const limits = { max_bytes: MOST_METADATA_BYTES }
  form.named.set(METADATA, await store.receive(Readable.from([Buffer.from(text)]), METADATA, limits))
}

interface StoringEffects<F extends { filename: string }> extends UploadEffects<F> {
  store: FileSink<F> & { claim(filename: string, uploader: string): Promise<void> }
}

/** Takes the one file of an upload, noting whose it is. @throws Problem 400 `invalid_request` when there is none, or more */
export async function receiveUpload<F extends { filename: string }>(
  request: Request,
  { name }: Pick<Actor, "name">,
  effects: StoringEffects<F>,
): Promise<F> {
  const limits = { ...limitsOf(effects), max_files: 1, fields: [] }
  const { files } = await readForm(request, effects.store, limits)
  const [file] = files
  if (!file) throw noFile()
  try {
    await effects.store.claim(file.filename, name)
    return file
  } catch (error) {
    await discard(files, effects.store)
    throw error
  }
}

function inputOf(json: unknown): PrepareInput<never> {
  const asked = parsed(PrepareRequest, json, "body")
  const { url, filename, filenames, metadata_filename: metadata, rows, job_id, options } = asked
  assertJobId({ job_id })
  if (url !== undefined) return { source: { kind: "url", url }, options }
  if (filename !== undefined) return { source: { kind: "stored", filename }, options }
  if (rows !== undefined) return { source: { kind: "rows", rows }, options }
  if (filenames !== undefined) return { source: { kind: "several", filenames, metadata }, options }
  return { source: { kind: "job", job_id: job_id ?? "" }, options }
}

export function noFile() {
  const message = "attach a file"
  return problem(400, "invalid_request", "The form has no file: attach one as the field file, or files.", {
    errors: [{ path: "file", message }],
  })
}
