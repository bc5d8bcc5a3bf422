import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { type DriveEffects, driveFrom, driveJob, keepDriving } from "../../lib/contract/drive-job.ts"
import type { JobStatus } from "../../lib/contract/jobs.ts"
import type { ProcessBatchAnswer } from "../../lib/contract/process-batch.ts"
import { backOff } from "../../web/client/wait.ts"

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const CALL_MS = 40

class Lost extends Error {}

class Refused extends Error {
  readonly code: string

  constructor(code: string) {
    super(code)
    this.code = code
  }
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** A job of so many batches behind calls that take a while, telling every call and pause with its time. */
function jobOf(batches: number) {
  let inFlight = 0
  let done = 0
  const started = Date.now()
  const log: string[] = []
  const failures: Error[] = []
  const state = { status: "ready" as JobStatus, most: 0, done: () => done }
  const progress = () => ({ completed: done, total: batches, percentage: 0 })
  const called = async <T>(name: string, answer: () => T): Promise<T> => {
    log.push(`${Date.now() - started} ${name}`)
    inFlight += 1
    state.most = Math.max(state.most, inFlight)
    await sleep(CALL_MS)
    inFlight -= 1
    const failure = failures.shift()
    if (failure) throw failure
    return answer()
  }
  const processed = (): ProcessBatchAnswer => {
    if (state.status === "paused") {
      const none = { batches_completed: 0, records: 0 }
      return { batch_completed: false, ...none, progress: progress(), next_batch: null, status: "paused" }
    }
    done = Math.min(batches, done + 1)
    const next = done < batches ? { table: "t", batch: done + 1, operation: "insert" as const } : null
    const status = next ? ("processing" as const) : ("ready_to_finalize" as const)
    const one = { batches_completed: 1, records: 1 }
    return { batch_completed: true, ...one, progress: progress(), next_batch: next, status }
  }
  const effects: DriveEffects = {
    prepare: () =>
      called("prepare", () => ({
        job_id: "j",
        status: state.status,
        held: null,
        total_batches: 0,
        batches_by_table: {},
        warnings: [],
      })),
    processBatch: () => called("process-batch", processed),
    finalize: () =>
      called("finalize", () => {
        state.status = "completed"
      }),
    rollback: () =>
      called("rollback", () => {
        done -= 1
        const over = done <= 0
        if (over) state.status = "rolled_back"
        return {
          success: true,
          done: over,
          rows_removed: 0,
          rows_restored: 0,
          rows_kept: 0,
          progress: progress(),
        }
      }),
    look: () => called("status", () => state.status),
    async wait(ms, signal) {
      log.push(`${Date.now() - started} wait ${ms}`)
      if (!signal.aborted) await sleep(ms)
    },
    backOff,
    isTransient: (error) => error instanceof Lost,
    codeOf: (error) => (error instanceof Refused ? error.code : null),
    lost: (ms) => log.push(`${Date.now() - started} lost ${ms}`),
    found: () => log.push(`${Date.now() - started} found`),
  }
  return { effects, log, failures, state }
}

const named = (log: string[]) => log.map((line) => line.replace(/^\d+ /, ""))

test("batches are asked for one after the other, and the job is closed at the end", async () => {
  const job = jobOf(3)
  const driving = driveJob("ready", job.effects, new AbortController().signal)
  await vi.runAllTimersAsync()
  await driving
  expect(job.log).toEqual(["0 process-batch", "40 process-batch", "80 process-batch", "120 finalize"])
  expect(job.state.most).toBe(1)
})

test("a lost connection is waited for, longer each time, and nothing is asked twice at once", async () => {
  const job = jobOf(2)
  job.failures.push(new Lost(), new Lost(), new Lost())
  const driving = driveJob("processing", job.effects, new AbortController().signal)
  await vi.runAllTimersAsync()
  await driving
  expect(named(job.log)).toEqual([
    "process-batch",
    "lost 1000",
    "wait 1000",
    "process-batch",
    "lost 2000",
    "wait 2000",
    "process-batch",
    "lost 4000",
    "wait 4000",
    "process-batch",
    "found",
    "process-batch",
    "finalize",
  ])
  expect(job.state.most).toBe(1)
})

test("the pause between two attempts never grows beyond half a minute", () => {
  expect([1, 2, 3, 4, 5, 6, 20].map(backOff)).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000])
})

test("a driver is told why it stopped, and closes over failed batches only where that is wanted", async () => {
  const stopOf = async (status: ProcessBatchAnswer["status"], more: Partial<DriveEffects> = {}) => {
    const job = jobOf(1)
    const processBatch = async () => ({ ...(await job.effects.processBatch()), next_batch: null, status })
    const effects = { ...job.effects, processBatch, ...more }
    const driving = driveFrom("apply", effects, new AbortController().signal)
    await vi.runAllTimersAsync()
    return { stop: await driving, log: named(job.log) }
  }
  expect(await stopOf("held")).toEqual({ stop: { at: "held" }, log: ["process-batch"] })
  expect(await stopOf("blocked_by_failed")).toMatchObject({ stop: { at: "blocked_by_failed" } })
  const accepted = await stopOf("blocked_by_failed", { accept_failed: true })
  expect(accepted).toEqual({ stop: { at: "completed" }, log: ["process-batch", "finalize"] })
  const closed = new Refused("job_closed")
  const processBatch = () => Promise.reject(closed)
  expect((await stopOf("processing", { processBatch })).stop).toEqual({ at: "gone", error: closed })
})

test("prepare is called again at once where it gets further, and a moment later where another call is at it", async () => {
  const job = jobOf(1)
  const rows = [100, 200, 200, null]
  const prepare = async () => {
    const answer = await job.effects.prepare()
    const rows_staged = rows.shift() ?? null
    if (rows_staged === null) return answer
    const staging = { table: "contact", rows_staged, bytes_read: 1, bytes_total: 2 }
    return { ...answer, status: "preparing" as const, staging }
  }
  const driving = driveFrom("prepare", { ...job.effects, prepare }, new AbortController().signal, "prepare")
  await vi.runAllTimersAsync()
  expect(await driving).toBeNull()
  expect(named(job.log)).toEqual(["prepare", "prepare", "prepare", "wait 1000", "prepare"])
})

test("a paused job is left alone", async () => {
  const job = jobOf(5)
  const driving = keepDriving("processing", job.effects, new AbortController().signal)
  await vi.advanceTimersByTimeAsync(CALL_MS + 1)
  job.state.status = "paused"
  await vi.runAllTimersAsync()
  await driving
  expect(named(job.log)).toEqual(["process-batch", "process-batch", "status"])
})

test("a job resumed between the last answer and the stop is driven on", async () => {
  const job = jobOf(2)
  job.state.status = "paused"
  const driving = keepDriving("processing", job.effects, new AbortController().signal)
  await vi.advanceTimersByTimeAsync(CALL_MS + 1)
  job.state.status = "processing"
  await vi.runAllTimersAsync()
  await driving
  expect(job.state.status).toBe("completed")
  expect(job.state.most).toBe(1)
})

test("a signal ends the loop after the call under way", async () => {
  const job = jobOf(50)
  const stop = new AbortController()
  const driving = keepDriving("processing", job.effects, stop.signal)
  await vi.advanceTimersByTimeAsync(CALL_MS / 2)
  stop.abort()
  await vi.runAllTimersAsync()
  await driving
  expect(named(job.log)).toEqual(["process-batch"])
})

test("who finalizes too late looks again instead of giving up", async () => {
  const job = jobOf(1)
  job.state.status = "finalizing"
  job.failures.push(new Refused("state_changed"))
  const driving = driveJob("finalizing", job.effects, new AbortController().signal)
  await vi.runAllTimersAsync()
  await driving
  expect(named(job.log)).toEqual(["finalize", "wait 1000", "process-batch", "finalize"])
})

test("a job that was cancelled meanwhile ends the loop without trouble", async () => {
  const job = jobOf(3)
  job.failures.push(new Refused("job_closed"))
  const driving = driveJob("processing", job.effects, new AbortController().signal)
  await vi.runAllTimersAsync()
  await expect(driving).resolves.toBeUndefined()
})

test("what the server refuses is told", async () => {
  const job = jobOf(1)
  job.failures.push(new Refused("counts_differ"))
  const driving = driveJob("finalizing", job.effects, new AbortController().signal)
  const told = expect(driving).rejects.toThrow("counts_differ")
  await vi.runAllTimersAsync()
  await told
})

test("a job that is being prepared is prepared on, then applied", async () => {
  const job = jobOf(1)
  job.state.status = "preparing"
  const driving = driveJob("preparing", job.effects, new AbortController().signal)
  await vi.advanceTimersByTimeAsync(CALL_MS + 1)
  job.state.status = "ready"
  await vi.runAllTimersAsync()
  await driving
  expect(named(job.log)).toEqual(["prepare", "prepare", "process-batch", "finalize"])
})

test("an undoing is gone on with until it is done", async () => {
  const job = jobOf(3)
  await Promise.all([
    driveJob("processing", job.effects, new AbortController().signal),
    vi.runAllTimersAsync(),
  ])
  job.log.length = 0
  await Promise.all([
    driveJob("rolling_back", job.effects, new AbortController().signal),
    vi.runAllTimersAsync(),
  ])
  expect(named(job.log)).toEqual(["rollback", "rollback", "rollback"])
})
