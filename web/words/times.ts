import { count } from "./numbers.ts"

const MINUTE = 60
const HOUR = 3_600
const DAY = 86_400

const seconds = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 })
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "auto", style: "long" })
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" })
const date = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "long" })
const shortDate = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeZone: "UTC" })
const fullDate = new Intl.DateTimeFormat(undefined, { dateStyle: "long", timeZone: "UTC" })
const longDate = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "long", year: "numeric" })
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" })

/** A length of time: "850 ms", "12.4 s", "3 min 20 s", "2 h 5 min". */
export function lasting(ms: number): string {
  if (ms < 1000) return `${count(ms)} ms`
  const all = ms / 1000
  if (all < MINUTE) return `${seconds.format(all)} s`
  if (all < HOUR) return `${Math.floor(all / MINUTE)} min ${Math.floor(all % MINUTE)} s`
  return `${Math.floor(all / HOUR)} h ${Math.floor((all % HOUR) / MINUTE)} min`
}

/** What is left, as the interval it is: "12–16 s left", "3–5 min left". */
export function left({ low, high }: { low: number; high: number }): string {
  const unit = high < 2 * MINUTE ? 1 : high < 2 * HOUR ? MINUTE : HOUR
  const name = unit === 1 ? "s" : unit === MINUTE ? "min" : "h"
  const [from, to] = [Math.floor(low / unit), Math.max(1, Math.ceil(high / unit))]
  return from === to ? `${count(to)} ${name} left` : `${count(from)}–${count(to)} ${name} left`
}

/** How long ago a moment was: "2 minutes ago", "now". */
export function ago(at: number, now: number): string {
  const past = Math.max(0, (now - at) / 1000)
  if (past < 5) return "just now"
  if (past < MINUTE) return relative.format(-Math.floor(past), "second")
  if (past < HOUR) return relative.format(-Math.floor(past / MINUTE), "minute")
  if (past < DAY) return relative.format(-Math.floor(past / HOUR), "hour")
  return relative.format(-Math.floor(past / DAY), "day")
}

/** How long it is until a moment: "in 5 hours". */
export function ahead(at: number, now: number): string {
  const left = Math.max(0, (at - now) / 1000)
  if (left < MINUTE) return "now"
  if (left < HOUR) return relative.format(Math.round(left / MINUTE), "minute")
  if (left < DAY) return relative.format(Math.round(left / HOUR), "hour")
  return relative.format(Math.round(left / DAY), "day")
}

/** How many whole days ago a moment was. */
export function ageInDays(iso: string, now: number): number {
  return Math.max(0, Math.floor((now - Date.parse(iso)) / (DAY * 1000)))
}

/** The age of what is shown: "updated 1 s ago". */
export function updated(at: number, now: number): string {
  const past = Math.max(0, Math.floor((now - at) / 1000))
  return past < MINUTE ? `updated ${past} s ago` : `updated ${ago(at, now)}`
}

export function dateAndTime(iso: string): string {
  return moment.format(new Date(iso))
}

/** "12 November 2026" */
export function dayOfYear(iso: string): string {
  return longDate.format(new Date(iso))
}

/** "12 November" */
export function day(iso: string): string {
  return date.format(new Date(iso))
}

export function timeOfDay(iso: string): string {
  return clock.format(new Date(iso))
}

/** "12 November 2025", of a day without a time. */
export function dayInFull(day: string): string {
  return fullDate.format(new Date(`${day}T00:00:00Z`))
}

/** "12 Nov 2025", of a day without a time. */
export function shortDay(day: string): string {
  return shortDate.format(new Date(`${day}T00:00:00Z`))
}
