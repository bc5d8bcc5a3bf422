import { jobReport } from "../../lib/import/report.ts"
import type { TableCounts } from "../reference/fold.ts"
import { actor, dataset } from "./drive.ts"
import type { Lab } from "./lab.ts"

/** What an import counted, per table in the words of the reference; its drift is in a warning, over all tables. */
export async function countsOf(
  lab: Lab,
  job_id: string,
): Promise<{ tables: Map<string, Omit<TableCounts, "drift">>; drift: number }> {
  const { reconciliation } = await jobReport({ job_id, actor }, lab.effects)
  const tables = new Map<string, Omit<TableCounts, "drift">>()
  for (const { name, key } of dataset.tables) {
    const part = (operation: string) =>
      reconciliation.find((line) => line.table === key && line.operation === operation)
    const counted = { insert: part("insert")?.counts, delete: part("delete")?.counts }
    const of = (operation: "insert" | "delete", count: keyof NonNullable<typeof counted.insert>) =>
      counted[operation]?.[count] ?? 0
    tables.set(name, {
      insert: {
        read: part("insert")?.read ?? 0,
        inserted: of("insert", "inserted"),
        updated: of("insert", "updated"),
        unchanged: of("insert", "unchanged"),
        duplicates: of("insert", "duplicates"),
        failed: of("insert", "failed_rows"),
      },
      delete: {
        read: part("delete")?.read ?? 0,
        matched: of("delete", "matched"),
        unmatched: of("delete", "unmatched"),
        duplicates: of("delete", "duplicates"),
        failed: of("delete", "failed_rows"),
      },
      closed: of("insert", "closed") + of("delete", "closed"),
    })
  }
  return { tables, drift: await driftOf(lab, job_id) }
}

/** The reference's counts in the form of `countsOf`. */
export function expectedCounts(counts: Map<string, TableCounts>): Awaited<ReturnType<typeof countsOf>> {
  const tables = new Map([...counts].map(([name, { drift: _drift, ...rest }]) => [name, rest]))
  return { tables, drift: [...counts.values()].reduce((sum, { drift }) => sum + drift, 0) }
}

async function driftOf(lab: Lab, job_id: string): Promise<number> {
  const [row] = await lab.read(`select warnings from import_jobs where job_id = '${job_id}'`)
  const warnings = (row?.warnings ?? []) as { code: string; count: number }[]
  return warnings.find((warning) => warning.code === "drift")?.count ?? 0
}
