import { useEffect, useRef, useState, useSyncExternalStore } from "react"
import useSWR, { mutate as readAgain } from "swr"
import { codeOf, isTransient } from "./call.ts"
import { backOff } from "./wait.ts"

const HIDDEN_FACTOR = 4

/** Who is here; read again when any other reading is refused since nobody is. */
export const SESSION = "session"

export interface Polled<T> {
  data: T | undefined
  error: unknown
  /** When the data arrived, in milliseconds since the epoch. */
  updated_at: number | null
  /** While the server cannot be reached: when it is asked again. */
  retry_at: number | null
  refresh(): Promise<T | undefined>
  /** Takes what came another way for what a reading answered; without it, what is known still holds. */
  accept(data?: T): void
}

/** How long after an answer to ask again, in milliseconds; 0 for not at all. */
export type Interval<T> = number | ((data: T | undefined) => number)

/**
 * Reads, and reads again some time after each answer. In a hidden tab it asks less often, when
 * the server cannot be reached it backs off, and keeps what it has.
 */
export function usePolled<T>(key: string | null, read: () => Promise<T>, every: Interval<T> = 0): Polled<T> {
  const failures = useRef(0)
  const [arrived, setArrived] = useState<{ updated_at: number | null; retry_at: number | null }>(NEVER)
  const { data, error, isValidating, mutate } = useSWR(key, read, {
    shouldRetryOnError: false,
    revalidateOnReconnect: true,
    focusThrottleInterval: 500,
    dedupingInterval: 100,
    keepPreviousData: false,
    onSuccess: () => {
      failures.current = 0
      setArrived({ updated_at: Date.now(), retry_at: null })
    },
    onError: (problem) => {
      failures.current += 1
      const retry_at = isTransient(problem) ? Date.now() + backOff(failures.current) : null
      setArrived((before) => ({ ...before, retry_at }))
      if (codeOf(problem) === "unauthorized" && key !== SESSION) void readAgain(SESSION)
    },
  })
  const hidden = useHidden()
  const { retry_at } = arrived
  const interval_ms = typeof every === "number" ? every : every(data)
  useEffect(() => {
    if (key === null || isValidating) return
    if (error !== undefined && retry_at === null) return
    if (retry_at === null && interval_ms === 0) return
    const pause = interval_ms * (hidden ? HIDDEN_FACTOR : 1)
    const delay = retry_at === null ? pause : Math.max(0, retry_at - Date.now())
    const timer = setTimeout(() => void mutate().catch(() => {}), delay)
    return () => clearTimeout(timer)
  }, [key, isValidating, error, retry_at, interval_ms, hidden, mutate])
  const accept = (pushed?: T) => {
    failures.current = 0
    setArrived({ updated_at: Date.now(), retry_at: null })
    if (pushed !== undefined) void mutate(pushed, { revalidate: false })
  }
  return { data, error, ...arrived, refresh: () => mutate(), accept }
}

const NEVER = { updated_at: null, retry_at: null }

/** Whether what is read is known, or why it is not. */
export function isSettled({ data, error }: Pick<Polled<unknown>, "data" | "error">): boolean {
  return data !== undefined || error !== undefined
}

/** Reads once more whenever what it depends on is another. */
export function useReadWhen(what: string, refresh: () => Promise<unknown>): void {
  const known = useRef(what)
  useEffect(() => {
    if (known.current === what) return
    known.current = what
    refresh().catch(() => {})
  })
}

/** Whether nobody looks at the tab. */
export function useHidden(): boolean {
  return useSyncExternalStore(onVisibility, () => document.hidden)
}

function onVisibility(changed: () => void): () => void {
  document.addEventListener("visibilitychange", changed)
  return () => document.removeEventListener("visibilitychange", changed)
}
