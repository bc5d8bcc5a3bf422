import { useCallback, useEffect, useRef, useState } from "react"
import { isTransient } from "./call.ts"
import { backOff } from "./wait.ts"

interface Reading {
  /** Why it cannot go on; what a lost connection broke off is tried again by itself. */
  error: unknown
  /** Goes on while there is something to read; more of it at once changes nothing. */
  readOn(): void
}

/** Throws an error on, unless nobody wants what it was about any more. */
export function unless(isOver: () => boolean): (error: unknown) => undefined {
  return (error) => {
    if (!isOver()) throw error
  }
}

/** Reads step by step, one after the other: a step answers whether it found anything to read. */
export function useReading(step: () => Promise<boolean>): Reading {
  const [error, setError] = useState<unknown>()
  const at = useRef({
    step,
    busy: false,
    failures: 0,
    gone: false,
    timer: undefined as ReturnType<typeof setTimeout> | undefined,
  })
  at.current.step = step
  const readOn = useCallback(async () => {
    const now = at.current
    if (now.busy) return
    now.busy = true
    clearTimeout(now.timer)
    try {
      while (await now.step()) now.failures = 0
      setError(undefined)
    } catch (problem) {
      now.failures += 1
      if (now.gone) return
      if (isTransient(problem)) now.timer = setTimeout(() => void readOn(), backOff(now.failures))
      else setError(problem)
    } finally {
      now.busy = false
    }
  }, [])
  useEffect(() => {
    at.current.gone = false
    return () => {
      at.current.gone = true
      clearTimeout(at.current.timer)
    }
  }, [])
  return { error, readOn }
}
