import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { follow } from "../../web/client/follow.ts"
import { statusOf } from "./status.ts"

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const AT = "2025-10-30T08:00:00.000Z"
const HALF = { ...statusOf({}).overall_progress, completed_batches: 1, percentage: 50 }
const STATUS = statusOf({
  status: "processing",
  outcome: null,
  error: null,
  finished_at: null,
  overall_progress: HALF,
  reconciles: null,
  updated_at: AT,
})

/** A stream as a browser has it, and what is told of it. */
function followed() {
  const listeners = new Map<string, (event: { data?: unknown }) => void>()
  const log: string[] = []
  const stream = {
    readyState: 0,
    addEventListener(type: string, listener: (event: { data?: unknown }) => void) {
      listeners.set(type, listener)
    },
    close() {
      this.readyState = 2
      log.push("closed")
    },
  }
  const stop = follow(stream, {
    progress: ({ overall_progress }) => log.push(`at ${overall_progress.percentage}`),
    alive: () => log.push("alive"),
    silent: () => log.push("silent"),
    over: () => log.push("over"),
  })
  const send = (type: string, data?: unknown) => listeners.get(type)?.({ data: JSON.stringify(data) })
  const fail = (readyState: number) => {
    stream.readyState = readyState
    send("error")
  }
  return { log, send, fail, stop }
}

const CONNECTING = 0
const CLOSED = 2

test("what the server says is passed on, until it says that nothing more comes", () => {
  const { log, send } = followed()
  send("progress", STATUS)
  send("heartbeat", { at: AT })
  send("end", { reason: "finished" })
  expect(log).toEqual(["at 50", "alive", "closed", "over"])
})

test("an error before the first event ends it", () => {
  const { log, fail } = followed()
  fail(CONNECTING)
  expect(log).toEqual(["silent", "closed", "over"])
})

test("one error is waited out, a second in a row ends it", () => {
  const { log, send, fail } = followed()
  send("progress", STATUS)
  fail(CONNECTING)
  send("progress", STATUS)
  fail(CONNECTING)
  fail(CONNECTING)
  expect(log).toEqual(["at 50", "silent", "at 50", "silent", "silent", "closed", "over"])
})

test("a stream that has run out of its time breaks off without that being an error", () => {
  const { log, send, fail } = followed()
  send("progress", STATUS)
  for (const reason of ["time", "interrupted"]) {
    send("end", { reason })
    fail(CONNECTING)
  }
  expect(log).toEqual(["at 50"])
  fail(CLOSED)
  expect(log).toEqual(["at 50", "silent", "closed", "over"])
})

test("a refusal ends it at once", () => {
  const { log, send, fail } = followed()
  send("progress", STATUS)
  fail(CLOSED)
  expect(log).toEqual(["at 50", "silent", "closed", "over"])
})

test("a stream that says nothing for too long is given up", () => {
  const { log, send } = followed()
  vi.advanceTimersByTime(20_000)
  send("heartbeat", { at: AT })
  vi.advanceTimersByTime(20_000)
  expect(log).toEqual(["alive"])
  vi.advanceTimersByTime(5_000)
  expect(log).toEqual(["alive", "silent", "closed", "over"])
})

test("a status this page does not understand is left to asking", () => {
  const { log, send } = followed()
  send("progress", { ...STATUS, status: "dreaming" })
  expect(log).toEqual(["silent", "closed", "over"])
})

test("who stops listening hears no more", () => {
  const { log, stop } = followed()
  stop()
  vi.advanceTimersByTime(60_000)
  expect(log).toEqual(["closed"])
})
