import { randomBytes } from "node:crypto"

/** Where time comes from, so that tests can move it: milliseconds since the epoch. */
export interface Clock {
  now(): number
  /** Resolves after `ms`, or as soon as `signal` is aborted; a test's clock may resolve at once. */
  wait(ms: number, signal?: AbortSignal): Promise<void>
}

export const systemClock: Clock = {
  now: () => Date.now(),
  wait: (ms, signal) =>
    new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer)
        signal?.removeEventListener("abort", done)
        resolve()
      }
      const timer = setTimeout(done, signal?.aborted ? 0 : ms)
      signal?.addEventListener("abort", done)
    }),
}

export const DAY_MS = 86_400_000

/** UTC, ISO 8601: how every time is bound, stored and sent. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString()
}

/** Milliseconds to wait; a `Retry-After` holds seconds or an HTTP date (RFC 9110, 10.2.3). Null where it says nothing. */
export function retryAfterOf(header: string | null | undefined, now: number): number | null {
  if (header === null || header === undefined) return null
  const ms = /^\s*\d+\s*$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now
  return Number.isNaN(ms) ? null : Math.max(0, ms)
}

/** The current time as it is bound and stored. */
export function nowOf(effects: { clock: Clock }): string {
  return isoTime(effects.clock.now())
}

/**
 * An identifier that sorts by time (RFC 9562, version 7): rows of one job then lie together, and
 * DuckDB's zone maps skip the rest without an index.
 */
export function timeOrderedId(now: number): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(now, 0, 6)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString("hex")
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-")
}

/**
 * Identifiers for the rows of one file: like the above, and in the order of the rows, however many of them share a
 * millisecond.
 */
export function rowId(now: number, row: number): string {
  const time = now.toString(16).padStart(12, "0")
  const high = (Math.floor(row / 0x4000) & 0xfff).toString(16).padStart(3, "0")
  const low = (0x8000 | (row & 0x3fff)).toString(16)
  return `${time.slice(0, 8)}-${time.slice(8)}-7${high}-${low}-${randomHex()}`
}

/** Random bytes are fetched for many rows at once: asking for few costs as much. */
const pool = { hex: "", used: 0 }
const POOLED_BYTES = 6_144
const DIGITS = 12

function randomHex(): string {
  if (pool.used === pool.hex.length)
    Object.assign(pool, { hex: randomBytes(POOLED_BYTES).toString("hex"), used: 0 })
  pool.used += DIGITS
  return pool.hex.slice(pool.used - DIGITS, pool.used)
}
