import type { Feed, RegisterStand } from "../../lib/contract/feeds.ts"
import type { ImportSummary } from "../../lib/contract/imports.ts"
import { feedState } from "../feeds/feed-words.ts"
import { useMayAdminister, useMayChange } from "../session.tsx"
import { extractWords } from "../source/stored-files.tsx"
import { ChoiceLink, Link } from "../ui/link.tsx"
import { Ahead, useNow } from "../ui/moment.tsx"
import { Section } from "../ui/section.tsx"
import { StateChip } from "../ui/state-chip.tsx"
import { counted } from "../words/numbers.ts"
import { jobState } from "../words/states.ts"
import { ageInDays, dayInFull } from "../words/times.ts"
import { NextUpdate } from "./next-update.tsx"
import type { StandingState } from "./use-standing.ts"

interface StandingProps {
  standing: StandingState
  /** The register's dataset, where it is imported here. */
  register: string | undefined
}

/** What needs a person, how far the register is, and what comes by itself. */
export function Standing({ standing, register }: StandingProps) {
  const { waiting, more, feeds, next } = standing
  const mayChange = useMayChange()
  const isFed = feeds.some(({ dataset, paused }) => dataset === register && !paused)
  if (waiting.length === 0 && feeds.length === 0 && !register) return null
  return (
    <Section title="Where things stand" className="standing">
      {waiting.length > 0 && <Waiting imports={waiting} more={more} />}
      {register && (
        <div className="standing-register">
          <RegisterLine stand={standing.register} next={next} isFed={isFed} />
          {mayChange && (next !== null || !isFed) && <NextUpdate dataset={register} />}
        </div>
      )}
      <FeedLines feeds={feeds} hint={register !== undefined} />
    </Section>
  )
}

function Waiting({ imports, more }: { imports: readonly ImportSummary[]; more: boolean }) {
  return (
    <div>
      <h3>Waiting for you</h3>
      <ul className="standing-list">
        {imports.map((one) => (
          <li key={one.job_id}>
            <StateChip state={jobState(one)} />
            <strong>{one.title}</strong>
            <Link to={`/imports/${one.job_id}`}>{whyWaiting(one)}</Link>
          </li>
        ))}
      </ul>
      {more && (
        <ChoiceLink name="state" value="waiting">
          All that wait
        </ChoiceLink>
      )}
    </div>
  )
}

function whyWaiting({ held, status, row_errors, overall_progress }: ImportSummary): string {
  if (held === "mass_close") return "Many rows would be closed; nothing is imported yet"
  if (held) return `${counted(row_errors, "row")} cannot be used; nothing is imported yet`
  if (status === "paused") return "Goes on when somebody resumes it"
  return `${counted(overall_progress.failed_batches, "batch", "batches")} failed`
}

interface RegisterLineProps {
  stand: RegisterStand | undefined
  next: string | null
  /** A feed brings what comes next. */
  isFed: boolean
}

/** Days without a new extract that are nothing out of the ordinary. */
const FRESH_DAYS = 4

/** How far the register is, and whether that is all there is. */
function RegisterLine({ stand, next, isFed }: RegisterLineProps) {
  const now = useNow(60_000)
  const days = stand?.snapshot_date ? ageInDays(stand.snapshot_date, now) : null
  return (
    <p>
      <strong>{next ? `${extractWords(next)} is ready to import` : currentWords(stand, days, isFed)}</strong>
      {stand && (
        <span className="muted">
          {" "}
          – the register is at extract {stand.extract_number}
          {stand.snapshot_date && `, of ${dayInFull(stand.snapshot_date)}`}
          {next && days !== null && days > 0 && `, ${counted(days, "day")} old`}
        </span>
      )}
    </p>
  )
}

function currentWords(stand: RegisterStand | undefined, days: number | null, isFed: boolean): string {
  if (!stand) return "Nothing of the register is imported yet"
  if (days === null) return "No newer extract is stored"
  const old = days === 0 ? "of today" : `${counted(days, "day")} old`
  if (days <= FRESH_DAYS) return `Up to date, ${old}`
  return isFed ? `The data is ${old}` : `No newer extract is stored; the data is ${old}`
}

const MOST_FEEDS = 6

/** What comes by itself, and when. */
function FeedLines({ feeds, hint }: { feeds: readonly Feed[]; hint: boolean }) {
  const mayAdminister = useMayAdminister()
  if (feeds.length === 0) {
    if (!hint || !mayAdminister) return null
    return (
      <p className="muted">
        A <Link to="/feeds">feed</Link> fetches each extract and imports it by itself.
      </p>
    )
  }
  return (
    <div>
      <h3>Feeds</h3>
      <ul className="standing-list">
        {feeds.slice(0, MOST_FEEDS).map((feed) => (
          <li key={feed.feed_id}>
            <StateChip state={feedState(feed)} />
            <Link to="/feeds">{feed.name}</Link>
            <span className="muted">
              {feed.paused || feed.next_run_at === null ? (
                "no next run"
              ) : (
                <>
                  next run <Ahead at={feed.next_run_at} />
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
      {feeds.length > MOST_FEEDS && <Link to="/feeds">All feeds</Link>}
    </div>
  )
}
