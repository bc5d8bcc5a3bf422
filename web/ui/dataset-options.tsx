import type { DatasetDeclaration } from "../../lib/contract/datasets.ts"

/** The datasets to choose from, by their titles. */
export function DatasetOptions({ datasets }: { datasets: readonly DatasetDeclaration[] }) {
  return datasets.map(({ dataset, title }) => (
    <option key={dataset} value={dataset}>
      {title}
    </option>
  ))
}
