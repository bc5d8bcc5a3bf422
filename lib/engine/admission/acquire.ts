import { mostUploadBytes } from "../../config.ts"
import type { Dataset } from "../../datasets/declaration.ts"
import type { Effects } from "../../effects.ts"
import { problem } from "../../errors.ts"
import { checkUrl } from "../../store/address.ts"
import { HASHED_BYTES, hashFurther } from "../../store/content-hash.ts"
import { type DownloadResult, download } from "../../store/download.ts"
import { nameFromAddress } from "../../store/download-notes.ts"
import { nameAsSent } from "../../store/file-name.ts"
import type { KeptDownload } from "../../store/growing-file.ts"
import type { ReceivedFile } from "../../store/stored.ts"
import type { JobSource } from "../jobs/jobs.ts"
import { type BundledFile, type Bundling, bundleFiles } from "./bundle.ts"
import { storeRows } from "./inline-rows.ts"
import type { PrepareSource } from "./prepare-source.ts"
import { discardForm, hashOf, sentFiles } from "./sent-files.ts"

/** A source whose bytes are in the store, and the hash of their content. */
export interface AcquiredSource {
  source: JobSource & { filename: string }
  /** Stored files that are not needed any more once the import is admitted. */
  left?: readonly string[]
  locator: string
  content_hash: string
}

/** A download, or a first reading of a stored file, that ran out of time; how far it came is kept for the next call. */
export interface UnfinishedSource {
  source: JobSource
  locator?: undefined
}

/** Brings a request's source into the store. Throws Problem 4xx naming what is wrong with the file or the URL. */
export async function acquire(
  wanted: Bundling,
  source: Exclude<PrepareSource, { kind: "job" }>,
  deadline: number,
  effects: Effects,
): Promise<AcquiredSource | UnfinishedSource> {
  const { dataset } = wanted
  if (source.kind === "url") return fetchSource({ url: source.url, kept: null }, deadline, effects)
  if (source.kind === "stored") return stored({ filename: source.filename }, deadline, effects)
  if (source.kind === "several") return several(wanted, source, effects)
  if (source.kind === "rows") {
    const got = received("upload", await storeRows(dataset, source.rows, effects.store))
    return { ...got, source: { ...got.source, rows: source.rows.length } }
  }
  const [file, ...more] = source.files
  if (!file) throw problem(400, "file_missing", "The form has no file. Send it in the field `file`.")
  if (more.length === 0 && !source.metadata) return received("upload", file)
  assertSeveral(dataset, source.files.length)
  const known = (received: ReceivedFile) => ({ ...received, hash: async () => received.content_hash })
  const metadata = source.metadata && known(source.metadata)
  const bundle = await bundleFiles(wanted, source.files.map(known), metadata, effects)
  await discardForm(source, effects)
  return received("upload", bundle)
}

/** Files that were sent one by one stay what they are: the same call again finds them. */
async function several(
  wanted: Bundling,
  { filenames, metadata }: Extract<PrepareSource, { kind: "several" }>,
  effects: Effects,
): Promise<AcquiredSource> {
  assertSeveral(wanted.dataset, filenames.length)
  const sent = await sentFiles([...filenames, ...(metadata === undefined ? [] : [metadata])], effects)
  const before = async (filename: string): Promise<BundledFile> => {
    const file = await effects.store.resolve(filename)
    const original_name = nameAsSent(filename)
    return { ...file, original_name, hash: () => hashOf(file, sent, effects) }
  }
  const files = await Promise.all(filenames.map(before))
  const list = metadata === undefined ? undefined : await before(metadata)
  assertTogether(list ? [...files, list] : files, effects)
  const left = [...sent.values()].filter(({ passing }) => passing).map(({ filename }) => filename)
  return { ...received("upload", await bundleFiles(wanted, files, list, effects)), left }
}

/** One call copies them all, so that together they are no larger than one file may be. */
function assertTogether(files: readonly BundledFile[], { config }: Effects): void {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  if (bytes <= mostUploadBytes(config)) return
  const detail = `The files are larger than ${config.max_upload_mb} MB together, the limit for uploads (SLUICE_MAX_UPLOAD_MB). Import them in several imports.`
  throw problem(413, "upload_too_large", detail)
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

/** A stored file, read once where its content is not known, or read on from the parts that are hashed. */
export async function stored(
  { filename, hashed = [] }: { filename: string; hashed?: string[] | undefined },
  deadline: number,
  effects: Effects,
): Promise<AcquiredSource | UnfinishedSource> {
  const { locator, bytes } = await effects.store.resolve(filename)
  const name = nameAsSent(filename)
  const sent = (await sentFiles([filename], effects)).get(filename)
  const source = { kind: "stored" as const, name, filename, temporary: sent?.passing ?? false }
  if (sent?.content_hash) return { source: { ...source, bytes }, locator, content_hash: sent.content_hash }
  const isTimeUp = () => effects.clock.now() >= deadline
  const { content_hash, parts } = await hashFurther(locator, hashed, isTimeUp)
  if (content_hash !== null) return { source: { ...source, bytes }, locator, content_hash }
  return { source: { ...source, bytes: parts.length * HASHED_BYTES, bytes_total: bytes, hashed: parts } }
}

function received(kind: "upload" | "url", file: ReceivedFile, url?: string): AcquiredSource {
  const { filename, original_name: name, bytes, locator, content_hash } = file
  return {
    source: { kind, name, filename, temporary: true, bytes, ...(url && { url }) },
    locator,
    content_hash,
  }
}

/** Downloads a URL, or goes on with what earlier calls have left of it. */
export async function fetchSource(
  { url, ...left }: { url: string; kept: KeptDownload | null; idle_calls?: number | undefined },
  deadline: number,
  effects: Effects,
): Promise<AcquiredSource | UnfinishedSource> {
  const begun = effects.clock.now()
  const got = await download({
    url,
    ...left,
    store: effects.store,
    allow: effects.config.url_allow,
    max_bytes: mostUploadBytes(effects.config),
    deadline,
    clock: effects.clock,
  })
  if (!got.done) return unfinished(url, got)
  const duration_ms = effects.clock.now() - begun
  const { bytes } = got.file
  effects.emit({ type: "source.downloaded", host: new URL(url).host, bytes, duration_ms })
  return received("url", got.file, url)
}

/** A download that has not begun: nothing of the URL but its text is known. Throws Problem 422 `url_refused`. */
export function notBegun(url: string, effects: Effects): UnfinishedSource {
  checkUrl(url, effects.config.url_allow)
  const nothing = { done: false as const, kept: null, bytes: 0, total: null, idle_calls: 0 }
  return unfinished(url, { ...nothing, original_name: nameFromAddress(url) })
}

function unfinished(url: string, got: DownloadResult & { done: false }): UnfinishedSource {
  const { kept: download, bytes, total: bytes_total, original_name: name, idle_calls } = got
  const far = { bytes, bytes_total, download, idle_calls }
  return { source: { kind: "url", name, filename: null, temporary: true, url, ...far } }
}
