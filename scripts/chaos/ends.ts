import type { Dataset } from "../../lib/datasets/declaration.ts"
import { openDatabase } from "../../lib/db/connection.ts"
import type { Client } from "./client.ts"
import { meaningOf } from "./meaning.ts"

/** What a database holds of the datasets: rows by what they mean and as they are, and what is staged. */
export interface Held {
  meaning: Record<string, string[]>
  checksums: Record<string, string>
  staged: Record<string, number>
}

/** What an import says of itself. */
export interface Counted {
  reconciliation: unknown
  errors_by_code: unknown
}

/** Reads a database file that nobody holds. */
export async function heldIn(file: string, datasets: readonly Dataset[]): Promise<Held> {
  const db = await openDatabase(file)
  const read = (sql: string) => db.use((connection) => connection.rows(sql))
  const held: Held = { meaning: {}, checksums: {}, staged: {} }
  try {
    for (const dataset of datasets) {
      Object.assign(held.meaning, await meaningOf({ read }, dataset))
      for (const { name, parts = [] } of dataset.tables) {
        for (const table of [name, ...parts.map((part) => part.table)]) {
          const sum = `select count(*) || ':' || coalesce(sum(hash(t)::hugeint), 0) as sum from "${table}" as t`
          held.checksums[table] = String((await read(sum))[0]?.sum)
        }
        const staging = `import_staging_${name}`
        held.staged[staging] = Number((await read(`select count(*) as n from "${staging}"`))[0]?.n)
      }
    }
  } finally {
    db.close()
  }
  return held
}

export async function countedBy(client: Client, job_id: string): Promise<Counted> {
  const report = await client.ask("GET", `/api/imports/${job_id}/report?errors=false`)
  return { reconciliation: report.reconciliation, errors_by_code: report.errors_by_code }
}

const MOST_SHOWN = 3

/** In words, what there is that should not be, and the other way round; empty when both are the same. */
export function differences(
  what: string,
  expected: Record<string, unknown>,
  found: Record<string, unknown>,
): string[] {
  return Object.keys({ ...expected, ...found }).flatMap((name) => {
    const [should, is] = [expected[name], found[name]]
    if (JSON.stringify(should) === JSON.stringify(is)) return []
    if (!Array.isArray(should) || !Array.isArray(is))
      return [`${what} ${name}: ${JSON.stringify(should)} expected, ${JSON.stringify(is)} found`]
    const missing = should.filter((line) => !is.includes(line)).slice(0, MOST_SHOWN)
    const strange = is.filter((line) => !should.includes(line)).slice(0, MOST_SHOWN)
    return [
      `${what} ${name}: ${should.length} expected, ${is.length} found; missing ${missing.map(shown)}; strange ${strange.map(shown)}`,
    ]
  })
}

const shown = (line: unknown) => (typeof line === "string" ? line : JSON.stringify(line))
