import type { CodeList, Column, ColumnKind } from "./declaration.ts"

/** What stands for a sensitive value. */
export const MASKED = "***"

/** Of phone numbers without a country code, unless the import says otherwise. */
export const DEFAULT_COUNTRY = "BE"

/** What a column of records may say beyond its name and kind. */
type Details = Partial<
  Pick<Column, "required" | "aliases" | "several" | "together" | "merge" | "sensitive" | "long">
>

/** A column of records, where the header is the target's own name: not required unless it says so. */
export function field(name: string, kind: ColumnKind, details: Details = {}): Column {
  return { source: name, name, kind, required: false, ...details }
}

/** A column as written in a declaration: required unless `optional` is called on it. */
export function column(source: string, name: string, kind: ColumnKind, codes?: CodeList): Column {
  return { source, name, kind, required: true, ...(codes && { codes }) }
}

/** Kinds of ten digits, written with dots. */
export const DOTTED_KINDS: readonly ColumnKind[] = [
  "enterprise_number",
  "establishment_number",
  "branch_number",
  "entity_number",
]

export function optional(declared: Column): Column {
  return { ...declared, required: false }
}
