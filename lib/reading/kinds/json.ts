import { hasOddNumbers, writtenAs } from "../../written-json.ts"
import { type Cell, type CellFault, fault, type Kind } from "./cell.ts"
import { flawOf, MOST_CHARACTERS, TOO_LONG } from "./text.ts"

const MOST_LEVELS = 100
/** JSON.stringify escapes a surrogate only when its other half is missing. */
const HALF_A_CHARACTER = /(?<!\\)(?:\\\\)*\\ud[89a-f]/

/**
 * Any JSON value, as the text of it; text is parsed first. Numbers stay as they are written. Values are data and nothing
 * else: a key such as `__proto__` stays a key of its own, and is not to be assigned to another object.
 */
export const readJson: Kind = (raw) => {
  if (typeof raw === "string") return ofJson(raw.trim())
  const written = typeof raw === "object" && raw !== null ? writtenAs(raw) : undefined
  return written === undefined ? (flawOfValue(raw) ?? { value: JSON.stringify(raw) }) : ofJson(written)
}

function ofJson(text: string): Cell {
  if (text === "") return { value: null }
  const flaw = flawOf(text)
  if (flaw) return flaw
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return fault("bad_json", "is not valid JSON.")
  }
  if (value === null) return { value: null }
  return flawOfValue(value) ?? { value: hasOddNumbers(text) ? compact(text) : JSON.stringify(value) }
}

function flawOfValue(value: unknown): CellFault | null {
  const flaw = flawWithin(value, MOST_LEVELS)
  if (flaw) return flaw
  const text = JSON.stringify(value)
  if (text.length > MOST_CHARACTERS) return TOO_LONG
  if (HALF_A_CHARACTER.test(text)) return fault("bad_json", "holds half a character, which no text has.")
  return null
}

function flawWithin(value: unknown, levels: number): CellFault | null {
  if (typeof value !== "object" || value === null) return null
  if (levels === 0) return fault("bad_json", `is nested deeper than ${MOST_LEVELS} levels.`)
  for (const item of Object.values(value)) {
    const flaw = flawWithin(item, levels - 1)
    if (flaw) return flaw
  }
  return null
}

/** Without the white space between its pieces. */
function compact(text: string): string {
  return text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, "$1")
}
