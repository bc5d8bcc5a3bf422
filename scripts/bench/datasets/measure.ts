import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { runApart } from "../child.ts"
import { contentOf, targetSchema } from "../databases.ts"
import { type ImportTimes, importSource, type Source } from "../drive.ts"
import { startServer } from "../server.ts"
import type { DatasetCase, SentFile } from "./case.ts"
import { contactsCase } from "./contacts.ts"
import { documentCases } from "./documents.ts"
import { qaPairsCase } from "./qa-pairs.ts"
import type { SqlInput, SqlResult } from "./sql-child.ts"
import { taxonomyCase } from "./taxonomy.ts"

export interface MeasuredCase {
  case: DatasetCase
  ours: ImportTimes
  /** What of the whole import went into batches that embed; plain DuckDB has none. */
  embed_ms: number
  raw: SqlResult
  /** Of the server; `idle` before anything was imported. */
  memory: { idle_mb: number; peak_mb: number }
  /** Rows to compare there are in the end, and whether both databases hold the same. */
  compared_rows: number
  same: boolean
}

/** Each dataset on a server and a database of its own, then by plain SQL in one transaction. */
export async function measureDatasets(root: string, say: (what: string) => void): Promise<MeasuredCase[]> {
  const cases = [contactsCase(), taxonomyCase(), qaPairsCase(), ...(await documentCases())]
  await mkdir(root, { recursive: true })
  const work = await mkdtemp(join(root, "run-"))
  try {
    const measured: MeasuredCase[] = []
    for (const one of cases) {
      say(`${one.title}, over HTTP`)
      measured.push(await measureCase(one, join(work, one.name)))
    }
    return measured
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

async function measureCase(one: DatasetCase, work: string): Promise<MeasuredCase> {
  await mkdir(work)
  const database = join(work, "sluice.duckdb")
  const { ours, memory } = await measureServer(one, database, join(work, "files"))
  const rawDatabase = join(work, "raw.duckdb")
  const pathOf = (input: string) => join(work, input)
  for (const [input, bytes] of Object.entries(one.inputs)) await writeFile(pathOf(input), bytes)
  const schema = await targetSchema(database, one.tables)
  const input: SqlInput = { database: rawDatabase, schema, ...one.raw(pathOf) }
  const raw = await runApart<SqlResult>("sql-child", input)
  const [mine, theirs] = [await contentOf(database, one.compared), await contentOf(rawDatabase, one.compared)]
  const same = mine.rows === theirs.rows && mine.sum === theirs.sum
  const embeds = ours.batches.filter(({ operation }) => operation === "embed")
  const embed_ms = embeds.reduce((sum, { ms }) => sum + ms, 0)
  return { case: one, ours, embed_ms, raw, memory, compared_rows: mine.rows, same }
}

async function measureServer(one: DatasetCase, database: string, files: string) {
  const server = await startServer({ database, files })
  try {
    const idle_mb = server.memory().now
    if (one.before.length > 0) await importSource(server, sourceOf(one.dataset, one.before))
    const ours = await importSource(server, sourceOf(one.dataset, one.files, one.options))
    return { ours, memory: { idle_mb, peak_mb: server.memory().peak } }
  } finally {
    await server.stop()
  }
}

/** Files as a browser sends them. */
function sourceOf(dataset: string, files: readonly SentFile[], options: object = {}): Source {
  const body = new FormData()
  body.set("options", JSON.stringify(options))
  for (const { field, name, bytes } of files) body.append(field, new Blob([new Uint8Array(bytes)]), name)
  return { dataset, body }
}
