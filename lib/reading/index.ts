import type { ImportOptions } from "../contract/index.ts"
import type { Dataset } from "../datasets/define.ts"
import { openDocuments } from "./documents.ts"
import { openExtract } from "./extract.ts"
import { openRecords } from "./records.ts"
import type { OpenSource } from "./source.ts"

export type { OpenSource, SourceFile, StagingChunk } from "./source.ts"

/** What is to be opened, and how the import wants it read. */
export interface OpenInput {
  path: string
  /** The file's name as its sender knows it. */
  name: string
  options: ImportOptions
}

const OPENERS: Record<Dataset["source"], (dataset: Dataset, input: OpenInput) => Promise<OpenSource>> = {
  extract_zip: openExtract,
  records: openRecords,
  documents: openDocuments,
}

/** Opens a source and checks its shape. Throws Problem 422 naming the file and the cause, and what the mapping throws. */
export function openSource(dataset: Dataset, input: OpenInput): Promise<OpenSource> {
  return OPENERS[dataset.source](dataset, input)
}
