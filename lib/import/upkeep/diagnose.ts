import { isoTime } from "../../clock.ts"
import type { Caller, Finding } from "../../contract/index.ts"
import type { Dataset, Table } from "../../datasets/declaration.ts"
import { listDatasets } from "../../datasets/index.ts"
import { tableKey } from "../../datasets/questions.ts"
import { classifyError } from "../../db/classify.ts"
import type { Connection, Values } from "../../db/connection.ts"
import {
  allOf,
  columnList,
  type Fragment,
  identifier,
  present,
  type Slots,
  slotsFor,
  statement,
} from "../../db/statement.ts"
import type { Effects } from "../../effects.ts"
import { findJob } from "../../engine/jobs/jobs.ts"
import { assertReachesAll } from "../../engine/jobs/reach.ts"
import { connectWithinTime } from "../../engine/jobs/time-limit.ts"
import { messageOf } from "../../errors.ts"
import { stagingOf } from "../../reading/staged-rows.ts"
import { namesText } from "../../words.ts"
import { DRIVER_GONE_AFTER_MS } from "../status.ts"
import { CHECKS, type Check, type FindingRow } from "./findings.ts"

/** Rows whose identities are compared in one pass; keeps the memory of a pass flat. */
const ROWS_PER_PASS = 6_000_000

/**
 * Looks for what is not as it should be, over one import or all of them and every target; only reads. Throws
 * Problem 404 `job_not_found`.
 */
export async function diagnose(
  { job_id }: { job_id?: string | undefined },
  effects: Pick<Effects, "db" | "clock" | "deadline">,
): Promise<Finding[]> {
  return connectWithinTime(effects, async (connection) => {
    if (job_id !== undefined) await findJob(connection, job_id)
    const look: Look = { connection, job_id: job_id ?? null, now: effects.clock.now() }
    const findings: Finding[] = []
    for (const check of CHECKS) findings.push(...(await runCheck(check, look)))
    return findings
  })
}

/** The same for a caller. Throws Problem 403 `project_forbidden`, too. */
export async function diagnoseFor(
  { actor, ...input }: { job_id?: string | undefined; actor: Caller },
  effects: Effects,
): Promise<Finding[]> {
  assertReachesAll(actor)
  return diagnose(input, effects)
}

interface Look {
  connection: Connection
  job_id: string | null
  /** Milliseconds since the epoch. */
  now: number
}

async function runCheck(check: Check, look: Look): Promise<Finding[]> {
  if (check.scope === "once") {
    return (await rowsOf(check, look, {})).map((row) => findingOf(check, row, keyOf(row.table_name)))
  }
  const found: { row: FindingRow; key: string }[] = []
  const failed: Finding[] = []
  for (const { dataset, table } of allTables()) {
    if (!isIn(check.scope, dataset, table)) continue
    const key = tableKey(dataset, table.name)
    try {
      const rows = await rowsOf(check, look, slotsOf(dataset, table), table)
      found.push(...rows.map((row) => ({ row, key })))
    } catch (error) {
      if (classifyError(error) === "interrupted") throw error
      failed.push(impossible(check, key, error))
    }
  }
  const rows = check.perJob ? summedUp(found).map((row) => ({ row, key: null })) : found
  return [...rows.map(({ row, key }) => findingOf(check, row, key)), ...failed]
}

function isIn(scope: Check["scope"], dataset: Dataset, table: Table): boolean {
  if (scope === "temporal") return table.policy === "temporal"
  return scope !== "embedded" || embeddedOf(dataset, table) !== undefined
}

/** The table of which rows are embedded: the one itself, or the parts of its rows. */
function embeddedOf({ afterSteps }: Dataset, { name }: Table): string | undefined {
  return afterSteps.find(({ operation, after }) => operation === "embed" && after.includes(name))?.table
}

/** A table that is not as the statements expect it: that is a finding too, and the others are still looked at. */
function impossible(check: Check, table: string, error: unknown): Finding {
  return {
    code: "check_impossible",
    job_id: null,
    title: null,
    table,
    operation: null,
    count: 1,
    message: `It could not be looked for ${check.code}: ${messageOf(error).split("\n")[0]}`,
    advice: "Someone has changed the table, or its staging table. Compare them with sql/schema.sql.",
  }
}

/** One row an import, with the tables as its detail. */
function summedUp(found: readonly { row: FindingRow; key: string }[]): FindingRow[] {
  const jobs = [...new Set(found.map(({ row }) => row.job_id))]
  return jobs.flatMap((job_id) => {
    const mine = found.filter(({ row }) => row.job_id === job_id)
    const [first] = mine
    if (!first) return []
    const count = mine.reduce((sum, { row }) => sum + row.count, 0)
    const detail = namesText([...new Set(mine.map(({ key }) => key))])
    return [{ ...first.row, operation: null, count, detail }]
  })
}

function allTables(): { dataset: Dataset; table: Table }[] {
  return listDatasets().flatMap((dataset) => dataset.tables.map((table) => ({ dataset, table })))
}

function keyOf(name: string | null): string | null {
  return allTables().find(({ table }) => table.name === name)?.table.key ?? name
}

function slotsOf(dataset: Dataset, table: Table): Slots {
  return {
    staging: stagingOf(table),
    target: identifier(table.name),
    embedded: identifier(embeddedOf(dataset, table) ?? table.name),
    identity: columnList(table.identity),
    label: identifier(table.identity[0] ?? ""),
    current: currentOf(table),
  }
}

/** Which rows of a target an identity must not come twice in. */
function currentOf(table: Table): Fragment {
  if (table.policy === "temporal") return identifier("_is_current")
  return table.policy === "keyed" ? present(table.identity) : allOf([])
}

async function rowsOf(check: Check, look: Look, slots: Slots, table?: Table): Promise<FindingRow[]> {
  const name = `diagnose/${check.code}`
  const sql = statement(name, slotsFor(name, slots))
  const passes = table && sql.includes("$pass") ? await passesOver(table, look.connection) : 1
  const found: FindingRow[] = []
  for (let pass = 0; pass < passes; pass += 1) {
    const values = {
      job_id: look.job_id,
      now: isoTime(look.now),
      silent_since: isoTime(look.now - DRIVER_GONE_AFTER_MS),
      table_name: table?.name ?? null,
      passes,
      pass,
    }
    found.push(...(await look.connection.rows<FindingRow>(sql, boundIn(sql, values))))
  }
  return found
}

async function passesOver(table: Table, connection: Connection): Promise<number> {
  if (table.policy !== "temporal") return 1
  const sql = statement("staging/count_current", { target: identifier(table.name) })
  const [count] = await connection.rows<{ rows: number }>(sql)
  return Math.max(1, Math.ceil((count?.rows ?? 0) / ROWS_PER_PASS))
}

/** Of the values those the statement has a place for, since one too many is refused. */
function boundIn(sql: string, values: Values): Values {
  const named = new Set([...sql.matchAll(/\$(\w+)/g)].map((match) => match[1]))
  return Object.fromEntries(Object.entries(values).filter(([name]) => named.has(name)))
}

function findingOf(check: Check, row: FindingRow, table: string | null): Finding {
  const { job_id, title, operation, count } = row
  const { code } = check
  return {
    code,
    job_id,
    title,
    table,
    operation,
    count,
    message: check.message(row),
    advice: check.advice(row),
  }
}
