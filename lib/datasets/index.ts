import { problem } from "../errors.ts"
import { contacts } from "./contacts.ts"
import { dailyUpdate } from "./daily-update.ts"
import type { Dataset } from "./declaration.ts"
import { documents } from "./documents.ts"
import { qaPairs } from "./qa-pairs.ts"
import { taxonomy } from "./taxonomy.ts"

const DATASETS: readonly Dataset[] = [dailyUpdate, taxonomy, contacts, documents, qaPairs]

/** The dataset a URL names. Throws Problem 404 `unknown_dataset`. */
export function findDataset(name: string): Dataset {
  const dataset = DATASETS.find((candidate) => candidate.name === name)
  if (dataset) return dataset
  const known = DATASETS.map((candidate) => candidate.name).join(", ")
  throw problem(404, "unknown_dataset", `There is no dataset of that name. Known are: ${known}.`)
}

/** Every dataset that can be imported. */
export function listDatasets(): readonly Dataset[] {
  return DATASETS
}
