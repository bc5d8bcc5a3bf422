import { useEffect, useRef, useState } from "react"
import { endpoints } from "../../lib/contract/endpoints.ts"
import type { Feed, FeedRun } from "../../lib/contract/feeds.ts"
import { call } from "../client/call.ts"
import { useAction } from "../client/use-action.ts"
import { wait } from "../client/wait.ts"

const AGAIN_MS = 1_000
/** By then a run has begun, and is looked at like one that others began. */
const SEEN_MS = 500

interface FeedActions {
  busy: boolean
  running: boolean
  refusal: string | null
  /** What came of what was asked for here. */
  ran: string | null
  run(): void
  pauseOrResume(): void
  /** Sends its webhook a test. */
  test(): void
  remove(): Promise<boolean>
}

/** What can be done with a feed. */
export function useFeedActions(feed: Feed, refresh: () => Promise<unknown>): FeedActions {
  const action = useAction()
  const [running, setRunning] = useState(false)
  const [ran, setRan] = useState<string | null>(null)
  const shown = useShown()
  const params = { id: feed.feed_id }
  const run = () =>
    void action.run(async () => {
      setRunning(true)
      setRan(null)
      try {
        const last = await runToItsEnd(params, shown, refresh)
        setRan(last?.message ?? null)
      } finally {
        setRunning(false)
        await refresh()
      }
    })
  const pauseOrResume = () =>
    void action.run(async () => {
      setRan(null)
      await call(endpoints.changeFeed, { params, body: { paused: !feed.paused } })
      await refresh()
    })
  const test = () =>
    void action.run(async () => {
      setRan(null)
      const { webhook_url } = feed
      const told = await call(endpoints.testWebhook, { body: { webhook_url } })
      setRan(
        told.delivered
          ? `The webhook took the test: ${told.answer}.`
          : `The webhook did not take the test: ${told.answer}`,
      )
    })
  const remove = () => action.run(() => call(endpoints.removeFeed, { params }).then(refresh))
  return { busy: action.busy, running, refusal: action.refusal, ran, run, pauseOrResume, test, remove }
}

/** Asks for as many calls as the run takes, whoever is at it, while somebody looks; else the server goes on. */
async function runToItsEnd(
  params: { id: string },
  shown: { current: boolean },
  refresh: () => Promise<unknown>,
): Promise<FeedRun | null> {
  for (let awaited = false; ; awaited = true) {
    // What was asked for may be over by now: another is not.
    const asked = call(endpoints.runFeed, { params, body: { due: awaited } })
    await Promise.race([asked, wait(SEEN_MS).then(refresh)]).catch(() => {})
    const { run } = await asked
    const last = run ?? (await call(endpoints.feed, { params })).last_run
    if (last?.result !== "running" || !shown.current) return last
    await wait(AGAIN_MS)
  }
}

function useShown(): { current: boolean } {
  const shown = useRef(true)
  useEffect(() => {
    shown.current = true
    return () => {
      shown.current = false
    }
  }, [])
  return shown
}
