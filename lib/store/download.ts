import { checkUrl } from "./address.ts"
import { storeRefusalOf } from "./disk.ts"
import { TryAgain } from "./download-request.ts"
import {
  DEADLINE_MARGIN_MS,
  type DownloadInput,
  type DownloadResult,
  DownloadRun,
  whatIsThere,
} from "./download-run.ts"

export type { DownloadInput, DownloadResult }

const MOST_RETRIES = 5
const FIRST_BACK_OFF_MS = 250

/**
 * Fetches a URL into a file and goes on where an earlier call left off, as long as the server still has the
 * same version; otherwise starts over. Broken connections are tried again, a few times.
 * Throws 422 `url_refused`, `url_unreachable`, `url_status`, `download_too_slow`; 413 `download_too_large`;
 * 507 `store_full`. What is on disk by then stays there. No sentence contains more of a URL than its host.
 */
export async function download(input: DownloadInput): Promise<DownloadResult> {
  checkUrl(input.url, input.allow)
  for (let retries = 0; ; retries++) {
    try {
      return await new DownloadRun(input).fetch()
    } catch (error) {
      if (!(error instanceof TryAgain)) throw storeRefusalOf(error)
      if (retries === MOST_RETRIES) throw error.problem
    }
    const backOff = FIRST_BACK_OFF_MS * 2 ** retries
    if (input.clock.now() + backOff >= input.deadline - DEADLINE_MARGIN_MS) return whatIsThere(input)
    await input.clock.wait(backOff)
  }
}
