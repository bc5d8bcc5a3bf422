import { useCallback, useEffect, useRef, useState } from "react"
import { type DriveEffects, isDrivable, keepDriving, standingOf } from "../../lib/contract/drive-job.ts"
import { endpoints } from "../../lib/contract/endpoints.ts"
import type { StatusAnswer } from "../../lib/contract/status.ts"
import { call, codeOf, isTransient, messageOf } from "../client/call.ts"
import { backOff, wait } from "../client/wait.ts"

const PREPARE_PATIENCE_MS = 100_000

export interface Driving {
  /** Whether this tab is at it. */
  on: boolean
  /** Why it stopped although there is something left to do. */
  trouble: string | null
  /** While the server cannot be reached, or cannot do it. */
  lost: Lost | null
  /** Starts again after trouble. */
  takeOver(): void
}

/** Why there is no answer, and when the server is asked again. */
export interface Lost {
  retry_at: number
  error: unknown
}

/** One loop a tab: the next begins when the one before has had its last answer. */
let underWay: Promise<void> = Promise.resolve()

/**
 * Drives the job as long as this component is shown, it can run, and the person may. Reading the status stays
 * with `refresh`, which the loop calls when it has moved the job to a stop.
 */
export function useDriver(
  status: StatusAnswer | undefined,
  mayDrive: boolean,
  refresh: () => Promise<StatusAnswer | undefined>,
): Driving {
  const [on, setOn] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)
  const [lost, setLost] = useState<Lost | null>(null)
  const known = status ? standingOf(status) : "completed"
  const latest = useRef({ refresh, known })
  latest.current = { refresh, known }
  const { job_id, dataset } = status ?? {}
  const drivable = mayDrive && status !== undefined && isDrivable(status)
  const wanted = drivable && trouble === null

  useEffect(() => {
    if (!wanted || !job_id || !dataset) return
    const stop = new AbortController()
    const tell = {
      lost: (ms: number, error: unknown) => setLost({ retry_at: Date.now() + ms, error }),
      found: () => {
        setLost(null)
        void latest.current.refresh().catch(() => {})
      },
    }
    const drive = async () => {
      if (stop.signal.aborted) return
      setOn(true)
      try {
        await keepDriving(latest.current.known, effectsOf(dataset, job_id, tell), stop.signal)
      } catch (error) {
        if (!stop.signal.aborted) setTrouble(messageOf(error))
      } finally {
        setOn(false)
        setLost(null)
        void latest.current.refresh().catch(() => {})
      }
    }
    underWay = underWay.then(drive)
    return () => stop.abort()
  }, [wanted, job_id, dataset])

  useEffect(() => {
    if (!drivable) setTrouble(null)
  }, [drivable])

  const takeOver = useCallback(() => setTrouble(null), [])
  return { on, trouble, lost, takeOver }
}

type Tell = Pick<DriveEffects, "lost" | "found">

function effectsOf(dataset: string, job_id: string, tell: Tell): DriveEffects {
  const params = { dataset }
  const body = { job_id }
  return {
    ...tell,
    prepare: () => call(endpoints.prepare, { params, body, timeout_ms: PREPARE_PATIENCE_MS }),
    processBatch: () => call(endpoints.processBatch, { params, body }),
    finalize: () => call(endpoints.finalize, { params, body }),
    rollback: () => call(endpoints.rollback, { params, body }),
    look: async () => standingOf(await call(endpoints.status, { params: { dataset, job_id } })),
    wait,
    backOff,
    isTransient,
    codeOf,
  }
}
