import type { DatasetDeclaration } from "../../lib/contract/datasets.ts"
import { type ColumnWords, columnWords } from "./column-words.ts"
import type { About, RowsToMend } from "./use-rows-to-mend.ts"

/** Which of the rows to mend are shown, and what their cells are called. */
export interface View {
  /** All that have any. */
  tables: readonly string[]
  /** The one whose rows are shown. */
  table: string
  /** What its cells go by, in the order they are shown. */
  headers: readonly string[]
  /** That with most that is wrong, which is most likely what is looked for; empty where none is. */
  wrong: string
  words: ColumnWords
  /** The word of a header of the table shown. */
  wordOf(header: string): string
}

/** What of the rows to mend is shown, as the address has it, or the first there is. */
export function viewOf(
  { groups, columns }: About,
  { shown, extras }: RowsToMend,
  declared: DatasetDeclaration | undefined,
): View {
  const tables = [...new Set(groups.map(({ table }) => table))]
  const table = shown.table || (tables[0] ?? "")
  const own = columns.filter((column) => column.table === table || table === "")
  const headers = [...new Set([...own.map(({ header }) => header), ...extras])]
  const wrong = groups.find((group) => group.table === table && group.header !== null)?.header ?? ""
  const words = columnWords(columns, declared)
  return { tables, table, headers, wrong, words, wordOf: (header) => words(table, header) }
}
