import { type CellFault, fault, isFault, type Kind } from "./cell.ts"
import { flawOf, MOST_CHARACTERS, TOO_LONG } from "./text.ts"

const MOST_LEVELS = 100
/** JSON.stringify escapes a surrogate only when its other half is missing. */
const HALF_A_CHARACTER = /(?<!\\)(?:\\\\)*\\ud[89a-f]/

/**
 * Any JSON value; text is parsed first. Values are data and nothing else: a key such as `__proto__` stays a key of
 * its own, and is not to be assigned to another object.
 */
export const readJson: Kind = (raw) => {
  const value = typeof raw === "string" ? parsed(raw.trim()) : { value: raw }
  return isFault(value) ? value : (flawOfValue(value.value) ?? value)
}

function parsed(text: string): { value: unknown } | CellFault {
  if (text === "") return { value: null }
  const flaw = flawOf(text)
  if (flaw) return flaw
  try {
    return { value: JSON.parse(text) }
  } catch {
    return fault("bad_json", "is not valid JSON.")
  }
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
  if (typeof value === "number") return flawOfNumber(value)
  if (typeof value !== "object" || value === null) return null
  if (levels === 0) return fault("bad_json", `is nested deeper than ${MOST_LEVELS} levels.`)
  for (const item of Object.values(value)) {
    const flaw = flawWithin(item, levels - 1)
    if (flaw) return flaw
  }
  return null
}

function flawOfNumber(value: number): CellFault | null {
  if (Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value))) return null
  return fault("bad_json", "holds a number with too many digits to be kept exactly; write it as text.")
}
