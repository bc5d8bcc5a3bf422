import type { CodeTexts, DataColumn } from "../../lib/contract/data.ts"

/** The language a person reads numbers and dates in; what codes mean is asked for in it too. */
export const LANGUAGE = /^[a-z]{2}/i.exec(navigator.language)?.[0] ?? "en"

/** What a code in a row means; undefined of anything else, and of a code that the register does not explain. */
export function meaningOf(
  { name, codes }: DataColumn,
  row: Readonly<Record<string, unknown>>,
  texts: CodeTexts | undefined,
): string | undefined {
  if (codes === null) return undefined
  const category = codes.by === null ? codes.category : `${codes.category}${row[codes.by] ?? ""}`
  return texts?.[category]?.[String(row[name])]
}
