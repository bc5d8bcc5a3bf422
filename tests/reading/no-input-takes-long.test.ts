import { test } from "vitest"
import { contacts } from "../../lib/datasets/contacts.ts"
import { onlyTable } from "../../lib/datasets/questions.ts"
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
const LENGTH = 200_000
/** What looks at each character again for each takes minutes. */
const PATIENCE_MS = 20_000

test.each(PIECES)("text made of %j is read to its end", { timeout: PATIENCE_MS }, (piece) => {
  const text = `a${piece.repeat(LENGTH / piece.length)}é`
  for (const kind of ["text", "email", "phone", "url", "html", "json", "list", "date"]) {
    cellOf({ kind, required: false }, text)
  }
  jsonFlaw(text)
  findHeader(sampleOf(text.slice(0, 65_536), detectDialect(text.slice(0, 65_536))), onlyTable(contacts), {})
  guessEncoding([Buffer.from(text).subarray(0, 8_192)])
})
