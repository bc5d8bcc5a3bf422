// The larger metadata: the smaller one checks lengths only and takes numbers no one can have. It costs 75 KB
// and some milliseconds of a start.
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js/max"
import { type CellFault, fault } from "./cell.ts"
import { ofText, withoutInvisible } from "./text.ts"

const DEFAULT_COUNTRY = "BE"
/** Of a number with all the punctuation people write. */
const MOST_CHARACTERS = 100
/** Belgian mobile numbers, all of which exist: read at a thirtieth of the time. */
const BELGIAN_MOBILE = /^(?:\+32 ?|0)4[5-9](?:[ ./-]?\d){7}$/

/** What a spreadsheet makes of a long number when its column is narrow. */
const ROUNDED = /^[+-]?\d+(?:[.,]\d+)?e[+-]?\d+$/i
const EXTENSION = /\s*(?:;ext=|\b(?:ext|extension|toestel|poste)\.?\s*:?\s*|(?<=\d)\s*x\s*)\d{1,8}$/i

/** As address books write several in one cell. */
const BETWEEN_NUMBERS = /:::|;(?=\s*[(+]?\d)/

/** A phone number that exists in its country's plan, as E.164: +32470123456. An extension is left out, which is counted. */
export const readPhone = ofText((text, options) => {
  const country = (options.default_country ?? DEFAULT_COUNTRY).toUpperCase()
  if (BELGIAN_MOBILE.test(text) && (text[0] === "+" || country === "BE")) {
    return { value: `+32${text.replace(/\D/g, "").slice(-9)}` }
  }
  const [first = "", ...others] = withoutInvisible(text)
    .split(BETWEEN_NUMBERS)
    .map((one) => one.trim())
  if (first.length > MOST_CHARACTERS) return badPhone(country)
  if (ROUNDED.test(first)) {
    return fault(
      "bad_phone",
      "was rounded by a spreadsheet, and its last digits are lost; give it as text, with all its digits.",
    )
  }
  const plain = written(first)
  const whole = plain.replace(EXTENSION, "")
  const number = parsed(whole, country)
  if (!number?.isValid()) return badPhone(country)
  const value = number.number
  if (number.ext !== undefined || whole !== plain) return { value, notice: "extensions_left_out" }
  return others.some((other) => other !== "") ? { value, notice: "phones_left_out" } : { value }
})

/** Without what is around a number: `tel:`, and the zero in brackets that is not dialled behind a country's code. */
function written(text: string): string {
  const number = text
    .replace(/^(?:tel|callto|sms):/i, "")
    .replace(/;(?!ext=)[a-z][a-z0-9-]*(?:=[^;]*)?(?=;|$)/gi, "")
  return /^\s*(?:\+|00)/.test(number) ? number.replace(/\(\s*0\s*\)/, " ") : number
}

function parsed(text: string, country: string) {
  // `extract: false` takes the text as a whole: no number is picked out of a remark.
  return parsePhoneNumberFromString(text, {
    extract: false,
    ...(hasPhones(country) && { defaultCountry: country }),
  })
}

function badPhone(country: string): CellFault {
  const where = hasPhones(country) ? ` in ${country}` : ""
  return fault(
    "bad_phone",
    `is not a phone number${where}; write one of another country with its code, such as +32 470 12 34 56.`,
  )
}

/** Whether a country, by its two capital letters, is one whose phone numbers can be read. */
export function hasPhones(country: string): country is CountryCode {
  return isSupportedCountry(country)
}
