import type { EarlierReading, ImportOptions } from "../contract/index.ts"
import type { Dataset } from "../datasets/declaration.ts"
import { statement } from "../db/statement.ts"
import type { Effects } from "../effects.ts"
import { digestOf } from "../reading/index.ts"

/** Options that say how a file is read, which hold for the next with the same header too. */
const KEPT = [
  ...["mapping", "constants", "delimiter", "encoding", "header_row", "sheet", "entry", "comment"],
  "default_country",
] as const

/**
 * How the last file with the same header was read, where an option said so; null when none did, or there is none. Of a dataset with
 * projects nothing is told: who looks at a file may not enter the other's project.
 */
export async function earlierReading(
  { name, scoped }: Dataset,
  header: readonly string[],
  effects: Pick<Effects, "db">,
): Promise<EarlierReading | null> {
  if (scoped) return null
  const values = { dataset: name, header_digest: digestOf(header) }
  const [job] = await effects.db.use((connection) =>
    connection.rows<{ job_id: string; started_at: string; options: ImportOptions }>(
      statement("jobs/same_header"),
      values,
    ),
  )
  if (!job) return null
  const said = Object.entries(job.options).filter(([option]) => (KEPT as readonly string[]).includes(option))
  const { job_id, started_at } = job
  return said.length > 0 ? { job_id, started_at, options: Object.fromEntries(said) } : null
}
