import type { Line } from "./lines.ts"

/** Lines that belong together. */
export interface Paragraph {
  lines: string[]
}

/** A word that is broken at the end of a line, and how the next line goes on with it. */
const BROKEN = /(\p{L}+)[-‐\u00ad]$/u
const GOES_ON = /^\p{Ll}\p{L}*/u
const WORDS = /\p{L}+(?:[-‐]\p{L}+)*/gu
/** Of the end of a line: longer words are none. */
const LONGEST_WORD = 60

/** Words of a document, which tell whether a hyphen at a line's end is part of one. */
export class KnownWords {
  readonly #words = new Set<string>()

  addLines(lines: readonly Line[]) {
    for (const { text } of lines) {
      for (const [word] of text.replace(/[-‐\u00ad]$/, "").matchAll(WORDS))
        this.#words.add(word.toLowerCase())
    }
  }

  /** Whether a word that is broken into these has a hyphen there. */
  hasHyphen(begin: string, end: string): boolean {
    const [one, other] = [begin.toLowerCase(), end.toLowerCase()]
    return !this.#words.has(one + other) && this.#words.has(`${one}-${other}`)
  }
}

/** The paragraphs of a page; words that are broken at the end of a line are joined. */
export function paragraphsOf(lines: readonly Line[], words: KnownWords): Paragraph[] {
  const paragraphs: Paragraph[] = []
  let last: Line | null = null
  for (const line of lines) {
    const open = paragraphs.at(-1)
    if (last && open && joins(open.lines, last, line, words)) {
      last = line
      continue
    }
    if (last && open && !isApart(last, line)) open.lines.push(line.text)
    else paragraphs.push({ lines: [line.text] })
    last = line
  }
  return paragraphs
}

/** Joins a broken word, and with it the lines. */
function joins(lines: string[], last: Line, line: Line, words: KnownWords): boolean {
  const before = lines.at(-1) ?? ""
  const begin = BROKEN.exec(before.slice(-LONGEST_WORD))?.[1]
  const end = GOES_ON.exec(line.text)?.[0]
  const drop = last.y - line.y
  if (begin === undefined || end === undefined || last.turn !== line.turn) return false
  if (drop > 2.2 * line.size) return false
  lines[lines.length - 1] = (words.hasHyphen(begin, end) ? before : before.slice(0, -1)) + line.text
  return true
}

/** Whether a line begins a paragraph of its own: far below the one before, or above it. */
function isApart(last: Line, line: Line): boolean {
  const drop = last.y - line.y
  return last.turn !== line.turn || drop > 1.8 * Math.max(line.size, last.size) || drop < -line.size
}
