import type { Dataset } from "../datasets/declaration.ts"
import { openDocuments } from "./documents.ts"
import { openExtract } from "./extract.ts"
import { digestOf, openRecords } from "./records.ts"
import type { OpenInput, OpenSource } from "./source.ts"

export type { Bound, OpenSource, SourceFile, StagedDocument, StagingChunk } from "./source.ts"

export { digestOf }

const OPENERS: Record<Dataset["source"], (dataset: Dataset, input: OpenInput) => Promise<OpenSource>> = {
  extract_zip: openExtract,
  records: openRecords,
  documents: openDocuments,
}

/** Opens a source and checks its shape. Throws Problem 422 naming the file and the cause, and what the mapping throws. */
export function openSource(dataset: Dataset, input: OpenInput): Promise<OpenSource> {
  return OPENERS[dataset.source](dataset, input)
}
