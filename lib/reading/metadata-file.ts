import { basename } from "node:path"
import { onlyTable } from "../datasets/define.ts"
import { findDataset } from "../datasets/index.ts"
import { parseMetadataCsv, parseMetadataJson } from "../documents/index.ts"
import { namesText } from "../words.ts"
import { type DocumentMetadata, readMetadata } from "./metadata.ts"

/** A file of metadata, and the documents that came with it. */
export interface MetadataRequest {
  dataset: string
  name: string
  bytes: Uint8Array
  documents: string[]
}

export interface FoundMetadata {
  /** What it says of each document, which it names wholly or without folders. */
  documents: DocumentMetadata[]
  /** Files it names that did not come: how many, and some of them in words. */
  unused: { count: number; names: string }
}

/** Looks documents up in their metadata. Throws Problem 422 `metadata_invalid`, naming file and cause. */
export async function readMetadataFile(request: MetadataRequest): Promise<FoundMetadata> {
  const { dataset, name, bytes, documents } = request
  const table = onlyTable(findDataset(dataset))
  const parse = name.toLowerCase().endsWith(".json") ? parseMetadataJson : parseMetadataCsv
  const mapping = await parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), name)
  const unused = mapping.unused(documents).map(({ filename }) => filename)
  const read = documents.map((document) =>
    readMetadata(table, mapping.of(document) ?? mapping.of(basename(document)), document),
  )
  return {
    documents: await Promise.all(read),
    unused: { count: unused.length, names: namesText(unused) },
  }
}
