import { expect, test } from "vitest"
import { exactJson } from "../../lib/written-json.ts"

test("a number that cannot be kept is given as its digits, and every other as a number", () => {
  const text =
    '{"id":12345678901234567890,"f":0.123456789012345678,"big":1E22,"one":1.0,"zero":-0,"t":"12345678901234567890"}'
  expect(exactJson(text)).toEqual({
    id: "12345678901234567890",
    f: "0.123456789012345678",
    big: 1e22,
    one: 1,
    zero: -0,
    t: "12345678901234567890",
  })
  expect(exactJson("[2.50, 1e400, 10000000000000001]")).toEqual([2.5, "1e400", "10000000000000001"])
})
