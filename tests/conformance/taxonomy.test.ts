import { taxonomy } from "../../lib/datasets/taxonomy.ts"
import { exerciseDataset } from "./exercise-dataset.ts"
import { recordsMaterial } from "./records-material.ts"

/** Seven pages to a folder; a new version of a page is moved below the first page of all. */
const urlOf = (n: number) => `https://www.example.com/${n % 7}${n > 6 ? `/page-${n}` : ""}`

const material = recordsMaterial(taxonomy, {
  rows: 60,
  options: { batch_size: 10, duplicates: "update", project_id: "one" },
  row: (n, version) => ({
    url: urlOf(n),
    title: `Page ${n}, version ${version}`,
    parent_url: version > 1 ? urlOf(7) : "",
    metadata: n % 3 === 0 ? JSON.stringify({ n, version }) : "",
  }),
  bad: { url: "no address", title: "Nowhere" },
})

exerciseDataset(taxonomy, material)
