import type { Warning } from "../../contract/index.ts"
import type { Dataset, Table } from "../../datasets/declaration.ts"
import { tableOf } from "../../datasets/questions.ts"
import type { Connection } from "../../db/connection.ts"
import {
  expression,
  type Fragment,
  identifier,
  pairwise,
  statement,
  textLiteral,
  unionOf,
} from "../../db/statement.ts"
import { problem } from "../../errors.ts"
import { stagingOf } from "../../reading/staged-rows.ts"
import { countText, namesText } from "../../words.ts"
import type { Job } from "../jobs/jobs.ts"
import { noneUsableIn } from "./plan-parts.ts"
import type { FileProgress } from "./stage.ts"

/** Both must be passed, unless nothing is left. */
const MANY_ROWS = 1_000
const LARGE_SHARE = 0.05

/** Current rows of a table, now and once the import is applied. */
interface Afterwards {
  table_name: string
  now: number
  after: number
}

/**
 * Warns of tables that would lose many of their current rows, or all: a file that is cut off looks like that. Throws Problem
 * 409 `mass_close`, naming tables and counts, unless that is allowed, an import is to be held over it, or nothing is going to be
 * applied.
 */
export async function judgeMassClose(
  connection: Connection,
  dataset: Dataset,
  job: Job,
  files: readonly FileProgress[],
): Promise<Warning[]> {
  const lost = await losing(connection, dataset, job, files)
  if (lost.length === 0) return []
  const tables = lost.map(({ table_name, now, after }) => {
    return `${tableOf(dataset, table_name).key} (${countText(after)} of ${countText(now)} are left)`
  })
  const message = `This extract closes many current rows without new ones in their place: ${namesText(tables)}.`
  const refused = `${message} Look whether the file is whole. If this is meant, import the file with allow_mass_close: true, which needs the role admin.`
  const allowed = job.options.allow_mass_close ?? false
  if (!allowed && !job.dry_run && job.options.on_mass_close !== "hold")
    throw problem(409, "mass_close", refused)
  const count = lost.reduce((sum, { now, after }) => sum + now - after, 0)
  return [{ code: "mass_close", message: allowed ? message : refused, count }]
}

async function losing(
  connection: Connection,
  dataset: Dataset,
  job: Job,
  files: readonly FileProgress[],
): Promise<Afterwards[]> {
  // Of what cannot be used nothing is planned, so nothing is closed.
  if (noneUsableIn(files)) return []
  const whole = job.extract_type === "full"
  const tables = dataset.tables.filter(
    ({ name, policy }) => policy === "temporal" && (whole || hasDeletes(files, name)),
  )
  if (tables.length === 0) return []
  const sql = unionOf(tables.map((table) => leftOf(table, whole))).sql
  const found = await connection.rows<Afterwards>(sql, { job_id: job.job_id })
  const suspects = found.filter(isMassClose)
  if (whole) return suspects
  // What an update brings can only make it less; nearly always there is nothing to ask.
  const counted: Afterwards[] = []
  for (const suspect of suspects) {
    const brought = await broughtTo(connection, tableOf(dataset, suspect.table_name), job)
    counted.push({ ...suspect, after: suspect.after + brought })
  }
  return counted.filter(isMassClose)
}

const hasDeletes = (files: readonly FileProgress[], name: string) =>
  files.some(
    ({ table_name, operation, rows_staged }) =>
      table_name === name && operation === "delete" && rows_staged > 0,
  )

function leftOf(table: Table, whole: boolean): Fragment {
  return expression(`staging/left_by_${whole ? "full" : "update"}`, slotsOf(table))
}

const slotsOf = (table: Table) => ({
  name: textLiteral(table.name),
  target: identifier(table.name),
  staging: stagingOf(table),
})

async function broughtTo(connection: Connection, table: Table, { job_id }: Job): Promise<number> {
  const same_identity = pairwise(table.identity, "s", "=", "t")
  const sql = statement("staging/brought_by_update", { ...slotsOf(table), same_identity })
  const [row] = await connection.rows<{ rows: number }>(sql, { job_id })
  return row?.rows ?? 0
}

function isMassClose({ now, after }: Afterwards): boolean {
  const lost = now - after
  return lost > 0 && (after === 0 || (lost > MANY_ROWS && lost > now * LARGE_SHARE))
}

/** Whether a person has to say that rows may be closed, before an import of which that was found begins. */
export function isHeldOver({ dry_run, options }: Job, warnings: readonly Warning[]): boolean {
  if (dry_run || options.allow_mass_close || options.on_mass_close !== "hold") return false
  return warnings.some(({ code }) => code === "mass_close")
}
