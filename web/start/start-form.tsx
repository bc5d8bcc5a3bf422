import { type FormEvent, useState } from "react"
import type { DatasetDeclaration } from "../../lib/contract/datasets.ts"
import { ImportOptions } from "../../lib/contract/options.ts"
import { Field } from "../ui/field.tsx"
import { Icon } from "../ui/icon.tsx"
import { Link } from "../ui/link.tsx"
import { Section } from "../ui/section.tsx"
import { type Beginning, beginImport, type Source, useBeginning } from "./begin-import.ts"
import { BeginningView } from "./beginning-view.tsx"
import { Columns } from "./columns.tsx"
import { OptionFields, optionsFrom } from "./option-fields.tsx"
import { SourcePicker } from "./source-picker.tsx"

/** Choose what to import, how, and begin. */
export function StartForm({ datasets }: { datasets: DatasetDeclaration[] }) {
  const [name, setName] = useState(datasets[0]?.dataset ?? "")
  const [source, setSource] = useState<Source | null>(null)
  const [missing, setMissing] = useState<string | null>(null)
  const beginning = useBeginning()
  const dataset = datasets.find((one) => one.dataset === name)
  if (!dataset) return null
  const busy = beginning.state === "sending" || beginning.state === "opening"
  const begin = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (busy) return
    const options = ImportOptions.safeParse(optionsFrom(new FormData(event.currentTarget), dataset.options))
    if (!source) return setMissing("Choose a file, or give an address.")
    if (!options.success) return setMissing("One of the options cannot be used as it is.")
    setMissing(null)
    void beginImport(dataset.dataset, source, options.data)
  }
  return (
    <Section title="Start an import">
      <form onSubmit={begin} className="start-form">
        <Field label="Dataset" hint={dataset.description}>
          {(control) => (
            <select
              {...control}
              value={name}
              onChange={(event) => setName(event.target.value)}
              disabled={busy}
            >
              {datasets.map(({ dataset: value, title }) => (
                <option key={value} value={value}>
                  {title}
                </option>
              ))}
            </select>
          )}
        </Field>
        <SourcePicker dataset={dataset} source={source} onChange={setSource} disabled={busy} />
        <OptionFields key={dataset.dataset} options={dataset.options} />
        <Columns dataset={dataset} />
        <BeginningView beginning={beginning} />
        {missing && (
          <p className="notice bad" role="alert">
            <Icon name="bad" /> {missing}
          </p>
        )}
        <Refusal beginning={beginning} />
        <button type="submit" className="button primary large" aria-disabled={busy}>
          Start the import
        </button>
      </form>
    </Section>
  )
}

function Refusal({ beginning }: { beginning: Beginning }) {
  if (beginning.state !== "refused") return null
  return (
    <p className="notice bad" role="alert">
      <Icon name="bad" />
      <span>
        {beginning.detail}
        {beginning.job_id && (
          <>
            {" "}
            <Link to={`/imports/${beginning.job_id}`}>Show that import</Link>
          </>
        )}
      </span>
    </p>
  )
}
