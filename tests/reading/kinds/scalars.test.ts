import fc from "fast-check"
import { expect, test } from "vitest"
import { cellOf, messageFor, read } from "./read.ts"

test("a whole number is read as one", () => {
  expect(read("integer", " -12 ")).toBe(-12)
  expect(read("integer", "+7")).toBe(7)
  expect(read("integer", 7)).toBe(7)
  expect(Object.is(read("integer", "-0"), 0)).toBe(true)
})

test("what is no whole number, or too large to be exact, is refused", () => {
  for (const raw of ["1.5", "1.0", "1,000", "1 000", "1e3", "0x10", "twelve", "9007199254740993", 1.5, "٣"]) {
    expect(read("integer", raw), String(raw)).toEqual({ code: "bad_integer" })
  }
})

test("a decimal number has a point", () => {
  expect(read("number", "12.50")).toBe(12.5)
  expect(read("number", "-.5e-2")).toBe(-0.005)
  expect(read("number", 3)).toBe(3)
  for (const raw of ["12,50", "1.000,5", "1e999", "Infinity", "NaN", "0x10", ".", "1_000"]) {
    expect(read("number", raw), raw).toEqual({ code: "bad_number" })
  }
})

test("yes and no are written in several ways", () => {
  for (const raw of ["true", "TRUE", "Yes", "1", 1, true]) expect(read("boolean", raw)).toBe(true)
  for (const raw of ["false", "No", "0", 0, false]) expect(read("boolean", raw)).toBe(false)
  for (const raw of ["ja", "2", "y", "toString"])
    expect(read("boolean", raw)).toEqual({ code: "bad_boolean" })
})

test("a date is read in the three ways it is written", () => {
  for (const raw of ["2024-02-29", "29-02-2024", "29/02/2024"]) expect(read("date", raw)).toBe("2024-02-29")
  expect(read("date", "1/5/2024")).toBe("2024-05-01")
})

test("the time of a date is left away, without moving the date to another zone", () => {
  for (const time of ["T23:30:00Z", "T00:10:00+02:00", " 12:00", "T23:59:59.123456-0500"]) {
    expect(read("date", `2024-05-01${time}`), time).toBe("2024-05-01")
  }
})

test("days that no calendar has are refused", () => {
  for (const raw of [
    ...["2023-02-29", "31-04-2024", "2024-13-01", "00/01/2024", "0000-01-01", "01-02/2024", "2024-1-1"],
    ...["01-02-24", "20240501", "May 1, 2024", "2024-05-01T25:00", "2024-05-01 lunch", 45_000],
  ]) {
    expect(read("date", raw), String(raw)).toEqual({ code: "bad_date" })
  }
})

test("every date is read back from all its forms", () => {
  const days = fc.date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true })
  fc.assert(
    fc.property(days, (day) => {
      const iso = day.toISOString().slice(0, 10)
      const [year, month, date] = iso.split("-")
      expect(read("date", iso)).toBe(iso)
      expect(read("date", day.toISOString())).toBe(iso)
      expect(read("date", `${date}/${month}/${year}`)).toBe(iso)
    }),
  )
})

test("an e-mail address is lower-cased", () => {
  expect(read("email", " An.Peeters+News@Example.COM ")).toBe("an.peeters+news@example.com")
})

test("what is not one e-mail address is refused", () => {
  for (const raw of [
    ...["an", "an@", "@example.com", "an peeters@example.com", "An <an>", "an@-example.com"],
    ...["an@example.com;bo@example.com", `an@${"a".repeat(64)}.com`],
  ]) {
    expect(read("email", raw), raw).toEqual({ code: "bad_email" })
  }
})

test("an address is taken out of what is around it, and its domain is in ASCII", () => {
  for (const [raw, kept] of [
    ["An Peeters <An@example.com>", "an@example.com"],
    ["<an@example.com>", "an@example.com"],
    [`${"a".repeat(250)}@example.com`, `${"a".repeat(250)}@example.com`],
    ["mailto:an@example.com?subject=Hello", "an@example.com"],
    ["bo@B\u00fccher.example", "bo@xn--bcher-kva.example"],
    ["\u200ban@exam\u00adple.com\u00a0", "an@example.com"],
    ["an@localhost", "an@localhost"],
    ["o'neil+x/y=z@example.org", "o'neil+x/y=z@example.org"],
    ["c@example.org ::: d@example.org", "c@example.org"],
  ]) {
    expect(read("email", raw), raw).toBe(kept)
  }
  expect(messageFor("email", "a@example.org, b@example.org")).toContain("more than one")
})

test("a phone number is kept as E.164, of Belgium unless it says otherwise", () => {
  for (const raw of [
    "0470 12 34 56",
    "0470/12.34.56",
    "+32 (0)470 12 34 56",
    "0032470123456",
    32470123456,
    "tel:+32-470-12-34-56",
    "0032 (0)470 12 34 56",
  ]) {
    expect(read("phone", raw), String(raw)).toBe("+32470123456")
  }
  expect(read("phone", "+31 20 794 0800")).toBe("+31207940800")
  for (const raw of ["+32 2 555 12 01 ext. 5", "02 555 12 01 x12", "tel:+32-2-555-12-01;ext=34"]) {
    expect(read("phone", raw), raw).toBe("+3225551201")
  }
})

test("of several phone numbers in one cell the first is kept, and a remark behind one is refused", () => {
  for (const raw of [
    "0470 12 34 56; 02 555 12 01",
    "0470123456 ::: 025551201",
    "0470 12 34 56;+32 2 555 12 01",
  ]) {
    expect(cellOf({ kind: "phone", required: false }, raw), raw).toMatchObject({ notice: "phones_left_out" })
    expect(read("phone", raw), raw).toBe("+32470123456")
  }
  expect(read("phone", "tel:0470-12-34-56;phone-context=+32")).toBe("+32470123456")
  expect(read("phone", "0470 12 34 56; after 6 pm")).toEqual({ code: "bad_phone" })
})

test("the country of numbers without one can be set", () => {
  expect(read("phone", "020 794 0800", { default_country: "NL" })).toBe("+31207940800")
  expect(read("phone", "020 794 0800", { default_country: "nl" })).toBe("+31207940800")
  expect(read("phone", "020 794 0800", { default_country: "XX" })).toEqual({ code: "bad_phone" })
  expect(read("phone", "+31 20 794 0800", { default_country: "XX" })).toBe("+31207940800")
})

test("what no one can dial is refused, and a number within a remark too", () => {
  for (const raw of [
    "112",
    "0470 12 34",
    "+32 999 99 99 99 99",
    "call 0470 12 34 56",
    "none",
    "0".repeat(5_000),
  ]) {
    expect(read("phone", raw), raw.slice(0, 20)).toEqual({ code: "bad_phone" })
  }
  expect(messageFor("phone", "3.24789E+10")).toContain("rounded by a spreadsheet")
})
