import { type Cell, type CellFault, fault, type Kind } from "./cell.ts"
import { MOST_CHARACTERS, TOO_LONG, textOf } from "./text.ts"

const SEPARATORS = ";"
const BAD_LIST = fault("bad_list", "is not a list of texts.")

/**
 * A list of texts: written with separators in between, or a JSON array of texts and numbers. Items are trimmed;
 * empty ones and exact repeats are left out; null when none is left.
 */
export const readList: Kind = (raw, spec) => {
  if (Array.isArray(raw)) return listOf(raw.map(itemOf))
  if (typeof raw === "object") return BAD_LIST
  const text = textOf(raw)
  if (typeof text !== "string") return text
  return listOf(split(text, spec.separators ?? SEPARATORS))
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

function split(text: string, separators: string): string[] {
  const [first = SEPARATORS, ...others] = separators
  const even = others.reduce((written, separator) => written.replaceAll(separator, first), text)
  return even.split(first).map((item) => item.trim())
}
