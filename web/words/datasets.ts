import type { DatasetDeclaration } from "../../lib/contract/datasets.ts"

/** Whether a dataset is that of the company register. */
export function isRegister(declared: DatasetDeclaration | undefined): boolean {
  return declared?.dataset === "daily-update"
}

/** Whether a dataset takes several files at a time: these are documents, all else is rows of one file. */
export function isOfDocuments(declared: DatasetDeclaration | undefined): boolean {
  return declared !== undefined && declared.most_files > 1
}

/** The datasets to choose from, by their titles. */
export function datasetChoices(datasets: readonly DatasetDeclaration[]): [dataset: string, title: string][] {
  return datasets.map(({ dataset, title }) => [dataset, title])
}
