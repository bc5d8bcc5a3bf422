import type { Dataset } from "../datasets/define.ts"
import { problem } from "../errors.ts"
import { runApart, type Task } from "../pool.ts"
import { SECONDS_A_CHUNK, SMALL_BYTES } from "./ahead.ts"
import { rawChunks } from "./raw-records.ts"
import { formatOf, type RecordFormat } from "./record-format.ts"
import type { OpenInput } from "./source.ts"

/** More columns than any table of people has, and few enough for every list of them to be read. */
const MOST_COLUMNS = 1_000

/** How a file of records is written, and the headers it has. */
export interface Looked {
  format: RecordFormat
  header: string[]
}

/** A file of JSON whose keys are looked for. */
interface KeysInput {
  path: string
  format: RecordFormat
}

const KEYS: Task<KeysInput, string[]> = { name: "keys_of_json" }

/**
 * Looks at a file of records; JSON is read once for its keys, a large file by a worker. Throws what `formatOf` does, what
 * a header that cannot be read throws, and Problem 422 `too_many_columns`.
 */
export async function look(
  dataset: Dataset,
  { path, name, options }: OpenInput,
  bytes: number,
): Promise<Looked> {
  const format = await formatOf(dataset, { path, name }, options)
  const apart = format.format === "json" && bytes > SMALL_BYTES
  const input = { path, format }
  const header = apart ? await runApart(KEYS, input, { seconds: SECONDS_A_CHUNK }) : await headerOf(input)
  if (header.length <= MOST_COLUMNS) return { format, header }
  const count = header.length.toLocaleString("en")
  const detail = `${name} has ${count} columns; at most ${MOST_COLUMNS.toLocaleString("en")} can be read. Take out those that are not needed.`
  throw problem(422, "too_many_columns", detail)
}

/** The headers of a CSV; of JSON every key that occurs, in the order of first appearance. */
export async function headerOf({ path, format }: KeysInput): Promise<string[]> {
  const names = new Set<string>()
  let header: string[] | null = null
  const chunks = rawChunks({ ...format, path, afterRow: 0, onHeader: (found) => (header = found) })
  for await (const chunk of chunks) {
    if (header) return header
    for (const record of chunk.records) for (const name of record.names) names.add(name)
  }
  return [...names]
}
