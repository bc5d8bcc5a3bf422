import { qaPairs } from "../../lib/datasets/qa-pairs.ts"
import { exerciseDataset } from "./exercise-dataset.ts"
import { recordsMaterial } from "./records-material.ts"

const material = recordsMaterial(qaPairs, {
  rows: 24,
  options: { batch_size: 5, duplicates: "update" },
  row: (n, version) => ({
    question: `What is <b>number ${n}</b>?`,
    answer: `<p>Answer ${version} to the question of number ${n}.</p>`,
    category: n % 2 === 0 ? "Numbers" : "",
    tags: `one,two,version ${version}`,
  }),
  bad: { question: "And this one?", answer: "" },
})

exerciseDataset(qaPairs, material)
