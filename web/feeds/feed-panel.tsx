import { useState } from "react"
import type { Feed } from "../../lib/contract/feeds.ts"
import { useMayAdminister, useMayChange } from "../session.tsx"
import { Button } from "../ui/button.tsx"
import { Confirm } from "../ui/confirm.tsx"
import { Fold } from "../ui/fold.tsx"
import { focusHeading } from "../ui/heading.ts"
import { Icon } from "../ui/icon.tsx"
import { ChoiceLink } from "../ui/link.tsx"
import { Notice, Refusal } from "../ui/notice.tsx"
import { Section } from "../ui/section.tsx"
import { StateChip } from "../ui/state-chip.tsx"
import { FeedFacts } from "./feed-facts.tsx"
import { FeedRuns } from "./feed-runs.tsx"
import { FeedTold } from "./feed-told.tsx"
import { feedState, RUNNING } from "./feed-words.ts"
import { useFeedActions } from "./use-feed-actions.ts"

interface FeedPanelProps {
  feed: Feed
  /** What its dataset is called. */
  title: string
  refresh(): Promise<unknown>
}

/** A feed: how it stands, what can be done with it, and its last runs. */
export function FeedPanel({ feed, title, refresh }: FeedPanelProps) {
  const { feed_id, name, last_run } = feed
  const actions = useFeedActions(feed, refresh)
  const isToldAbove = last_run?.jobs.length === 0 && actions.ran === last_run.message
  return (
    <Section
      title={name}
      aside={<StateChip state={actions.running ? RUNNING : feedState(feed)} />}
      className="feed"
    >
      <Trouble feed={feed} />
      <FeedFacts feed={feed} title={title} />
      {actions.refusal && <Refusal>{actions.refusal}</Refusal>}
      <p role="status" className={isToldAbove ? "unseen" : "muted"}>
        {actions.running ? "Running …" : actions.ran}
      </p>
      <Buttons feed={feed} actions={actions} />
      <Fold name={`runs-${feed_id.slice(-8)}`} summary="The last 30 runs">
        <FeedRuns feed_id={feed_id} name={name} newest={`${last_run?.run_id} ${last_run?.result}`} />
      </Fold>
      <Fold name={`told-${feed_id.slice(-8)}`} summary="What it has told">
        <FeedTold feed_id={feed_id} name={name} />
      </Fold>
    </Section>
  )
}

/** What keeps it from running, in the words of its last run. */
function Trouble({ feed: { paused, paused_reason, failing, last_run } }: { feed: Feed }) {
  const why = (paused && paused_reason) || (failing && last_run?.message)
  if (!why) return null
  return <Notice tone="bad">{why}</Notice>
}

interface ButtonsProps {
  feed: Feed
  actions: ReturnType<typeof useFeedActions>
}

function Buttons({ feed, actions: { busy, running, run, pauseOrResume, test, remove } }: ButtonsProps) {
  const [asked, ask] = useState(false)
  const mayChange = useMayChange()
  const mayAdminister = useMayAdminister()
  if (!mayChange) return null
  const removed = async () => {
    ask(false)
    if (await remove()) focusHeading()
  }
  const isRunning = running || feed.last_run?.result === "running"
  return (
    <div className="actions">
      <Button idle={busy || isRunning} onClick={run}>
        <Icon name="play" /> Run now
      </Button>
      {mayAdminister && (
        <>
          <Button idle={busy} onClick={pauseOrResume}>
            <Icon name={feed.paused ? "play" : "pause"} /> {feed.paused ? "Resume" : "Pause"}
          </Button>
          <ChoiceLink name="feed" value={feed.feed_id} className="button">
            Change
          </ChoiceLink>
          {feed.webhook_url !== null && (
            <Button idle={busy} onClick={test}>
              Test the webhook
            </Button>
          )}
          <Button look="danger" idle={busy} onClick={() => ask(true)}>
            Remove
          </Button>
        </>
      )}
      {asked && (
        <Confirm
          title={`Remove ${feed.name}?`}
          yes="Remove the feed"
          no="Keep it"
          onYes={() => void removed()}
          onNo={() => ask(false)}
        >
          <p>It does not run any more, and its runs are forgotten. What it has imported stays.</p>
        </Confirm>
      )}
    </div>
  )
}
