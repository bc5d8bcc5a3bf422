import type { Block } from "./blocks.ts"

/** A piece of a document's text, and where it begins. */
export interface Piece {
  text: string
  page: number | null
  section: string | null
}

const TARGET = 1_000
/** What is left is one last piece up to this length, rather than a piece and a scrap. */
const MOST = 1_200
/** A boundary nearer to the beginning would make a scrap, too. */
const LEAST = 400

/** Where to cut within a paragraph, the best first; each match ends behind the boundary. */
const IN_TEXT = [/\n\s*\n/g, /[.!?…]["'”’»)\]]*\s|[。！？]|\n/g, /\s/g]
/** Within a table, between rows; within a row that is longer than a piece, between cells. */
const IN_TABLE = [/\n/g, /\t/g, /\s/g]

/**
 * Cuts a document into pieces of about 1,000 characters, at most 1,200: between paragraphs where that is possible, else behind a
 * sentence or a row, else between words. A heading goes with what follows, and a piece is on one page unless a sentence goes on on the
 * next. Pieces do not overlap; only white space between them is lost.
 */
export function piecesOf(blocks: readonly Block[]): Piece[] {
  const pieces: Piece[] = []
  let open: Block[] = []
  let length = 0
  const close = (count = open.length) => {
    const piece = pieceOf(open.slice(0, count))
    if (piece) pieces.push(piece)
    open = open.slice(count)
    length = lengthOf(open)
  }
  for (const block of blocks) {
    if (open.length > 0 && beginsPiece(open, length, block)) close()
    if (length + 2 + block.text.length > MOST && open.length > 0) {
      const kept = withoutHeadings(open)
      const isScrap = lengthOf(open.slice(0, kept)) < LEAST
      if (kept > 0 && (!isScrap || block.text.length <= MOST)) close(kept)
    }
    open.push(block)
    length = lengthOf(open)
    if (length > MOST) {
      const cut = cutOf(open)
      pieces.push(...cut.pieces)
      open = cut.rest
      length = lengthOf(open)
    }
  }
  close()
  return pieces
}

/** Whether a block is better the beginning of a piece than the end of one. */
function beginsPiece(open: readonly Block[], length: number, block: Block): boolean {
  const last = open.at(-1)
  if (!last || withoutHeadings(open) === 0) return false
  if (block.page !== last.page && !goesOn(last.text, block.text)) return true
  if (block.kind === "heading") return length >= LEAST
  return length >= TARGET
}

/** Whether a sentence goes on from one page to the next. */
function goesOn(before: string, after: string): boolean {
  return /[\p{L}\p{N},;-]$/u.test(before) && /^\p{Ll}/u.test(after)
}

/** How many blocks there are before the headings at the end. */
function withoutHeadings(open: readonly Block[]): number {
  let count = open.length
  while (count > 0 && open[count - 1]?.kind === "heading") count -= 1
  return count
}

const lengthOf = (blocks: readonly Block[]) =>
  blocks.reduce((sum, { text }) => sum + text.length, 0) + 2 * Math.max(0, blocks.length - 1)

function pieceOf(blocks: readonly Block[]): Piece | null {
  const [first] = blocks
  const text = blocks
    .map((block) => block.text)
    .join("\n\n")
    .trim()
  const under = blocks.filter(({ section }) => section !== null)
  const section = (under.find(({ kind }) => kind !== "heading") ?? under[0])?.section ?? null
  return first && text !== "" ? { text, page: first.page, section } : null
}

/** Cuts what is longer than a piece: headings and a paragraph that is too long, whose end stays open. */
function cutOf(blocks: readonly Block[]): { pieces: Piece[]; rest: Block[] } {
  const last = blocks.at(-1) as Block
  const before = blocks
    .slice(0, -1)
    .map(({ text }) => `${text}\n\n`)
    .join("")
  const text = before + last.text
  const boundaries = last.kind === "table" ? IN_TABLE : IN_TEXT
  const pieces: Piece[] = []
  let from = 0
  while (text.length - from > MOST) {
    const length = cutIn(text.slice(from, from + TARGET), boundaries)
    const piece = text.slice(from, from + length).trim()
    const { page } = from < before.length ? (blocks[0] as Block) : last
    if (piece !== "") pieces.push({ text: piece, page, section: last.section })
    from += length
  }
  const rest = text.slice(from).replace(/^\n+/, "")
  return { pieces, rest: rest.trim() === "" ? [] : [{ ...last, text: rest }] }
}

function cutIn(window: string, boundaries: readonly RegExp[]): number {
  for (const boundary of boundaries) {
    const last = [...window.matchAll(boundary)].at(-1)
    const end = last ? last.index + last[0].length : 0
    if (end >= LEAST) return end
  }
  return /[\ud800-\udbff]$/.test(window) ? window.length - 1 : window.length
}
