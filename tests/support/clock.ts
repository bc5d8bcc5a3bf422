import type { Clock } from "../../lib/clock.ts"

/** A clock that stands still but for one millisecond a look, and that a test moves on. */
export interface MovableClock extends Clock {
  /** Moves it on by that many seconds. */
  advance(seconds: number): void
}

/** Starts at a fixed time; waiting moves the clock and takes no time. */
export function movableClock(start = Date.UTC(2026, 0, 5, 6)): MovableClock {
  let time = start
  return {
    now() {
      time += 1
      return time
    },
    async wait(ms) {
      time += ms
    },
    advance(seconds) {
      time += seconds * 1000
    },
  }
}
