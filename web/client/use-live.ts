import { useEffect, useRef, useState } from "react"
import type { StatusAnswer } from "../../lib/contract/status.ts"
import { follow } from "./follow.ts"

const AGAIN_MS = 30_000

interface Told {
  progress(status: StatusAnswer): void
  alive(): void
  /** Whether the server is heard at the moment. */
  live(on: boolean): void
}

/** Listens to the events of an address while there is one. After it has given up it tries again half a minute later. */
export function useLive(address: string | null, told: Told): void {
  const [resting, setResting] = useState(false)
  const latest = useRef(told)
  latest.current = told

  useEffect(() => {
    if (address === null || resting) return
    const live = (on: boolean) => latest.current.live(on)
    const stop = follow(new EventSource(address), {
      progress(status) {
        live(true)
        latest.current.progress(status)
      },
      alive() {
        live(true)
        latest.current.alive()
      },
      silent: () => live(false),
      over: () => setResting(true),
    })
    // A connection that is cut stays silent; the browser knows sooner.
    const cut = () => live(false)
    addEventListener("offline", cut)
    return () => {
      removeEventListener("offline", cut)
      stop()
      live(false)
    }
  }, [address, resting])

  useEffect(() => {
    if (address === null) setResting(false)
    if (!resting) return
    const timer = setTimeout(() => setResting(false), AGAIN_MS)
    return () => clearTimeout(timer)
  }, [address, resting])
}
