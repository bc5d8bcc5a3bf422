import { expect, test } from "vitest"
import { contacts } from "../../lib/datasets/contacts.ts"
import { onlyTable } from "../../lib/datasets/define.ts"
import { detectDialect, sampleOf } from "../../lib/formats/dialect.ts"
import { guessEncoding } from "../../lib/formats/guess-encoding.ts"
import { jsonFlaw } from "../../lib/formats/json-flaw.ts"
import { findHeader } from "../../lib/reading/find-header.ts"
import { cellOf } from "./kinds/read.ts"

/** Pieces that patterns with two ways to go on choke on. */
const PIECES = [
  "é ",
  " ",
  "\t",
  ":::",
  "<",
  "<a ",
  "<!--",
  '<b a="',
  "&",
  "&a",
  "@",
  "a@",
  ".",
  "x1",
  "+32 ",
  "https://",
  "'",
  '"',
  ',"',
  ";",
  "\\",
  "{",
  "[1,",
  "\r",
  "0",
]
const LENGTH = 60_000
const MOST_MS = 500

const took = (work: () => unknown): number => {
  const began = performance.now()
  try {
    work()
  } catch {}
  return performance.now() - began
}

test.each(PIECES)("text made of %j is read in no time", (piece) => {
  const text = `a${piece.repeat(LENGTH / piece.length)}é`
  for (const kind of ["text", "email", "phone", "url", "html", "json", "list", "date"]) {
    expect(
      took(() => cellOf({ kind, required: false }, text)),
      kind,
    ).toBeLessThan(MOST_MS)
  }
  expect(took(() => jsonFlaw(text))).toBeLessThan(MOST_MS)
  const sampled = took(() => {
    const dialect = detectDialect(text)
    findHeader(sampleOf(text, dialect), onlyTable(contacts), {})
  })
  expect(sampled).toBeLessThan(MOST_MS)
  expect(took(() => guessEncoding([Buffer.from(text).subarray(0, 8_192)]))).toBeLessThan(MOST_MS)
})
