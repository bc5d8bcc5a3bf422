import { tableOf } from "../datasets/define.ts"
import { findDataset } from "../datasets/index.ts"
import { openZip } from "../formats/zip.ts"
import { type ScanInput, type ScannedChunk, scanEntry } from "./extract-chunks.ts"

/** Scans an entry of a ZIP: a task of a worker. */
export async function* scanExtract(input: ScanInput): AsyncGenerator<ScannedChunk> {
  const { entries } = await openZip(input.zip)
  const entry = entries.find(({ name }) => name === input.name)
  if (!entry) throw new Error(`The ZIP has no ${input.name} any more.`)
  yield* scanEntry(entry.open(), tableOf(findDataset(input.dataset), input.table), input)
}
