import { expect, test } from "vitest"
import { cronOf, planOf, scheduleWords } from "../../web/feeds/schedule.ts"

const words = (schedule: string) => scheduleWords({ schedule, time_zone: "UTC" })

test.each([
  ["0 7 * * *", "Every day at 07:00, UTC"],
  ["5 16 * * 1-5", "Monday to Friday at 16:05, UTC"],
  ["30 6 * * 0", "Every Sunday at 06:30, UTC"],
  ["0 0 1 * *", "On the first of the month at 00:00, UTC"],
  ["0 * * * *", "Every hour, UTC"],
  ["30 7-13 * * *", "Hourly from 7:30 to 13:30, UTC"],
])("%s is said plainly and comes back as it was", (cron, said) => {
  expect(words(cron)).toBe(said)
  expect(cronOf(planOf(cron))).toBe(cron)
})

test.each(["15 3 1 1 *", "*/5 * * * *", "0 25 * * *", "0 7 1 * 1", "0 7 * * 1,3", "nothing"])(
  "%s is none of the plain choices and stays as it is written",
  (cron) => {
    expect(planOf(cron)).toMatchObject({ rhythm: "cron", cron })
    expect(cronOf(planOf(cron))).toBe(cron)
  },
)
