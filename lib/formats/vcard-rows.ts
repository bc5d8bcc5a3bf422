import { problem } from "../errors.ts"
import type { TextBlock } from "./decode-text.ts"
import type { RecordTaker, Wanted } from "./raw-record.ts"
import type { Told } from "./record-chunk.ts"
import { type Card, CardScanner } from "./vcard.ts"

/** Hands the cards of a vCard file to a taker, each a record of its own. Throws Problem 422 `file_empty` where there is none. */
export async function* readCards(
  blocks: AsyncIterable<TextBlock>,
  { afterRow }: Wanted,
  taker: RecordTaker,
): AsyncGenerator<Told> {
  const scanner = new CardScanner()
  let last_row = 0
  let bytes = 0
  const hand = (card: Card | null) => {
    if (!card) return
    last_row = card.row
    if (card.row <= afterRow) return
    const { row, line, names, cells, fault, text } = card
    if (fault !== null || names.length === 0)
      taker.fault({ row, line, code: fault ?? "bad_card", header: null, text })
    else taker.record(row, line, names, cells)
  }
  for await (const { line, text, bytes_read } of linesOf(blocks)) {
    bytes = bytes_read
    hand(scanner.take(text, line))
    if (taker.isFull) yield { last_row, bytes_read, done: false }
  }
  hand(scanner.end())
  if (last_row === 0)
    throw problem(422, "file_empty", "There is no card in the file: none begins with BEGIN:VCARD.")
  yield { last_row, bytes_read: bytes, done: true }
}

async function* linesOf(blocks: AsyncIterable<TextBlock>) {
  let rest = ""
  let line = 0
  let bytes_read = 0
  for await (const block of blocks) {
    bytes_read = block.bytes_read
    const lines = (rest + block.text).split(/\r\n|\n|\r(?!$)/)
    rest = lines.pop() ?? ""
    for (const text of lines) yield { line: ++line, text, bytes_read }
  }
  for (const text of rest.split(/\r\n|\n|\r/)) yield { line: ++line, text, bytes_read }
}
