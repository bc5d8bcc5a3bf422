import { endpoints } from "../../lib/contract/endpoints.ts"
import type { FeedsAnswer } from "../../lib/contract/feeds.ts"
import { call } from "../client/call.ts"
import { type Polled, usePolled } from "../client/use-polled.ts"

const LIVE_MS = 1_500
const QUIET_MS = 10_000

/** The feeds as they stand, and how far the register is. */
export function useFeeds(): Polled<FeedsAnswer> {
  return usePolled(
    "feeds",
    () => call(endpoints.feeds),
    (data) => (data?.feeds.some(({ last_run }) => last_run?.result === "running") ? LIVE_MS : QUIET_MS),
  )
}
