import { countText } from "../../words.ts"
import {
  type Cell,
  type CellFault,
  type CellSpec,
  fault,
  isFault,
  type Kind,
  type ReadOptions,
} from "./cell.ts"

export const MOST_CHARACTERS = 1_000_000

export const TOO_LONG = fault("too_long", `is longer than ${countText(MOST_CHARACTERS)} characters.`)
const HAS_NUL = fault("bad_text", "holds a NUL character, which no text has.")
const NOT_TEXT = fault("bad_text", "holds a list or an object where text is expected.")

/** A kind read from the cell's trimmed text; an empty one is null without being read. */
export function ofText(read: (text: string, options: ReadOptions) => Cell): Kind {
  return (raw, options) => {
    const found = textOf(raw)
    if (typeof found !== "string") return found
    return found === "" ? { value: null } : read(found, options)
  }
}

/** Any text, as it is. */
export const readText: Kind = ofText((text) => ({ value: text }))

/** The cell as trimmed text: numbers and booleans become theirs, characters that can be written in two ways are one. */
export function textOf(raw: unknown): string | CellFault {
  if (typeof raw === "object" && raw !== null) return NOT_TEXT
  const text = String(raw).trim()
  if (BEYOND_ASCII.test(text)) return ofUnicode(text)
  if (text.length > MOST_CHARACTERS) return TOO_LONG
  return text.includes("\0") ? HAS_NUL : text
}

/** Zero-width characters, marks of direction, soft hyphens, byte order marks: nobody sees them. */
const INVISIBLE = "\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2064\\u2066-\\u206f\\ufeff"
const SHOWS_NOTHING = new RegExp(`[\\s${INVISIBLE}]`)
const ANYWHERE = new RegExp(`[${INVISIBLE}]`, "g")
const BEYOND_ASCII = /[^\0-\x7f]/

function ofUnicode(raw: string): string | CellFault {
  const text = withoutEnds(raw).normalize("NFC")
  return flawOf(text) ?? text
}

/** A pattern would look for the end of a text behind every blank in it. */
function withoutEnds(text: string): string {
  let [from, to] = [0, text.length]
  while (from < to && SHOWS_NOTHING.test(text[from] as string)) from += 1
  while (to > from && SHOWS_NOTHING.test(text[to - 1] as string)) to -= 1
  return text.slice(from, to)
}

/** Whether there is nothing in a text that anybody sees. */
export function showsNothing(text: string): boolean {
  return (BEYOND_ASCII.test(text) ? withoutEnds(text) : text.trim()) === ""
}

/** A text that nobody types invisible characters into, such as an address, without them. */
export function withoutInvisible(text: string): string {
  return BEYOND_ASCII.test(text) ? text.replace(ANYWHERE, "").trim() : text
}

/** What keeps a text from being stored, or from being read in reasonable time. */
export function flawOf(text: string): CellFault | null {
  if (text.length > MOST_CHARACTERS) return TOO_LONG
  if (text.includes("\0")) return HAS_NUL
  if (/\p{Surrogate}/u.test(text)) return fault("bad_text", "holds half a character, which no text has.")
  return null
}

/** The value of a cell that was read, or its fault. */
export function required(cell: Cell, spec: CellSpec): Cell {
  if (isFault(cell) || cell.value !== null || !spec.required) return cell
  return fault("missing_value", "is empty, but every row needs it.")
}
