import type { Connection } from "../../db/connection.ts"
import { type CellMapping, type Cells, sameCells, textOf, withValues } from "../../reading/mended-cells.ts"
import type { MendedRow, StagedMended } from "../../reading/mended-rows.ts"
import type { FaultLine } from "../../reading/source.ts"
import {
  keyOf,
  keyOnly,
  loadRefused,
  loadSettled,
  type RefusedRow,
  type RowKey,
  type SettledRow,
} from "./refused-rows.ts"

/** What somebody says of a row. */
export interface WantedRow extends RowKey {
  /** Cells that are to change; its draft where nothing is said, none where it is given up. */
  values?: Cells | null | undefined
  dismiss?: boolean | undefined
  reason?: string | undefined
  /** Read it again also where nothing of it was changed. */
  anew?: boolean | undefined
  /** What the row must be known by, where the file it comes in says so. */
  digest?: string | undefined
}

/** A row that can be used now. */
export interface GoodRow {
  row: RefusedRow
  read: MendedRow
  /** The cells that differ from what was read, by header. */
  draft: Cells
}

/** A row that is still wrong. */
export interface BadRow {
  row: RefusedRow
  draft: Cells
  fault: FaultLine
}

/** A row nothing can be said of, and why. */
export interface StrangeRow extends RowKey {
  code: string
  message: string
}

/** What becomes of rows somebody speaks of. */
export interface Weighed {
  good: GoodRow[]
  bad: BadRow[]
  dismissed: { row: RefusedRow; reason: string | null }[]
  /** Rows that are said to be what they were; and those whose draft is given up. */
  unchanged: RefusedRow[]
  strange: StrangeRow[]
}

/** What rows are weighed with. */
export interface Scales {
  connection: Connection
  job_id: string
  cells: Pick<CellMapping, "headerOf" | "isHeader">
  staged: Pick<StagedMended, "read">
  /** Whether a name stands for a cell a row can have. */
  isKnown(row: RefusedRow, name: string): boolean
  digestOf(row: RefusedRow): string
}

/** Finds out what becomes of each row that is spoken of, by what is kept of it now. */
export async function weigh(scales: Scales, wanted: readonly WantedRow[]): Promise<Weighed> {
  const { connection, job_id, staged } = scales
  const rows = await loadRefused(connection, job_id, wanted)
  const missing = wanted.filter((one) => !rows.has(keyOf(one)))
  const settled = await loadSettled(connection, job_id, missing)
  const weighed: Weighed = { good: [], bad: [], dismissed: [], unchanged: [], strange: [] }
  const seen = new Set<string>()
  const read: { row: RefusedRow; read: MendedRow; draft: Cells }[] = []
  for (const one of wanted) {
    const row = rows.get(keyOf(one))
    const strange = row ? strangeOf(scales, row, one, seen) : goneOf(settled.get(keyOf(one)))
    seen.add(keyOf(one))
    if (!row || strange) weighed.strange.push({ ...keyOnly(one), ...(strange ?? GONE) })
    else if (one.dismiss) weighed.dismissed.push({ row, reason: one.reason ?? null })
    else {
      const draft = draftOf(scales, row, one.values)
      if (!one.anew && sameCells(row.record ?? {}, { ...row.record, ...draft })) weighed.unchanged.push(row)
      else read.push({ row, draft, read: mendedRow(row, draft) })
    }
  }
  const faults = await staged.read(read.map((one) => one.read))
  for (const [i, one] of read.entries()) {
    const fault = faults[i]
    if (fault) weighed.bad.push({ row: one.row, draft: one.draft, fault })
    else weighed.good.push(one)
  }
  return weighed
}

/** What a row says of itself where it can be mended at all. */
function mendedRow(row: RefusedRow, draft: Cells): MendedRow {
  const { table_name, operation, row_no, line, code, message } = row
  return { table_name, operation, row_no, line, code, message, cells: { ...row.record, ...draft } }
}

/** The cells that differ from what was read: those of the draft, and those that are said now. */
function draftOf({ cells }: Scales, row: RefusedRow, values: Cells | null | undefined): Cells {
  if (values === null) return {}
  const before = row.draft ?? {}
  if (values === undefined) return before
  const after = withValues({ ...row.record, ...before }, values, cells)
  const record = row.record ?? {}
  return Object.fromEntries(
    Object.entries(after).filter(([name, value]) => !sameCells({ [name]: record[name] }, { [name]: value })),
  )
}

const GONE = { code: "row_unknown", message: "The import has no such row that could not be used." }

function goneOf(settled: SettledRow | undefined): Pick<StrangeRow, "code" | "message"> {
  if (!settled) return GONE
  const { state, actor, settled_at } = settled
  const done = state === "dismissed" ? "left out" : "mended"
  const code = state === "dismissed" ? "already_dismissed" : "already_mended"
  return {
    code,
    message: `The row was ${done} by ${actor} on ${settled_at.slice(0, 16).replace("T", " ")} UTC.`,
  }
}

function strangeOf(
  { digestOf, isKnown }: Scales,
  row: RefusedRow,
  { values, digest, dismiss }: WantedRow,
  seen: ReadonlySet<string>,
): Pick<StrangeRow, "code" | "message"> | null {
  if (seen.has(keyOf(row)))
    return { code: "row_repeated", message: "The row comes more than once. Say once what it is." }
  if (digest !== undefined && digest !== digestOf(row)) {
    const message =
      "This is another row than the one of that number: it is from the file of another import, or was changed."
    return { code: "row_unknown", message }
  }
  if (row.faults === null && !dismiss) {
    const message = "The row was kept by an earlier release, and cannot be mended. It can be left out."
    return { code: "not_mendable", message }
  }
  const unknown = Object.entries(values ?? {}).find(
    ([name, value]) => textOf(value) !== "" && !isKnown(row, name),
  )?.[0]
  if (unknown === undefined) return null
  return {
    code: "column_unknown",
    message: `The row has no column ${JSON.stringify(unknown.slice(0, 100))}.`,
  }
}
