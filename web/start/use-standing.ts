import { endpoints } from "../../lib/contract/endpoints.ts"
import type { Feed, RegisterStand } from "../../lib/contract/feeds.ts"
import type { ImportSummary } from "../../lib/contract/imports.ts"
import { call } from "../client/call.ts"
import { isSettled, usePolled } from "../client/use-polled.ts"
import { useFeeds } from "../feeds/use-feeds.ts"
import { useNextUpdate } from "./next-update.tsx"

const EVERY_MS = 5_000
const MOST_WAITING = 5

export interface StandingState {
  /** What there is to know is known, or cannot be. */
  settled: boolean
  /** Imports that go on when a person says so, the newest. */
  waiting: readonly ImportSummary[]
  /** There are more of them. */
  more: boolean
  feeds: readonly Feed[]
  register: RegisterStand | undefined
  /** The stored extract that comes next. */
  next: string | null
}

/** Where things stand; `register` is whether there is one here, and undefined while that is not known. */
export function useStanding(register: boolean | undefined): StandingState {
  const query = { waiting: true, limit: MOST_WAITING }
  const held = usePolled("imports that wait", () => call(endpoints.imports, { query }), EVERY_MS)
  const feeds = useFeeds()
  const next = useNextUpdate(register === true)
  return {
    settled: register !== undefined && [held, feeds].every(isSettled) && (!register || isSettled(next)),
    waiting: held.data?.imports ?? [],
    more: (held.data?.next_cursor ?? null) !== null,
    feeds: feeds.data?.feeds ?? [],
    register: feeds.data?.register,
    next: next.data?.filename ?? null,
  }
}
