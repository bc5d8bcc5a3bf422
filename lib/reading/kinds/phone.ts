// The larger metadata: the smaller one checks lengths only and takes numbers no one can have. It costs 75 KB
// and some milliseconds of a start.
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js/max"
import { type CellFault, fault } from "./cell.ts"
import { ofText } from "./text.ts"

const DEFAULT_COUNTRY = "BE"
/** Of a number with all the punctuation people write. */
const MOST_CHARACTERS = 100
/** Belgian mobile numbers, all of which exist: read at a thirtieth of the time. */
const BELGIAN_MOBILE = /^(?:\+32 ?|0)4[5-9](?:[ ./-]?\d){7}$/

/** A phone number that exists in its country's plan, as E.164: +32470123456. */
export const readPhone = ofText((text, options) => {
  const country = (options.default_country ?? DEFAULT_COUNTRY).toUpperCase()
  if (BELGIAN_MOBILE.test(text) && (text[0] === "+" || country === "BE")) {
    return { value: `+32${text.replace(/\D/g, "").slice(-9)}` }
  }
  const number = text.length > MOST_CHARACTERS ? undefined : parsed(text, country)
  if (!number?.isValid()) return badPhone(country)
  if (number.ext !== undefined) return fault("bad_phone", "has an extension; give the number without it.")
  return { value: number.number }
})

function parsed(text: string, country: string) {
  // `extract: false` takes the text as a whole: no number is picked out of a remark.
  return parsePhoneNumberFromString(text, {
    extract: false,
    ...(isCountry(country) && { defaultCountry: country }),
  })
}

function badPhone(country: string): CellFault {
  const where = isCountry(country) ? ` in ${country}` : ""
  return fault(
    "bad_phone",
    `is not a phone number${where}; write one of another country with its code, such as +32 470 12 34 56.`,
  )
}

function isCountry(code: string): code is CountryCode {
  return isSupportedCountry(code)
}

/** Whether a country, by its two capital letters, is one whose phone numbers can be read. */
export function hasPhones(country: string): boolean {
  return isCountry(country)
}
