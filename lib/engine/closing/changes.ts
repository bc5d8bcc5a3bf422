import type { RowCounts, TableChanges } from "../../contract/index.ts"
import { type Dataset, payloadOf, type Table } from "../../datasets/define.ts"
import type { Connection } from "../../db/connection.ts"
import {
  anyOf,
  columnList,
  expression,
  identifier,
  pairwise,
  statement,
  structOf,
} from "../../db/statement.ts"
import { stagingOf } from "../batches/apply.ts"
import { keyedSlots } from "../batches/keyed.ts"
import type { Job } from "../jobs/jobs.ts"
import { loadBooks } from "../progress/reconcile.ts"
import { ruleOf } from "../staging/fold.ts"
import { noneUsableIn } from "../staging/plan-parts.ts"
import { loadFiles } from "../staging/stage.ts"

/** Per table, under its key on the wire. */
export type Changes = Record<string, TableChanges>

/** What a dry run found each temporal table would become, with at most ten changes as a sample. */
export async function findChanges(connection: Connection, dataset: Dataset, job: Job): Promise<Changes> {
  const { reconciliation } = await loadBooks(connection, dataset, job.job_id)
  const nothing = noneUsableIn(await loadFiles(connection, job.job_id))
  const changes: Changes = {}
  for (const table of dataset.tables) {
    const mine = reconciliation.filter((line) => line.table === table.key)
    const sum = (count: "duplicates" | "failed_rows") =>
      mine.reduce((total, line) => total + line.counts[count], 0)
    const found = nothing ? fromCounts() : await changesOf(connection, dataset, table, job, mine[0]?.counts)
    changes[table.key] = { ...found, duplicate: sum("duplicates"), failed: sum("failed_rows") }
  }
  return changes
}

function changesOf(connection: Connection, dataset: Dataset, table: Table, job: Job, counts?: RowCounts) {
  if (table.policy === "temporal") return compare(connection, table, job)
  return table.policy === "keyed" ? compareKeyed(connection, dataset, table, job) : fromCounts(counts)
}

/** The same of a keyed table: what each row would become by the rule for rows that are there already. */
async function compareKeyed(
  connection: Connection,
  dataset: Dataset,
  table: Table,
  job: Job,
): Promise<Compared> {
  const staging = stagingOf(table)
  const rule = ruleOf(dataset, job)
  const rows = expression("apply/rows/accepted", { staging })
  const slots = keyedSlots(dataset, table, { mode: rule, dry: false, rows, of_row: noneOf })
  const { matched, changed, combined } = slots
  const names = table.columns.map((column) => column.name)
  await connection.run(statement("batches/set_job"), { job_id: job.job_id, table_name: table.name })
  const sql = statement("finalize/changes_keyed", {
    target: identifier(table.name),
    matched: matched ?? rows,
    changed: rule === "skip" ? noneOf : (changed ?? noneOf),
    before: structOf(names, "t"),
    combined: rule === "skip" ? structOf(names, "t") : (combined ?? structOf(names, "s")),
    arriving: structOf(names, "s"),
  })
  const [row] = await connection.rows<Compared & { sample: SampledText[] | null }>(sql)
  if (!row) throw new Error("sql/finalize/changes_keyed.sql answers one row, always")
  return { ...row, sample: (row.sample ?? []).map(parsedSample) }
}

const noneOf = anyOf([])

type Compared = Omit<TableChanges, "duplicate" | "failed">

async function compare(connection: Connection, table: Table, job: Job): Promise<Compared> {
  const names = table.columns.map((column) => column.name)
  const sql = statement("finalize/changes", {
    staging: stagingOf(table),
    target: identifier(table.name),
    identity: columnList(table.identity),
    same: pairwise(payloadOf(table), "s", "is not distinct from", "t"),
    same_identity: pairwise(table.identity, "s", "=", "t"),
    before: structOf(names, "t"),
    after: structOf(names, "s"),
  })
  const values = { job_id: job.job_id, table_name: table.name, whole: job.extract_type === "full" }
  const [row] = await connection.rows<Compared & { sample: SampledText[] | null }>(sql, values)
  if (!row) throw new Error("sql/finalize/changes.sql answers one row, always")
  return { ...row, sample: (row.sample ?? []).map(parsedSample) }
}

interface SampledText {
  kind: "new" | "changed" | "closed"
  before: string | null
  after: string | null
}

/** JSON inside a list comes as text. */
function parsedSample({ kind, before, after }: SampledText) {
  return { kind, before: before && JSON.parse(before), after: after && JSON.parse(after) }
}

function fromCounts(counts?: { inserted: number; updated: number; unchanged: number }): Compared {
  const { inserted = 0, updated = 0, unchanged = 0 } = counts ?? {}
  return { new: inserted, changed: updated, unchanged, closed: 0, sample: [] }
}
