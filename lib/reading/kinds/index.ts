import type { Cell, CellSpec, Kind, ReadOptions } from "./cell.ts"
import { readDate } from "./date.ts"
import { readEmail } from "./email.ts"
import { readHtml } from "./html.ts"
import { readJson } from "./json.ts"
import { readList } from "./list.ts"
import { readBoolean, readInteger, readNumber } from "./numbers.ts"
import { readPhone } from "./phone.ts"
import { readText, required } from "./text.ts"
import { readUrl } from "./url.ts"

export type { Cell, CellSpec, ReadOptions } from "./cell.ts"
export { hasPhones } from "./phone.ts"

const KINDS: Readonly<Record<string, Kind>> = {
  text: readText,
  integer: readInteger,
  number: readNumber,
  boolean: readBoolean,
  date: readDate,
  email: readEmail,
  phone: readPhone,
  url: readUrl,
  html: readHtml,
  json: readJson,
  list: readList,
}

/**
 * Reads one cell of a record: text of a CSV, or any value of JSON. The value is ready for the typed column of its
 * kind, null when the cell is empty. Codes: `missing_value`, `too_long`, `bad_text`, and `bad_<kind>`.
 * Throws for a kind that records do not have, which only a declaration can cause.
 */
export function readCell(spec: CellSpec, raw: unknown, options: ReadOptions): Cell {
  const read = KINDS[spec.kind]
  if (!read) throw new Error(`Records have no columns of the kind ${spec.kind}`)
  const cell = raw === null || raw === undefined ? { value: null } : read(raw, spec, options)
  return required(cell, spec)
}
