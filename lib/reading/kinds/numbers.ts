import { fault } from "./cell.ts"
import { ofText } from "./text.ts"

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i
const BOOLEANS: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  "1": true,
  false: false,
  no: false,
  "0": false,
}

/** A whole number that JSON carries exactly, without separators of thousands. */
export const readInteger = ofText((text) => {
  const value = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN
  if (Number.isSafeInteger(value)) return { value: value + 0 }
  return fault("bad_integer", "is not a whole number of at most 15 digits, such as 1200.")
})

/** A finite decimal number with a point; a comma is refused, because it may as well separate thousands. */
export const readNumber = ofText((text) => {
  const value = DECIMAL.test(text) ? Number(text) : Number.NaN
  if (Number.isFinite(value)) return { value }
  return fault("bad_number", "is not a number with a point for the decimals, such as 12.50.")
})

/** true, false, yes, no, 1 or 0, in any case. */
export const readBoolean = ofText((text) => {
  const word = text.toLowerCase()
  if (Object.hasOwn(BOOLEANS, word)) return { value: BOOLEANS[word] }
  return fault("bad_boolean", "is neither true nor false; write true, false, yes, no, 1 or 0.")
})
