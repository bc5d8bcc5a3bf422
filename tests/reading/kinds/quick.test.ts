import fc from "fast-check"
import { parsePhoneNumberFromString } from "libphonenumber-js/max"
import { expect, test } from "vitest"
import { read } from "./read.ts"

const digit = fc.constantFrom(..."0123456789")
const gap = fc.constantFrom("", "", "", " ", ".", "/", "-")

test("every Belgian mobile number is read as the plan of numbers has it", () => {
  const rest = fc
    .array(fc.tuple(gap, digit), { minLength: 6, maxLength: 8 })
    .map((pairs) => pairs.flat().join(""))
  const start = fc.constantFrom("0", "+32", "+32 ", "0032", "32", "+33")
  for (let prefix = 440; prefix < 500; prefix += 1) {
    fc.assert(
      fc.property(start, rest, fc.constantFrom("BE", "FR", "NL"), (before, after, default_country) => {
        const text = `${before}${prefix}${after}`
        const number = parsePhoneNumberFromString(text, { extract: false, defaultCountry: default_country })
        const known = number?.isValid() && number.ext === undefined ? number.number : { code: "bad_phone" }
        expect(read("phone", text, { default_country }), text).toEqual(known)
      }),
      { numRuns: 60 },
    )
  }
})

test("an address is one exactly where a page's field for one takes it", () => {
  const part = fc.string({ unit: fc.constantFrom(..."aZ09._'+-@ /="), maxLength: 12 })
  const html =
    /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/
  fc.assert(
    fc.property(part, part, fc.constantFrom(".be", ".b", "", ".museum", "."), (name, host, end) => {
      const text = `${name}@${host}${end}`.trim()
      expect(read("email", text), text).toEqual(html.test(text) ? text.toLowerCase() : { code: "bad_email" })
    }),
    { numRuns: 3_000 },
  )
})
