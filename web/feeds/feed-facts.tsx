import type { Feed } from "../../lib/contract/feeds.ts"
import { Link } from "../ui/link.tsx"
import { Ago, Ahead, useNow } from "../ui/moment.tsx"
import { Pair, Pairs } from "../ui/pairs.tsx"
import { StateChip } from "../ui/state-chip.tsx"
import { counted } from "../words/numbers.ts"
import type { StateWord } from "../words/states.ts"
import { dateAndTime } from "../words/times.ts"
import { ImportsOf } from "./feed-runs.tsx"
import { dataWords, runState, sourceWords } from "./feed-words.ts"
import { scheduleWords } from "./schedule.ts"

interface FeedFactsProps {
  feed: Feed
  /** What its dataset is called. */
  title: string
}

/** What a feed does, and how it stands. */
export function FeedFacts({ feed, title }: FeedFactsProps) {
  const now = useNow(30_000)
  const { source, last_run, stale, stale_after } = feed
  const missed = last_run?.missed ?? 0
  return (
    <Pairs className="feed-facts">
      <Pair name="Imports">
        {title}, from {sourceWords(source)}
      </Pair>
      <Pair name="When">{scheduleWords(feed)}</Pair>
      <Pair name="Next run">
        <Next feed={feed} />
      </Pair>
      <Pair name="Last run">
        <Last feed={feed} />
      </Pair>
      <Pair name="Data">
        {dataWords(feed, now)}
        {stale &&
          stale_after !== null &&
          ` – stale, since nothing newer came for ${counted(stale_after, "day")}`}
      </Pair>
      {missed > 0 && (
        <Pair name="Missed">
          {counted(missed, "run")} before the last one, which made up for what they would have brought
        </Pair>
      )}
      <Pair name="Tells">
        {toldWords(feed)}
        {feed.warnings.map(({ code, message }) => (
          <span key={code} className="feed-message">
            {message}
          </span>
        ))}
      </Pair>
    </Pairs>
  )
}

/** The schedule beside it is told in the feed's time zone. */
const here = Intl.DateTimeFormat().resolvedOptions().timeZone

function Next({ feed: { paused, next_run_at, time_zone } }: { feed: Feed }) {
  if (paused) return "None while it is paused"
  if (next_run_at === null) return "None: its schedule has no more times"
  return (
    <>
      <Ahead at={next_run_at} />, {dateAndTime(next_run_at)}
      {time_zone !== here && " where you are"}
    </>
  )
}

function Last({ feed: { last_run, waits } }: { feed: Feed }) {
  if (last_run === null) return "It has not run yet"
  const { begun_at, jobs, result, message } = last_run
  return (
    <>
      <StateChip state={result === "waiting" && !waits ? WAITED : runState(last_run)} /> <Ago at={begun_at} />
      {jobs.length > 0 && (
        <>
          {" – "}
          <ImportsOf run={last_run} />
        </>
      )}
      {waits && jobs.length === 0 && (
        <>
          {" – "}
          <Link to="/?state=waiting">What waits</Link>
        </>
      )}
      {result !== "failed" && jobs.length === 0 && message && <span className="feed-message">{message}</span>}
    </>
  )
}

/** What somebody has let go, or ended, since. */
const WAITED: StateWord = { word: "Waited for a person", tone: "quiet" }

/** Whom it tells of what happens. */
function toldWords({ notify, webhook_url, ping_url }: Feed): string {
  const told = [
    notify && `a mail to ${notify}`,
    webhook_url && `a webhook at ${webhook_url}`,
    ping_url && `a ping to ${ping_url}`,
  ].filter((one) => one !== null)
  if (told.length === 0) return "Nobody of its own"
  const words = told.join(", ")
  return words.charAt(0).toUpperCase() + words.slice(1)
}
