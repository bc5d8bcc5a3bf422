import { useEffect, useState } from "react"
import { ago, ahead, dateAndTime } from "../words/times.ts"

/** The time, again every so often, for what tells an age. */
export function useNow(every_ms = 1_000): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every_ms)
    return () => clearInterval(timer)
  }, [every_ms])
  return now
}

/** A moment as its date and time. */
export function At({ at }: { at: string }) {
  return <time dateTime={at}>{dateAndTime(at)}</time>
}

/** A moment as its age. */
export function Ago({ at }: { at: string }) {
  return <FromNow at={at} words={ago} />
}

/** A moment to come, as how long it is until then. */
export function Ahead({ at }: { at: string }) {
  return <FromNow at={at} words={ahead} />
}

/** How far a moment is away, with date and time beside it for whoever points at it. */
function FromNow({ at, words }: { at: string; words: typeof ago }) {
  const now = useNow(10_000)
  return (
    <time dateTime={at} title={dateAndTime(at)}>
      {words(Date.parse(at), now)}
    </time>
  )
}
