import { useEffect, useRef } from "react"
import type { DatasetDeclaration } from "../../lib/contract/datasets.ts"
import { SelectField } from "../ui/field.tsx"
import { Section } from "../ui/section.tsx"
import { datasetChoices } from "../words/datasets.ts"
import { isUnderWay, useBeginning } from "./beginning.ts"
import { DatasetForm } from "./dataset-form.tsx"
import { GuessNote } from "./guess-note.tsx"
import { useHanded } from "./handed.ts"

interface StartFormProps {
  datasets: DatasetDeclaration[]
  /** The chosen one. */
  dataset: DatasetDeclaration
  onChoose(name: string): void
}

/** Whoever has dropped something goes on where it can be said what it is. */
function useArrived(arrival: number) {
  const select = useRef<HTMLSelectElement>(null)
  const shown = useRef(0)
  useEffect(() => {
    if (shown.current === arrival) return
    shown.current = arrival
    select.current?.focus()
  }, [arrival])
  return select
}

/** Choose what to import, how, and begin. */
export function StartForm({ datasets, dataset, onChoose }: StartFormProps) {
  const busy = isUnderWay(useBeginning())
  const { arrival } = useHanded()
  const select = useArrived(arrival)
  return (
    <Section title="Start an import" className={dataset.mappable ? "start-form start-wide" : "start-form"}>
      <DatasetForm key={`${dataset.dataset} ${arrival}`} dataset={dataset}>
        <GuessNote datasets={datasets} dataset={dataset} onChoose={onChoose} />
        <SelectField
          label="Dataset"
          hint={dataset.description}
          choices={datasetChoices(datasets)}
          ref={select}
          value={dataset.dataset}
          onChange={({ target }) => onChoose(target.value)}
          disabled={busy}
        />
      </DatasetForm>
    </Section>
  )
}
