import { Cron } from "croner"
import { problem } from "../errors.ts"

const MOST_MISSED = 1_000

interface Schedule {
  schedule: string
  time_zone: string
}

/** The first due time after a moment, in milliseconds; null where there is none any more. Throws Problem 400 `invalid_request`. */
export function nextRun(of: Schedule, after: number): number | null {
  return cronOf(of).nextRun(new Date(after))?.getTime() ?? null
}

/** Due times after `due`, up to `now`: those at which nobody was there. */
export function missedRuns(of: Schedule, due: number, now: number): number {
  const cron = cronOf(of)
  let missed = 0
  for (let at = cron.nextRun(new Date(due)); at !== null && at.getTime() <= now; at = cron.nextRun(at)) {
    missed += 1
    if (missed === MOST_MISSED) break
  }
  return missed
}

/** It only tells times: nothing is run by it. */
function cronOf({ schedule, time_zone }: Schedule): Cron {
  try {
    const cron = new Cron(schedule, { timezone: time_zone, paused: true, mode: "5-part" })
    cron.nextRun(new Date(0))
    return cron
  } catch {
    const detail = `"${schedule}" in "${time_zone}" is no schedule. Give a cron expression of five fields, such as 30 7 * * *, and a time zone such as Europe/Brussels.`
    throw problem(400, "invalid_request", detail, { errors: [{ path: "schedule", message: detail }] })
  }
}

/** A template's day: {yyyy}, {MM} and {dd} as they are in the time zone then. */
export function filledIn(template: string, time_zone: string, at: number): string {
  const [yyyy = "", MM = "", dd = ""] = dayIn(time_zone, at).split("-")
  return template.replaceAll("{yyyy}", yyyy).replaceAll("{MM}", MM).replaceAll("{dd}", dd)
}

/** The day it is in a time zone, ISO 8601. */
export function dayIn(time_zone: string, at: number): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: time_zone }).format(new Date(at))
}
