import type { DatasetDeclaration } from "../../lib/contract/datasets.ts"
import { Field } from "../ui/field.tsx"
import { Section } from "../ui/section.tsx"
import { isUnderWay, useBeginning } from "./beginning.ts"
import { DatasetForm } from "./dataset-form.tsx"

interface StartFormProps {
  datasets: DatasetDeclaration[]
  /** The chosen one. */
  dataset: DatasetDeclaration
  onChoose(name: string): void
}

/** Choose what to import, how, and begin. */
export function StartForm({ datasets, dataset, onChoose }: StartFormProps) {
  const busy = isUnderWay(useBeginning())
  return (
    <Section title="Start an import" className={dataset.mappable ? "start-form start-wide" : "start-form"}>
      <DatasetForm key={dataset.dataset} dataset={dataset}>
        <Field label="Dataset" hint={dataset.description}>
          {(control) => (
            <select
              {...control}
              value={dataset.dataset}
              onChange={({ target }) => onChoose(target.value)}
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
      </DatasetForm>
    </Section>
  )
}
