import { endpoints } from "../lib/contract/endpoints.ts"
import { liveEffects } from "../lib/effects.ts"
import { unhurried } from "../lib/http/background.ts"
import { dataFile } from "../lib/http/downloads.ts"
import { route } from "../lib/http/route.ts"
import { listDataTables } from "../lib/import/rows/data-tables.ts"
import { readData } from "../lib/import/rows/read-data.ts"
import { readRow } from "../lib/import/rows/read-row.ts"
import { searchRows } from "../lib/import/rows/search-rows.ts"
import { writeData } from "../lib/import/rows/write-data.ts"

/** The rows of a table. */
export const data = route(endpoints.data, liveEffects, async ({ params, query, actor, effects }) => {
  const { format, ...asked } = query
  if (format === "json") return readData({ ...params, ...asked, actor }, effects)
  return dataFile(format, await writeData({ ...params, ...asked, format, actor }, unhurried(effects)))
})

/** What there is to read. */
export const dataTables = route(endpoints.dataTables, liveEffects, ({ actor, effects }) =>
  listDataTables({ actor }, effects),
)

/** One row, and what belongs to it. */
export const dataRow = route(endpoints.dataRow, liveEffects, ({ params, query, actor, effects }) =>
  readRow({ ...params, ...query, actor }, effects),
)

/** Rows by what they say. */
export const search = route(endpoints.search, liveEffects, ({ params, query, actor, effects }) =>
  searchRows({ ...params, ...query, actor }, effects),
)
