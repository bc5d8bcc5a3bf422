import { bareName, normalized } from "../../documents/metadata.ts"
import { ALL_ROWS, BEFORE_ALL, listRefused, type RefusedRow } from "../../engine/mending/refused-rows.ts"
import type { WantedRow } from "../../engine/mending/weigh.ts"
import type { ReceivedFile } from "../../store/stored.ts"
import type { MendingBy } from "./mend.ts"

/** Documents that came with one import, at the most. */
const MOST_DOCUMENTS = 1_000

/** Documents that were refused, sent again under their names. Where several have the name, each of them is asked for by its path. */
export function documentsSent(files: readonly ReceivedFile[]): MendingBy {
  const documents = new Map<number, ReceivedFile>()
  return {
    documents,
    async *wanted({ connection, job: { job_id } }) {
      const page = { after: BEFORE_ALL, limit: MOST_DOCUMENTS }
      const rows = await listRefused(connection, job_id, ALL_ROWS, page)
      const meant = new Map(files.map((file) => [file, rowsMeant(rows, file.original_name)]))
      documents.clear()
      for (const [file, [row, other]] of meant) if (row && !other) documents.set(row.row_no, file)
      const found = new Set([...meant.values()].flat())
      const strangers = [...meant.values()].filter((own) => own.length === 0)
      yield [
        ...[...found].map((row): WantedRow => ({ ...row, values: undefined, anew: true })),
        ...strangers.map(unknown),
      ]
    },
  }
}

/** The row of that path; of a name without a folder, all that have it. */
function rowsMeant(rows: readonly RefusedRow[], name: string): RefusedRow[] {
  const path = normalized(name)
  const exact = rows.find(({ file }) => normalized(file) === path)
  if (exact) return [exact]
  return rows.filter(({ file }) => bareName(file) === path)
}

const unknown = (): WantedRow => ({ table_name: "document", operation: "insert", row_no: 0 })
