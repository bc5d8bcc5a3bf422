import { useState } from "react"
import type { Feed } from "../../lib/contract/feeds.ts"
import { Field } from "../ui/field.tsx"
import type { SourceKind } from "./read-feed-form.ts"
import { cronOf, hasTime, type Plan, planOf, RHYTHMS, WEEKDAYS } from "./schedule.ts"

interface ScheduleFieldsProps {
  feed: Feed | null
  kind: SourceKind
  error: string | undefined
}

const PORTAL_ZONE = "Europe/Brussels"
const FIRST = { kbo: "30 7-13 * * *", other: "0 7 * * *" }

const ZONES = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")]

/** When a feed runs: by a few plain choices, or a cron expression. */
export function ScheduleFields({ feed, kind, error }: ScheduleFieldsProps) {
  const portal = kind === "kbo"
  const [plan, setPlan] = useState(() => planOf(feed?.schedule ?? (portal ? FIRST.kbo : FIRST.other)))
  const zone = feed?.time_zone ?? (portal ? PORTAL_ZONE : Intl.DateTimeFormat().resolvedOptions().timeZone)
  const change = (part: Partial<Plan>) => setPlan({ ...plan, ...part })
  const { rhythm } = plan
  const cron = cronOf(plan)
  return (
    <fieldset className="feed-group">
      <legend>When</legend>
      <div className="option-grid">
        <Field label="How often">
          {(control) => (
            <select
              {...control}
              value={rhythm}
              onChange={({ target }) => change({ rhythm: target.value as Plan["rhythm"], cron })}
            >
              {RHYTHMS.map(([value, word]) => (
                <option key={value} value={value}>
                  {word}
                </option>
              ))}
            </select>
          )}
        </Field>
        {rhythm === "weekly" && (
          <Field label="Day of the week">
            {(control) => (
              <select
                {...control}
                value={plan.weekday}
                onChange={({ target }) => change({ weekday: target.value })}
              >
                {WEEKDAYS.map((word, day) => (
                  <option key={word} value={day}>
                    {word}
                  </option>
                ))}
              </select>
            )}
          </Field>
        )}
        {hasTime(rhythm) && (
          <Field label="At">
            {(control) => (
              <input
                {...control}
                type="time"
                value={plan.time}
                onChange={({ target }) => change({ time: target.value })}
              />
            )}
          </Field>
        )}
        <Field label="Cron expression" hint="Minute, hour, day, month, day of the week." error={error}>
          {(control) => (
            <input
              {...control}
              name="schedule"
              value={rhythm === "cron" ? plan.cron : cron}
              readOnly={rhythm !== "cron"}
              onChange={({ target }) => change({ cron: target.value })}
            />
          )}
        </Field>
        <Field label="Time zone">
          {(control) => (
            <select {...control} name="time_zone" defaultValue={zone}>
              {(ZONES.includes(zone) ? ZONES : [zone, ...ZONES]).map((name) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          )}
        </Field>
      </div>
    </fieldset>
  )
}
