import type { Dataset } from "../../datasets/define.ts"
import type { Effects } from "../../effects.ts"
import { isProblem, problem } from "../../errors.ts"
import { checkUrl } from "../../store/address.ts"
import { download } from "../../store/download.ts"
import type { ReceivedFile } from "../../store/store.ts"
import type { JobSource } from "../jobs/jobs.ts"
import { bundleFiles } from "./bundle.ts"

/** What a request to prepare names as its source. */
export type PrepareSource =
  | { kind: "url"; url: string }
  | { kind: "stored"; filename: string }
  | { kind: "upload"; files: readonly ReceivedFile[]; metadata?: ReceivedFile | undefined }
  | { kind: "job"; job_id: string }

/** A source whose bytes are on disk, and their SHA-256. */
export interface AcquiredSource {
  source: JobSource & { filename: string }
  path: string
  sha256: string
}

/** A download that ran out of time; what it has is kept for the next call. */
export interface UnfinishedSource {
  source: JobSource & { filename: null }
}

/** Brings a request's source to disk. Throws Problem 4xx naming what is wrong with the file or the URL. */
export async function acquire(
  dataset: Dataset,
  source: Exclude<PrepareSource, { kind: "job" }>,
  job_id: string,
  deadline: number,
  effects: Effects,
): Promise<AcquiredSource | UnfinishedSource> {
  if (source.kind === "url") return fetchSource(source.url, job_id, deadline, effects)
  if (source.kind === "stored") return stored(source.filename, effects)
  const [file, ...more] = source.files
  if (!file) throw problem(400, "file_missing", "The form has no file. Send it in the field `file`.")
  if (more.length === 0 && !source.metadata) return received("upload", file)
  assertSeveral(dataset, source.files.length)
  return received("upload", await bundleFiles(dataset, source.files, source.metadata, effects.store))
}

/** Only documents come as several files. */
function assertSeveral({ source, label, mostRows = 1 }: Dataset, files: number): void {
  if (source !== "documents") {
    const detail =
      files > 1 ? `${label} are imported from one file; ${files} came.` : `${label} take no metadata_mapping.`
    throw problem(422, files > 1 ? "too_many_files" : "unexpected_file", detail)
  }
  // One may be the metadata.
  if (files <= mostRows + 1) return
  const detail = `${files} files came; one import may have ${mostRows}. Send them in several imports.`
  throw problem(422, "batch_too_large", detail)
}

/** What the store puts in front of a name to tell files apart. */
const OWN_PREFIX = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}-/

async function stored(filename: string, effects: Effects): Promise<AcquiredSource> {
  const file = await effects.store.resolve(filename)
  const name = filename.replace(OWN_PREFIX, "")
  const source = { kind: "stored" as const, name, filename, temporary: false, bytes: file.bytes }
  return { source, path: file.path, sha256: await effects.store.hash(file.path) }
}

function received(kind: "upload" | "url", file: ReceivedFile, url?: string): AcquiredSource {
  const { filename, original_name: name, bytes, path, sha256 } = file
  return { source: { kind, name, filename, temporary: true, bytes, ...(url && { url }) }, path, sha256 }
}

/** Jobs whose download this process is at: a second call must not write to the same file. */
const underWay = new Set<string>()

/** Downloads a URL, or goes on where an earlier call with the same job stopped. */
export async function fetchSource(
  url: string,
  job_id: string,
  deadline: number,
  effects: Effects,
): Promise<AcquiredSource | UnfinishedSource> {
  const partial = effects.store.partialPath(job_id)
  const begun = effects.clock.now()
  if (underWay.has(job_id)) return unfinished(url, "the download", 0, null)
  underWay.add(job_id)
  try {
    const got = await download({
      url,
      path: partial,
      allow: effects.config.url_allow,
      max_bytes: effects.config.max_upload_mb * 1_048_576,
      deadline,
      clock: effects.clock,
    })
    const name = got.original_name
    if (!got.done) return unfinished(url, name, got.bytes, got.total)
    const duration_ms = effects.clock.now() - begun
    effects.emit({ type: "source.downloaded", host: new URL(url).host, bytes: got.bytes, duration_ms })
    return received("url", await effects.store.adopt(partial, name), url)
  } catch (error) {
    if (isProblem(error)) await effects.store.removePartial(partial)
    throw error
  } finally {
    underWay.delete(job_id)
  }
}

/** A download that has not begun: nothing of the URL but its text is known. Throws Problem 422 `url_refused`. */
export function notBegun(url: string, effects: Effects): UnfinishedSource {
  checkUrl(url, effects.config.url_allow)
  return unfinished(url, "the download", 0, null)
}

function unfinished(url: string, name: string, bytes: number, total: number | null): UnfinishedSource {
  const source = { kind: "url" as const, name, filename: null, temporary: true, url, bytes }
  return { source: { ...source, bytes_total: total } }
}
