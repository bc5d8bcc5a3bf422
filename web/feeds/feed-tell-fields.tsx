import type { DatasetDeclaration } from "../../lib/contract/datasets.ts"
import type { Feed } from "../../lib/contract/feeds.ts"
import type { FieldErrors } from "../start/beginning.ts"
import { InputField } from "../ui/field.tsx"
import { isRegister } from "../words/datasets.ts"

interface TellFieldsProps {
  feed: Feed | null
  dataset: DatasetDeclaration | undefined
  errors: FieldErrors
}

/** Days after which the register is expected to have a newer extract. */
const REGISTER_DAYS = 4

/** Whom a feed tells, and of what it is silent for how long. */
export function TellFields({ feed, dataset, errors }: TellFieldsProps) {
  const days = feed ? feed.stale_after : isRegister(dataset) ? REGISTER_DAYS : null
  return (
    <fieldset className="feed-group">
      <legend>Whom to tell</legend>
      <div className="option-grid">
        <InputField
          label="Mail"
          hint="Where it fails, waits for a person, or its data is stale; and what each import brought."
          error={errors.notify}
          name="notify"
          type="email"
          defaultValue={feed?.notify ?? ""}
        />
        <InputField
          label="Webhook"
          hint="The same as a signed POST to this address."
          error={errors.webhook_url}
          name="webhook_url"
          type="url"
          defaultValue={feed?.webhook_url ?? ""}
        />
        <InputField
          label="Ping"
          hint="Asked for after every success, so that whoever watches it sees when that stays away."
          error={errors.ping_url}
          name="ping_url"
          type="url"
          defaultValue={feed?.ping_url ?? ""}
        />
        <InputField
          key={feed ? "" : days}
          label="Stale after days"
          hint="Without newer data for so long, somebody is told once. Empty for never."
          error={errors.stale_after}
          name="stale_after"
          type="number"
          min={1}
          max={366}
          step="any"
          defaultValue={days ?? ""}
        />
      </div>
    </fieldset>
  )
}
