import type { MendAlike, MendChange } from "../../contract/index.ts"
import type { Dataset } from "../../datasets/declaration.ts"
import { findTable } from "../../datasets/questions.ts"
import type { Act } from "../../engine/mending/accept.ts"
import {
  ALL_ROWS,
  BEFORE_ALL,
  keyOnly,
  listRefused,
  type RefusedFilter,
  type RefusedRow,
} from "../../engine/mending/refused-rows.ts"
import type { RowTables } from "../../engine/mending/table.ts"
import type { WantedRow } from "../../engine/mending/weigh.ts"
import { problem } from "../../errors.ts"
import { textOf } from "../../reading/mended-cells.ts"

/** Every row that has a draft, so many at a time. */
export async function* draftedRows(act: Act, limit: number): AsyncGenerator<WantedRow[], void> {
  for await (const rows of pages(act, { ...ALL_ROWS, drafts: true }, limit)) yield rows.map(keyOnly)
}

/** Which rows are meant by what is said of them; a column goes by its header and by its name. */
export function filterOf(
  dataset: Dataset,
  tables: RowTables,
  query: MendAlike & { drafts?: boolean | undefined },
): RefusedFilter {
  const { table, operation = null, code = null, column, drafts = null } = query
  const names = tables.columns
    .filter((one) => one.header === column || one.column?.name === column)
    .flatMap((one) => [one.header, one.column?.name])
  return {
    table_name: table === undefined ? null : (findTable(dataset, table)?.name ?? table),
    operation,
    code,
    column_name:
      column === undefined ? null : JSON.stringify([...new Set([column, ...names])].filter(Boolean)),
    drafts,
  }
}

/** Every row of a kind, to be left out. */
export async function* rowsLeftOut(
  act: Act,
  tables: RowTables,
  alike: MendAlike,
  limit: number,
): AsyncGenerator<WantedRow[], void> {
  for await (const rows of pages(act, filterOf(act.dataset, tables, alike), limit))
    yield rows.map((row) => ({ ...keyOnly(row), dismiss: true }))
}

/**
 * The rows a change is about, as they are to be: those that say now, in their draft if they have one, what is to be changed. Throws Problem 400
 * `invalid_request` for a column no row has.
 */
export async function* rowsAlike(
  act: Act,
  tables: RowTables,
  { code, table, column, from, to, within }: MendChange,
  limit: number,
): AsyncGenerator<WantedRow[], void> {
  const named = table === undefined ? undefined : findTable(act.dataset, table)
  if (!tables.columns.some((one) => one.header === column || one.column?.name === column))
    throw unknown(column)
  const filter = { ...ALL_ROWS, code: code ?? null, table_name: named?.name ?? table ?? null }
  for await (const rows of pages(act, filter, limit)) {
    const alike = rows.flatMap((row) => {
      const header = tables.headerOf(row, column)
      const has =
        row.faults !== null &&
        (tables.columnAt(row, header) !== null || Object.hasOwn(row.record ?? {}, header))
      const text = textOf({ ...row.record, ...row.draft }[header])
      const value = within ? text.replaceAll(from ?? "", () => to ?? "") : to
      const isMeant = within || from === undefined || text === (from ?? "")
      return has && isMeant && text !== (value ?? "")
        ? [{ ...keyOnly(row), values: { [header]: value } }]
        : []
    })
    if (alike.length > 0) yield alike
  }
}

function unknown(column: string) {
  const message = `The rows have no column ${JSON.stringify(column.slice(0, 100))}.`
  return problem(400, "invalid_request", message, { errors: [{ path: "change.column", message }] })
}

async function* pages(
  { connection, job }: Act,
  filter: RefusedFilter,
  limit: number,
): AsyncGenerator<RefusedRow[], void> {
  let after: Parameters<typeof listRefused>[3]["after"] = BEFORE_ALL
  for (;;) {
    const rows = await listRefused(connection, job.job_id, filter, { after, limit })
    const last = rows.at(-1)
    if (!last) return
    after = last
    yield rows
  }
}
