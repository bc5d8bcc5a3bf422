import { problem } from "../errors.ts"
import type { TextBlock } from "./decode-text.ts"
import type { RecordTaker, Wanted } from "./raw-record.ts"
import type { Told } from "./record-chunk.ts"
import { isBroken } from "./table-rows.ts"
import { type Card, CardScanner, LONGEST_CARD } from "./vcard.ts"

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
  for await (const { line, text, bytes_read, isBroken } of linesOf(blocks)) {
    bytes = bytes_read
    hand(scanner.take(text, line, isBroken))
    if (taker.isFull) yield { last_row, bytes_read, done: false }
  }
  hand(scanner.end())
  if (last_row === 0)
    throw problem(422, "file_empty", "There is no card in the file: none begins with BEGIN:VCARD.")
  yield { last_row, bytes_read: bytes, done: true }
}

/** A line that is longer than a card can be is cut, and still longer than that. */
async function* linesOf(blocks: AsyncIterable<TextBlock>) {
  let parts: string[] = []
  let length = 0
  const add = (part: string) => {
    if (length <= LONGEST_CARD) parts.push(part)
    length += part.length
  }
  const whole = () => {
    const text = parts.join("")
    parts = []
    length = 0
    return text
  }
  let line = 0
  let bytes_read = 0
  let hasBroken = false
  // A carriage return at the end of a block may be half a line end.
  let half = ""
  const told = (text: string) => ({ line: ++line, text, bytes_read, isBroken: hasBroken && isBroken(text) })
  for await (const block of blocks) {
    bytes_read = block.bytes_read
    hasBroken ||= block.hasBroken
    const pieces = (half + block.text).split(/\r\n|\n|\r(?!$)/)
    const last = pieces.pop() ?? ""
    for (const piece of pieces) {
      add(piece)
      yield told(whole())
    }
    half = last.endsWith("\r") ? "\r" : ""
    add(half ? last.slice(0, -1) : last)
  }
  yield told(whole())
}
