import type { Clock } from "../../lib/clock.ts"

/** Who waits for a transaction in flight has to leave it room, however the clock goes. */
const MOMENT_MS = 5

/** A clock that stands still but for one millisecond a look, and that a test moves on. */
export interface MovableClock extends Clock {
  /** Moves it on by that many seconds. */
  advance(seconds: number): void
}

/** Starts at a fixed time; waiting moves the clock and lets others work for a moment. */
export function movableClock(start = Date.UTC(2026, 0, 5, 6)): MovableClock {
  let time = start
  return {
    now() {
      time += 1
      return time
    },
    async wait(ms) {
      time += ms
      await new Promise((done) => setTimeout(done, Math.min(ms, MOMENT_MS)))
    },
    advance(seconds) {
      time += seconds * 1000
    },
  }
}
