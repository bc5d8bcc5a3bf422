import type { ImportOptions } from "../contract/index.ts"
import { findDataset } from "../datasets/index.ts"
import { problem } from "../errors.ts"
import { rawChunks } from "./raw-records.ts"
import { formatOf, type RecordFormat } from "./record-format.ts"

/** More columns than any table of people has, and few enough for every list of them to be read. */
const MOST_COLUMNS = 1_000

export interface LookInput {
  dataset: string
  path: string
  name: string
  options: ImportOptions
}

/** How a file of records is written, and the headers it has. */
export interface Looked {
  format: RecordFormat
  header: string[]
}

/**
 * Looks at a file of records; JSON is read once for its keys. Throws what `formatOf` does, what a header that cannot be
 * read throws, and Problem 422 `too_many_columns`.
 */
export async function look({ dataset, path, name, options }: LookInput): Promise<Looked> {
  const format = await formatOf(findDataset(dataset), { path, name }, options)
  const header = await headerOf(path, format)
  if (header.length <= MOST_COLUMNS) return { format, header }
  const count = header.length.toLocaleString("en")
  const detail = `${name} has ${count} columns; at most ${MOST_COLUMNS.toLocaleString("en")} can be read. Take out those that are not needed.`
  throw problem(422, "too_many_columns", detail)
}

/** The headers of a CSV; of JSON every key that occurs, in the order of first appearance. */
async function headerOf(path: string, format: RecordFormat): Promise<string[]> {
  const names = new Set<string>()
  let header: string[] | null = null
  const chunks = rawChunks({ ...format, path, afterRow: 0, onHeader: (found) => (header = found) })
  for await (const chunk of chunks) {
    if (header) return header
    for (const record of chunk.records) for (const name of record.names) names.add(name)
  }
  return [...names]
}
