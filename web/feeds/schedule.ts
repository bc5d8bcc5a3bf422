/** How often a feed comes, as a person says it; `cron` is for all else. */
export type Rhythm = "hourly" | "morning" | "daily" | "weekdays" | "weekly" | "monthly" | "cron"

export interface Plan {
  rhythm: Rhythm
  /** "07:00" */
  time: string
  /** 0 is Sunday. */
  weekday: string
  /** As it is written where it is none of the others. */
  cron: string
}

export const RHYTHMS: readonly (readonly [Rhythm, string])[] = [
  ["daily", "Every day"],
  ["weekdays", "Monday to Friday"],
  ["weekly", "Once a week"],
  ["monthly", "On the first of the month"],
  ["hourly", "Every hour"],
  ["morning", "Hourly from 7:30 to 13:30"],
  ["cron", "Otherwise, as a cron expression"],
]

export const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]

const HOURLY = "0 * * * *"
/** While the portal may list an extract. */
const MORNING = "30 7-13 * * *"
const AT = /^(\d{1,2}) (\d{1,2}) (\*|1) \* (\*|1-5|[0-6])$/

/** Which rhythms are at a time of day. */
export const hasTime = (rhythm: Rhythm) => ["daily", "weekdays", "weekly", "monthly"].includes(rhythm)

/** The cron expression of a plan. */
export function cronOf({ rhythm, time, weekday, cron }: Plan): string {
  if (rhythm === "cron") return cron.trim()
  if (rhythm === "hourly") return HOURLY
  if (rhythm === "morning") return MORNING
  const [hour, minute] = time.split(":").map(Number)
  const day = { daily: "*", weekdays: "1-5", weekly: weekday, monthly: "*" }[rhythm]
  return `${minute || 0} ${hour || 0} ${rhythm === "monthly" ? 1 : "*"} * ${day}`
}

/** What a cron expression says, in those words. */
export function planOf(cron: string): Plan {
  const plan: Plan = { rhythm: "cron", time: "07:00", weekday: "1", cron }
  if (cron === HOURLY) return { ...plan, rhythm: "hourly" }
  if (cron === MORNING) return { ...plan, rhythm: "morning" }
  const [whole, minute = "", hour = "", date, weekday = ""] = AT.exec(cron) ?? []
  const rhythm = date === "1" ? (weekday === "*" ? "monthly" : null) : rhythmOf(weekday)
  if (whole === undefined || rhythm === null || Number(minute) > 59 || Number(hour) > 23) return plan
  const time = `${hour.padStart(2, "0")}:${minute.padStart(2, "0")}`
  return { ...plan, rhythm, time, ...(rhythm === "weekly" && { weekday }) }
}

function rhythmOf(weekday: string): Rhythm {
  if (weekday === "*") return "daily"
  return weekday === "1-5" ? "weekdays" : "weekly"
}

/** "Every day at 07:00, Europe/Brussels" */
export function scheduleWords({ schedule, time_zone }: { schedule: string; time_zone: string }): string {
  const { rhythm, time, weekday } = planOf(schedule)
  const word = RHYTHMS.find(([value]) => value === rhythm)?.[1]
  if (rhythm === "cron") return `At ${schedule}, ${time_zone}`
  if (rhythm === "weekly") return `Every ${WEEKDAYS[Number(weekday)]} at ${time}, ${time_zone}`
  return hasTime(rhythm) ? `${word} at ${time}, ${time_zone}` : `${word}, ${time_zone}`
}
