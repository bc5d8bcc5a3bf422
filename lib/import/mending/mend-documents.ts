import { basename } from "node:path"
import { ALL_ROWS, BEFORE_ALL, listRefused } from "../../engine/mending/refused-rows.ts"
import type { WantedRow } from "../../engine/mending/weigh.ts"
import type { ReceivedFile } from "../../store/stored.ts"
import type { MendingBy } from "./mend.ts"

/** Documents that came with one import, at the most. */
const MOST_DOCUMENTS = 1_000

/** Documents that were refused, sent again under their names. */
export function documentsSent(files: readonly ReceivedFile[]): MendingBy {
  const byName = new Map(files.map((file) => [basename(file.original_name), file]))
  return {
    documents: byName,
    async *wanted({ connection, job: { job_id } }) {
      const page = { after: BEFORE_ALL, limit: MOST_DOCUMENTS }
      const rows = await listRefused(connection, job_id, ALL_ROWS, page)
      const found = rows.filter(({ record }) => byName.has(String(record?.filename)))
      const names = new Set(found.map(({ record }) => String(record?.filename)))
      const strangers = [...byName.keys()].filter((name) => !names.has(name))
      yield [
        ...found.map((row): WantedRow => ({ ...row, values: undefined, anew: true })),
        ...strangers.map(unknown),
      ]
    },
  }
}

const unknown = (_name: string): WantedRow => ({ table_name: "document", operation: "insert", row_no: 0 })
