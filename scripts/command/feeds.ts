import { setTimeout } from "node:timers/promises"
import { endpoints, type Feed, type FeedRun } from "../../lib/contract/index.ts"
import type { Api } from "./api.ts"
import { EXIT, type ExitCode } from "./run.ts"

const LOOK_AGAIN_MS = 1_000

export const feedsOf = async (api: Api): Promise<Feed[]> => (await api.call(endpoints.feeds, {})).feeds

/**
 * Has a feed run, now or only if it is due, and calls until that run is over, whoever is at it; null where it was not due. Waiting ends with
 * `signal`; the run then goes on with whoever comes next.
 */
export async function runOf(
  api: Api,
  id: string,
  { due, signal }: { due: boolean; signal: AbortSignal },
): Promise<FeedRun | null> {
  let awaited = false
  for (;;) {
    const { run } = await api.call(endpoints.runFeed, { params: { id }, body: { due: due || awaited } })
    const last = run ?? (await api.call(endpoints.feed, { params: { id } })).last_run
    if (last?.result !== "running" || signal.aborted) return run ?? (awaited ? last : null)
    awaited = true
    await setTimeout(LOOK_AGAIN_MS, undefined, { signal }).catch(() => undefined)
  }
}

/** What a run says of the register or the rows it was for; of one that brought rows that could not be used another than of one that did not. */
export async function exitOf(api: Api, { result, jobs }: FeedRun): Promise<ExitCode> {
  if (result === "failed") return EXIT.failed
  if (result === "waiting") return EXIT.undecided
  if (result === "running") return EXIT.paused
  for (const job_id of jobs) {
    const sent = { params: { job_id }, query: { errors: false } }
    const { job } = await api.call(endpoints.report, sent)
    if (job.outcome !== "complete") return EXIT.findings
  }
  return EXIT.done
}

export const lineOf = ({ result, message }: FeedRun) => `${result.replace("_", " ")}: ${message ?? ""}`
