import { useEffect, useRef } from "react"
import type { DatasetDeclaration } from "../../lib/contract/datasets.ts"
import type { Feed } from "../../lib/contract/feeds.ts"
import { OptionFields } from "../start/option-fields.tsx"
import { Button } from "../ui/button.tsx"
import { InputField, SelectField } from "../ui/field.tsx"
import { Refusal } from "../ui/notice.tsx"
import { Section } from "../ui/section.tsx"
import { datasetChoices } from "../words/datasets.ts"
import { SourceFields } from "./feed-source-fields.tsx"
import { TellFields } from "./feed-tell-fields.tsx"
import { optionsOfFeed } from "./read-feed-form.ts"
import { ScheduleFields } from "./schedule-fields.tsx"
import { useFeedForm } from "./use-feed-form.ts"

interface FeedFormProps {
  datasets: DatasetDeclaration[]
  /** The one to be changed; null for a new one. */
  feed: Feed | null
  onDone(): void
}

/** Sets up a feed, or changes one: what it imports, where from, when, and whom it tells. */
export function FeedForm({ datasets, feed, onDone }: FeedFormProps) {
  const form = useFeedForm(datasets, feed, onDone)
  const { dataset, kind, errors, refusal, busy } = form
  const first = useRef<HTMLInputElement>(null)
  useEffect(() => first.current?.focus(), [])
  return (
    <Section title={feed ? `Change ${feed.name}` : "New feed"}>
      <form className="feed-form" onSubmit={form.send} onChange={form.change} noValidate>
        <div className="feed-what stacked">
          <InputField
            label="Name"
            error={errors.name}
            ref={first}
            name="name"
            defaultValue={feed?.name}
            maxLength={100}
            required
          />
          <SelectField
            label="Dataset"
            hint={feed ? "A feed keeps its dataset." : dataset?.description}
            choices={datasetChoices(datasets)}
            value={dataset?.dataset}
            disabled={feed !== null}
            onChange={({ target }) => form.chooseDataset(target.value)}
          />
          <SourceFields form={form} feed={feed} />
        </div>
        <ScheduleFields
          key={feed || kind !== "kbo" ? "" : kind}
          feed={feed}
          kind={kind}
          error={errors.schedule ?? errors.time_zone}
        />
        <TellFields feed={feed} dataset={dataset} errors={errors} />
        {dataset && (
          <fieldset className="feed-group">
            <legend>How the rows are taken</legend>
            <OptionFields
              key={dataset.dataset}
              options={optionsOfFeed(dataset)}
              errors={errors}
              values={feed?.options ?? {}}
            />
          </fieldset>
        )}
        {refusal && <Refusal>{refusal}</Refusal>}
        <div className="actions">
          <Button type="submit" look="primary large" idle={busy}>
            {feed ? "Save" : "Add the feed"}
          </Button>
          <Button look="large" onClick={onDone}>
            Cancel
          </Button>
        </div>
      </form>
    </Section>
  )
}
