import { useEffect, useRef } from "react"
import type { DataTable } from "../../lib/contract/data.ts"
import { endpoints } from "../../lib/contract/endpoints.ts"
import { call } from "../client/call.ts"
import { type Polled, usePolled } from "../client/use-polled.ts"

/** The tables there are to read; the same for as long as the page is open. */
export function useTables(): Polled<DataTable[]> {
  return usePolled("data", async () => (await call(endpoints.dataTables)).tables)
}

export interface Shown<T> {
  /** What was asked for, or, while that is still to come, what was shown before it. */
  data: T | undefined
  /** What is shown is not yet what was asked for. */
  waiting: boolean
  error: unknown
  retry_at: number | null
}

/** Reads once, and keeps what is shown until the answer is there, so that nothing moves in between. */
export function useShown<T>(key: string | null, read: () => Promise<T>): Shown<T> {
  const { data, error, retry_at } = usePolled(key, read)
  const before = useRef<T>(undefined)
  useEffect(() => {
    if (data !== undefined) before.current = data
  }, [data])
  const waiting = key !== null && data === undefined && error === undefined
  return { data: data ?? (waiting ? before.current : undefined), waiting, error, retry_at }
}
