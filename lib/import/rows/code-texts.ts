import type { CodeTexts } from "../../contract/index.ts"
import type { CodeList } from "../../datasets/declaration.ts"
import type { ReadableTable } from "../../datasets/readable.ts"
import type { Connection } from "../../db/connection.ts"
import { statement } from "../../db/statement.ts"

/** Rows by their columns, and the table they are of. */
export interface Shown {
  table: ReadableTable
  rows: readonly Readonly<Record<string, unknown>>[]
}

/**
 * What the codes in some rows mean, by category and code: in `language` (two letters), else in one that the register has. In one
 * statement, and none where no column has codes.
 */
export async function codeTextsOf(
  connection: Connection,
  shown: readonly Shown[],
  language: string,
): Promise<CodeTexts> {
  const codes = new Set(shown.flatMap(codesIn))
  if (codes.size === 0) return {}
  const texts: CodeTexts = {}
  const values = { codes: `[${[...codes].join(",")}]`, language }
  for (const { category, code, description } of await connection.rows<{
    category: string
    code: string
    description: string
  }>(statement("rows/code_texts"), values)) {
    texts[category] = { ...texts[category], [code]: description }
  }
  return texts
}

/** Category and code of each, as JSON. */
function codesIn({ table, rows }: Shown): string[] {
  const coded = table.columns.flatMap(({ name, codes }) => (codes ? [{ name, codes }] : []))
  return rows.flatMap((row) =>
    coded.flatMap(({ name, codes }) =>
      typeof row[name] === "string" ? [JSON.stringify([categoryOf(codes, row), row[name]])] : [],
    ),
  )
}

function categoryOf({ category, by }: CodeList, row: Shown["rows"][number]): string {
  return by === undefined ? category : `${category}${row[by] ?? ""}`
}
