import { findDataset } from "../datasets/index.ts"
import { onlyTable } from "../datasets/questions.ts"
import { bareName, parseMetadataCsv, parseMetadataJson, parseMetadataXlsx } from "../documents/index.ts"
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
  /** Names in it that several documents have, in different folders: whose they are nobody can tell. */
  ambiguous: { count: number; names: string }
}

const PARSERS: Readonly<Record<string, typeof parseMetadataCsv>> = {
  json: parseMetadataJson,
  xlsx: parseMetadataXlsx,
}

/** Looks documents up in their metadata. Throws Problem 422 `metadata_invalid`, naming file and cause. */
export async function readMetadataFile(request: MetadataRequest): Promise<FoundMetadata> {
  const { dataset, name, bytes, documents } = request
  const table = onlyTable(findDataset(dataset))
  const parse = PARSERS[name.toLowerCase().split(".").at(-1) ?? ""] ?? parseMetadataCsv
  const mapping = await parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), name)
  const unused = mapping.unused(documents).map(({ filename }) => filename)
  const times = new Map<string, number>()
  for (const document of documents) times.set(bareName(document), (times.get(bareName(document)) ?? 0) + 1)
  const isUnique = (document: string) => times.get(bareName(document)) === 1
  const read = documents.map((document) =>
    readMetadata(table, mapping.of(document, { bare: isUnique(document) }), document),
  )
  const shared = documents.filter((document) => !isUnique(document) && !mapping.of(document, { bare: false }))
  const ambiguous = [...new Set(shared.map(bareName))].filter((bare) => mapping.of(bare) !== null)
  return {
    documents: await Promise.all(read),
    unused: { count: unused.length, names: namesText(unused) },
    ambiguous: { count: ambiguous.length, names: namesText(ambiguous) },
  }
}
