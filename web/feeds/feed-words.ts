import type { Feed, FeedRun, FeedSource } from "../../lib/contract/feeds.ts"
import { counted } from "../words/numbers.ts"
import type { StateWord } from "../words/states.ts"
import { ageInDays, dayOfYear } from "../words/times.ts"

export const RUNNING: StateWord = { word: "Running", tone: "busy" }

const RUNS: Record<FeedRun["result"], StateWord> = {
  running: RUNNING,
  imported: { word: "Imported", tone: "done" },
  nothing_new: { word: "Nothing new", tone: "quiet" },
  waiting: { word: "Needs you", tone: "warning", icon: "pause" },
  failed: { word: "Failed", tone: "bad" },
}

/** What came of a run. */
export function runState({ result }: FeedRun): StateWord {
  return RUNS[result]
}

/** The word for where a feed stands: what a person has to know of it first. */
export function feedState(feed: Feed): StateWord {
  const { paused, paused_reason, last_run, waits, failing, stale } = feed
  if (last_run?.result === "running") return RUNNING
  if (paused) {
    if (paused_reason !== null) return { word: "Stopped", tone: "bad" }
    return { word: "Paused", tone: "warning", icon: "pause" }
  }
  if (waits) return RUNS.waiting
  if (failing) return RUNS.failed
  return stale ? { word: "Stale", tone: "warning" } : { word: "In order", tone: "done" }
}

/** Where its files come from. */
export function sourceWords(source: FeedSource): string {
  if ("kbo" in source) return "the KBO portal"
  return "url" in source ? source.url : `stored files that begin with ${source.prefix}`
}

/** How old its data is. */
export function dataWords({ data_at }: Pick<Feed, "data_at">, now: number): string {
  if (data_at === null) return "Nothing has come yet"
  const days = ageInDays(data_at, now)
  return days === 0 ? "Of today" : `Of ${dayOfYear(data_at)}, ${counted(days, "day")} old`
}
