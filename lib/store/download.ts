import { isProblem, mayPass, problem } from "../errors.ts"
import { checkUrl } from "./address.ts"
import { storeRefusalOf } from "./disk.ts"
import { nameFromAddress, resumable } from "./download-notes.ts"
import { TryAgain } from "./download-request.ts"
import { DEADLINE_MARGIN_MS, DownloadRun, isWhole, type DownloadInput as RunInput } from "./download-run.ts"
import { discardGrowing, GrowingFile, type KeptDownload } from "./growing-file.ts"
import type { FileStore, ReceivedFile } from "./stored.ts"

const MOST_RETRIES = 5
const FIRST_BACK_OFF_MS = 250
/** After so many calls in a row that brought nothing a download is given up. */
const MOST_IDLE_CALLS = 3

export interface DownloadInput extends Omit<RunInput, "file" | "onNoRanges"> {
  store: FileStore
  /** What an earlier call has left; null for the first, and behind calls in which nothing was begun. */
  kept: KeptDownload | null
  /** So many of those there were. */
  idle_calls?: number | undefined
}

/** Whether the file is whole; if not, a call with what is kept goes on with it. */
export type DownloadResult =
  | { done: true; file: ReceivedFile }
  | ({ done: false; kept: KeptDownload | null; bytes: number; total: number | null } & {
      original_name: string
      idle_calls: number
    })

/**
 * Fetches a URL into the store and goes on where an earlier call left off, in whatever process, as long as the server
 * still has the same version; otherwise starts over. Broken connections are tried again, a few times.
 * Throws 422 `url_refused`, `url_unreachable`, `url_status`, `download_too_slow`, and `download_not_resumable` when the
 * time is over and the server gives files from the beginning only; 413 `download_too_large`; 507 `store_full`. Then
 * nothing of it remains. 503 `store_refused` | `store_unreachable`, after which what was kept still is. No sentence contains more of a URL than its host.
 */
export async function download({ store, kept, ...input }: DownloadInput): Promise<DownloadResult> {
  checkUrl(input.url, input.allow)
  const file = await GrowingFile.open(store, kept)
  try {
    return await fetched(file, kept, input)
  } catch (thrown) {
    const error = storeRefusalOf(thrown)
    // What was kept is there still, and is gone on with once the store works again.
    if (kept === null || !mayPass(error)) await file.discard().catch(() => undefined)
    // What was kept has become a file or was removed by a call that could not say so any more.
    if (kept !== null && isProblem(error) && error.code === "file_not_found") {
      await discardGrowing(store, kept)
      return download({ store, kept: null, ...input })
    }
    throw error
  }
}

type Fetching = Omit<DownloadInput, "store" | "kept">

async function fetched(
  file: GrowingFile,
  kept: KeptDownload | null,
  input: Fetching,
): Promise<DownloadResult> {
  const before = file.bytes
  let ranges = true
  const onNoRanges = () => {
    ranges = false
  }
  const failure = await tried({ ...input, file, onNoRanges })
  if (isWhole(file)) return { done: true, file: await file.complete() }
  const idle = file.bytes > before && ranges ? 0 : (kept?.idle_calls ?? input.idle_calls ?? 0) + 1
  if (failure && (before === 0 || idle >= MOST_IDLE_CALLS)) throw failure.problem
  if (idle >= MOST_IDLE_CALLS) throw nothingComes(input.url)
  if (file.bytes > 0 && (!ranges || !resumable(file.notes))) throw notResumable(input.url)
  const { total = null, original_name = nameFromAddress(input.url) } = file.notes ?? {}
  const { bytes } = file
  return { done: false, kept: await file.keep(idle), bytes, total, original_name, idle_calls: idle }
}

/** What was tried and may pass yet; null when the time is over or the file is whole. */
async function tried(input: RunInput): Promise<TryAgain | null> {
  for (let retries = 0; ; retries++) {
    try {
      await new DownloadRun(input).fetch()
      return null
    } catch (error) {
      if (!(error instanceof TryAgain)) throw error
      if (retries === MOST_RETRIES) return error
    }
    const backOff = FIRST_BACK_OFF_MS * 2 ** retries
    if (input.clock.now() + backOff >= input.deadline - DEADLINE_MARGIN_MS) return null
    await input.clock.wait(backOff)
  }
}

function notResumable(url: string) {
  const detail = `${new URL(url).host} gives files from their beginning only, and this one takes longer than one call may. Download it yourself and upload the file.`
  return problem(422, "download_not_resumable", detail)
}

function nothingComes(url: string) {
  const detail = `Nothing has come from ${new URL(url).host} in ${MOST_IDLE_CALLS} calls. Try again later, or upload the file.`
  return problem(422, "download_too_slow", detail)
}
