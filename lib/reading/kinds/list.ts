import { itemsAsWritten, writtenAs } from "../../written-json.ts"
import { type Cell, type CellFault, fault, type Kind } from "./cell.ts"
import { MOST_CHARACTERS, TOO_LONG, textOf } from "./text.ts"

/** What keeps items apart wherever it stands, as Google writes it too; and what does where none of these is. */
const SEPARATORS = /:::|[;|\n\r]/
const COMMA = ","
const BAD_LIST = fault("bad_list", "is not a list of texts.")

/**
 * A list of texts: with semicolons, bars or line ends in between, or commas where there is none of these; or a JSON array of texts and
 * numbers. Items are trimmed; empty ones and exact repeats are left out; null when none is left.
 */
export const readList: Kind = (raw) => {
  if (Array.isArray(raw)) return listOf(itemsOf(raw).map(itemOf))
  if (typeof raw === "object") return BAD_LIST
  const text = textOf(raw)
  if (typeof text !== "string") return text
  const items = SEPARATORS.test(text) ? text.split(SEPARATORS) : text.split(COMMA)
  return listOf(items.map(itemOf))
}

/** The items of a list, numbers as they are written. */
export function itemsOf(list: readonly unknown[]): readonly unknown[] {
  const written = writtenAs(list)
  return written === undefined ? list : (itemsAsWritten(written) as unknown[])
}

function listOf(items: (string | CellFault)[]): Cell {
  const texts = items.filter((item) => typeof item === "string")
  const flaw = items.find((item) => typeof item !== "string")
  if (flaw) return flaw
  if (texts.reduce((length, item) => length + item.length, 0) > MOST_CHARACTERS) return TOO_LONG
  const value = [...new Set(texts)].filter((item) => item !== "")
  return { value: value.length === 0 ? null : value }
}

function itemOf(item: unknown): string | CellFault {
  if (item === null) return ""
  return typeof item === "string" || typeof item === "number" ? textOf(item) : BAD_LIST
}
