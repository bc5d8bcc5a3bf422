import type { Cell, CellSpec, Kind, ReadOptions } from "./cell.ts"
import { readDate } from "./date.ts"
import { readEmail } from "./email.ts"
import { readJson } from "./json.ts"
import { readList } from "./list.ts"
import { readBoolean, readInteger, readNumber } from "./numbers.ts"
import { readText, required } from "./text.ts"
import { readUrl } from "./url.ts"

export type { Cell, CellSpec, Kind, ReadOptions } from "./cell.ts"

const KINDS: Readonly<Record<string, Kind>> = {
  text: readText,
  integer: readInteger,
  number: readNumber,
  boolean: readBoolean,
  date: readDate,
  email: readEmail,
  url: readUrl,
  json: readJson,
  list: readList,
}

/** Those that stand on a library are loaded when a column asks for them. */
const LOADED: Readonly<Record<string, () => Promise<Kind>>> = {
  html: async () => (await import("./html.ts")).readHtml,
  phone: async () => (await import("./phone.ts")).readPhone,
}

/** What reads the cells of a kind. Throws for a kind that records do not have, which only a declaration can cause. */
export async function kindNamed(name: string): Promise<Kind> {
  if (Object.hasOwn(LOADED, name)) return (await LOADED[name]?.()) as Kind
  const kind = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined
  if (!kind) throw new Error(`Records have no columns of the kind ${name}`)
  return kind
}

/**
 * Reads one cell of a record: text of a CSV, or any value of JSON. The value is ready for the typed column of its
 * kind, null when the cell is empty. Codes: `missing_value`, `too_long`, `bad_text`, and `bad_<kind>`.
 */
export function readCell(kind: Kind, spec: CellSpec, raw: unknown, options: ReadOptions): Cell {
  return required(raw === null || raw === undefined ? EMPTY : kind(raw, options), spec)
}

const EMPTY: Cell = { value: null }
