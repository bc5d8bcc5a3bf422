import type { DataTable, DataTablesAnswer, KnownExtracts, Reach } from "../../contract/index.ts"
import { isSortable, type ReadableTable, tablesOf } from "../../datasets/readable.ts"
import { statement } from "../../db/statement.ts"
import type { Effects } from "../../effects.ts"
import { connectWithinTime } from "../../engine/jobs/time-limit.ts"
import { listDatasetsFor } from "../listings.ts"
import { searchOf } from "./search-rows.ts"

interface Extracts {
  dataset: string
  first: number
  last: number
  first_day: string
  last_day: string
}

/** The tables whose rows somebody may read, with their columns and the extracts they have been through. */
export async function listDataTables(
  { actor }: { actor: Reach },
  effects: Pick<Effects, "db" | "clock" | "deadline">,
): Promise<DataTablesAnswer> {
  const tables = listDatasetsFor(actor).flatMap(tablesOf)
  const known = await connectWithinTime(effects, (connection) =>
    connection.rows<Extracts>(statement("rows/extracts_known")),
  )
  const extracts = new Map(known.map(({ dataset, ...range }) => [dataset, range]))
  return { tables: tables.map((table) => told(table, extracts)), next_cursor: null }
}

function told(table: ReadableTable, extracts: ReadonlyMap<string, KnownExtracts>): DataTable {
  const { key, dataset, columns, first, policy } = table
  const has_history = policy === "temporal"
  return {
    ...{ table: key, dataset: dataset.name, order: first, has_history },
    columns: columns.map((column) => {
      return {
        name: column.name,
        type: column.type,
        sortable: isSortable(column),
        long: column.long ?? false,
        codes: column.codes ? { category: column.codes.category, by: column.codes.by ?? null } : null,
      }
    }),
    extracts: has_history ? (extracts.get(dataset.name) ?? null) : null,
    searchable: searchOf(table) !== null,
  }
}
