import { useState } from "react"
import type { Feed } from "../../lib/contract/feeds.ts"
import { InputField, SelectField } from "../ui/field.tsx"
import type { SourceKind } from "./read-feed-form.ts"
import { cronOf, hasTime, type Plan, planOf, RHYTHMS, type Rhythm, WEEKDAYS } from "./schedule.ts"

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
  const zones = ZONES.includes(zone) ? ZONES : [zone, ...ZONES]
  return (
    <fieldset className="feed-group">
      <legend>When</legend>
      <div className="option-grid">
        <SelectField
          label="How often"
          choices={RHYTHMS}
          value={rhythm}
          onChange={({ target }) => change({ rhythm: target.value as Rhythm, cron })}
        />
        {rhythm === "weekly" && (
          <SelectField
            label="Day of the week"
            choices={WEEKDAYS.map((word, day) => [String(day), word])}
            value={plan.weekday}
            onChange={({ target }) => change({ weekday: target.value })}
          />
        )}
        {hasTime(rhythm) && (
          <InputField
            label="At"
            type="time"
            value={plan.time}
            onChange={({ target }) => change({ time: target.value })}
          />
        )}
        <InputField
          label="Cron expression"
          hint="Minute, hour, day, month, day of the week."
          error={error}
          name="schedule"
          value={rhythm === "cron" ? plan.cron : cron}
          readOnly={rhythm !== "cron"}
          onChange={({ target }) => change({ cron: target.value })}
        />
        <SelectField
          label="Time zone"
          choices={zones.map((name) => [name, name])}
          name="time_zone"
          defaultValue={zone}
        />
      </div>
    </fieldset>
  )
}
