import type { DatasetDeclaration } from "../../lib/contract/datasets.ts"
import { endpoints } from "../../lib/contract/endpoints.ts"
import { call } from "../client/call.ts"
import { readHeader } from "../preview/look.ts"
import { endingOf } from "../source/files.ts"
import { goTo } from "../ui/link.tsx"
import { guessDataset } from "./guess-dataset.ts"
import { hand } from "./handed.ts"

/** Begins the way to an import of files that came from anywhere, as what they seem to be. */
export async function arrive(files: readonly File[]): Promise<void> {
  const { datasets } = await call(endpoints.datasets)
  const guess = await guessDataset(files, datasets, readHeader).catch(() => null)
  const into = guess?.dataset ?? takerOf(files, datasets)
  hand(files, guess)
  goTo(`/?${new URLSearchParams({ into, from: "files" })}`)
}

/** Where nothing tells what it is: what is chosen already, or whatever takes such a file. */
function takerOf(files: readonly File[], datasets: readonly DatasetDeclaration[]): string {
  const ending = endingOf(files[0]?.name ?? "")
  const takers = datasets.filter(({ accepts }) => accepts.includes(ending))
  const chosen = new URLSearchParams(location.search).get("into")
  return (takers.find(({ dataset }) => dataset === chosen) ?? takers[0] ?? datasets[0])?.dataset ?? ""
}
