import type { DatasetDeclaration } from "../../lib/contract/datasets.ts"
import type { MendColumn } from "../../lib/contract/mending.ts"
import { columnWord, headerWord } from "../words/columns.ts"

/** What a person calls the cells that go by a header. */
export type ColumnWords = (table: string, header: string) => string

/** Cells that are no column's. */
const OTHERS: Record<string, string> = {
  _more: "What had no column",
  _record: "The line as it was",
}

/**
 * The words for columns of rows to mend: a column that the file calls as the dataset declares it has its word, as everywhere; what somebody has
 * called a column stays. Two of a table never have the same.
 */
export function columnWords(
  columns: readonly MendColumn[],
  declared: DatasetDeclaration | undefined,
): ColumnWords {
  const known = new Map<string, Map<string, string>>()
  for (const { table, header, column } of columns) {
    const words = known.get(table) ?? new Map<string, string>()
    const own = declared?.tables.find((one) => one.table === table)?.columns ?? []
    const isDeclared = column !== null && own.some((one) => one.header === header || one.column === header)
    const word = isDeclared ? columnWord(column) : (OTHERS[header] ?? headerWord(header))
    words.set(header, [...words.values()].includes(word) ? `${word} (${header})` : word)
    known.set(table, words)
  }
  return (table, header) => known.get(table)?.get(header) ?? OTHERS[header] ?? headerWord(header)
}
