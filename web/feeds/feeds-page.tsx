import type { DatasetDeclaration } from "../../lib/contract/datasets.ts"
import type { Feed } from "../../lib/contract/feeds.ts"
import { useDatasets } from "../client/use-datasets.ts"
import { useMayAdminister } from "../session.tsx"
import { Connection } from "../ui/connection.tsx"
import { focusHeading } from "../ui/heading.ts"
import { ChoiceLink, choose, useAddress } from "../ui/link.tsx"
import { useTitle } from "../ui/title.ts"
import { FeedForm } from "./feed-form.tsx"
import { FeedPanel } from "./feed-panel.tsx"
import { useFeeds } from "./use-feeds.ts"

const NEW = "new"

/** What repeats: when, how it went, and how old its data is. */
export function FeedsPage() {
  const feeds = useFeeds()
  const datasets = useDatasets()
  const mayAdminister = useMayAdminister()
  const [asked] = useAddress("feed")
  const { error } = feeds
  useTitle("Feeds – Sluice")
  const all = feeds.data?.feeds
  const declared = datasets.data
  const form = mayAdminister ? asked : ""
  const done = async () => {
    await feeds.refresh().catch(() => {})
    // What is set up is behind one: Back leads to where the form was asked for.
    choose({ feed: "" }, "in place")
    focusHeading()
  }
  return (
    <div className="feeds">
      <header className="feeds-head">
        <h1>Feeds</h1>
        {mayAdminister && form === "" && all && all.length > 0 && (
          <ChoiceLink name="feed" value={NEW} className="button primary">
            Add a feed
          </ChoiceLink>
        )}
      </header>
      <Connection retry_at={feeds.retry_at} error={error} />
      {declared && form === NEW && <FeedForm datasets={declared} feed={null} onDone={() => void done()} />}
      {declared && all?.length === 0 && form === "" && <NoFeed mayAdminister={mayAdminister} />}
      {declared &&
        all?.map((feed) =>
          form === feed.feed_id ? (
            <FeedForm key={feed.feed_id} datasets={declared} feed={feed} onDone={() => void done()} />
          ) : (
            <FeedPanel
              key={feed.feed_id}
              feed={feed}
              title={titleOf(feed, declared)}
              refresh={feeds.refresh}
            />
          ),
        )}
    </div>
  )
}

function titleOf({ dataset }: Feed, declared: DatasetDeclaration[]): string {
  return declared.find((one) => one.dataset === dataset)?.title ?? dataset
}

function NoFeed({ mayAdminister }: { mayAdminister: boolean }) {
  return (
    <section className="panel empty" aria-labelledby="no-feed">
      <h2 id="no-feed">Nothing repeats yet</h2>
      <p>
        A feed fetches what is new at its source and imports it by itself: the company register from the KBO
        portal, a file at an address, or files that somebody stores. It tells you when it fails, when an
        import waits for you, and when nothing new has come for too long.
      </p>
      {mayAdminister ? (
        <ChoiceLink name="feed" value={NEW} className="button primary large">
          Add a feed
        </ChoiceLink>
      ) : (
        <p className="muted">An admin can add one.</p>
      )}
    </section>
  )
}
