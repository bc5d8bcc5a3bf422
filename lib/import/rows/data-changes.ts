import type { AskedChange, RowChange } from "../../contract/index.ts"
import type { ReadableTable } from "../../datasets/readable.ts"
import type { Connection, Values } from "../../db/connection.ts"
import {
  anyOf,
  expression,
  type Fragment,
  identifier,
  pairwise,
  type Slots,
  statement,
  structOf,
} from "../../db/statement.ts"
import type { Job } from "../../engine/jobs/jobs.ts"
import { problem } from "../../errors.ts"

/** What rows have to fulfil, and the values it takes. */
export interface Condition {
  sql: Fragment
  values?: Values
}

/** How rows tell what was done to them, by the policy of their table; what is missing is never done to them. */
const TOLD_BY: Record<ReadableTable["policy"], Partial<Record<RowChange, string>>> = {
  temporal: { inserted: "opened", closed: "closed" },
  upsert: { inserted: "upsert_added", updated: "upsert_changed" },
  keyed: { inserted: "added", updated: "changed", merged: "changed" },
  part: { inserted: "opened" },
}
/** What only the journal knows, and which of its counts that is. */
const JOURNALLED: Record<string, "added" | "changed"> = {
  upsert_added: "added",
  upsert_changed: "changed",
  changed: "changed",
}

/**
 * That an import has done something to a row, or one kind of it. Throws Problem 410 `journal_gone` where nobody knows that any more.
 */
export async function doneBy(
  connection: Connection,
  table: ReadableTable,
  job: Job,
  change?: AskedChange,
): Promise<Condition> {
  const { job_id } = job
  if (change === "gone" && table.policy === "temporal") return { sql: goneOf(table), values: { job_id } }
  const never: RowChange = job.options.duplicates === "merge" ? "updated" : "merged"
  const told = Object.entries(TOLD_BY[table.policy]).filter(([of]) => of !== never)
  const named = told.filter(([of]) => change === undefined || of === change).map(([, name]) => name)
  const names = [...new Set(named)]
  const journalled = names.flatMap((name) => JOURNALLED[name] ?? [])
  if (journalled.length > 0 && !job.dry_run) await assertKnown(connection, table, job, journalled)
  const slots: Slots = table.policy === "upsert" ? { key: structOf(table.id, "t") } : {}
  return {
    sql: anyOf(names.map((name) => expression(`rows/of/${name}`, slots))),
    values: {
      ...(names.length > 0 && { job_id }),
      ...(journalled.length > 0 && { table_name: table.name }),
    },
  }
}

function goneOf({ name, id }: ReadableTable): Fragment {
  return expression("rows/of/gone", { target: identifier(name), same: pairwise(id, "o", "=", "t") })
}

type Known = Record<"added" | "changed" | "added_known" | "changed_known", number>

async function assertKnown(
  connection: Connection,
  table: ReadableTable,
  { job_id, title }: Job,
  journalled: readonly ("added" | "changed")[],
): Promise<void> {
  const values = { job_id, table_name: table.name }
  const [known] = await connection.rows<Known>(statement("rows/journal_kept"), values)
  if (!known || journalled.every((count) => known[`${count}_known`] >= known[count])) return
  const detail =
    `Which rows of ${table.key} ${title} has changed is no longer known: it was undone, or its undo records were removed. ` +
    "How many they were is in its report."
  throw problem(410, "journal_gone", detail, { job_id })
}
