import { expect, test } from "vitest"
import {
  type AppliedExtract,
  type FoundExtract,
  orderExtracts,
} from "../../lib/engine/admission/extract-order.ts"

/** `U140` is the update 140, `F141` the Full 141, `F141/7` one of seven bytes. */
function extractOf(name: string): FoundExtract<string> {
  const [, type, number, bytes] = /^([UF])(\d+)(?:\/(\d+))?$/.exec(name) ?? []
  return {
    extract_number: Number(number),
    type: type === "F" ? "full" : "update",
    bytes: bytes === undefined ? null : Number(bytes),
    source: name,
  }
}

function ordered(found: string, applied: string, allow_gap = false) {
  const listed = (names: string) => (names === "" ? [] : names.split(" ").map(extractOf))
  const order = orderExtracts(listed(found), listed(applied) satisfies AppliedExtract[], { allow_gap })
  const told = (extracts: readonly FoundExtract<string>[]) => extracts.map(({ source }) => source).join(" ")
  const { gap, ...lists } = order
  const all = Object.entries(lists).map(([list, extracts]) => [list, told(extracts)] as const)
  return {
    ...Object.fromEntries(all.filter(([, names]) => names !== "")),
    ...(gap && { gap: `${gap.from}-${gap.to}`, waiting: told(gap.waiting) }),
  }
}

test.each([
  ["updates come in the order of their numbers", "U142 U141 U143", "F140", { next: "U141 U142 U143" }],
  ["what is applied is left out", "F140 U141 U142", "F140 U141", { applied: "F140 U141", next: "U142" }],
  ["nothing is left to do", "U141 F140", "F140 U141", { applied: "F140 U141" }],
  [
    "an empty register begins with the first Full",
    "U139 F140 U141 F142",
    "",
    { passed: "U139", next: "F140 U141 F142" },
  ],
  ["and without one with the first update", "U142 U141", "", { next: "U141 U142" }],
  [
    "a hole is gone over by a later Full",
    "U141 U144 F145 U146",
    "F140",
    { next: "U141 F145 U146", passed: "U144" },
  ],
  [
    "a hole with no Full behind it is where it stops",
    "U141 U144 U145",
    "F140",
    { next: "U141", gap: "142-143", waiting: "U144 U145" },
  ],
  ["a Full at once is better than waiting", "F143", "F140", { next: "F143" }],
  ["of one day the changes are enough", "F141 U141", "F140", { next: "U141", twins: "F141" }],
  ["and it is applied, whichever of the two it was", "F141", "F140 U141", { applied: "F141" }],
  ["what is older than the register is passed over", "U138 U139", "F140", { passed: "U138 U139" }],
  [
    "another file of an applied extract is told apart",
    "U141/7 F140/9",
    "F140/9 U141/8",
    { applied: "F140/9", others: "U141/7" },
  ],
  ["nothing at hand", "", "F140", {}],
  // Whoever says so goes on over it.
  ["a hole is allowed", "U141 U144 U145", "F140", { next: "U141 U144 U145" }, true],
] as const)("%s", (_what, found, applied, expected, allowGap?: true) => {
  expect(ordered(found, applied, allowGap)).toEqual(expected)
})
