import { DrawnOnce, type DrawnText } from "./drawn-once.ts"

/** Text on one line of a page, with a tab where a column begins. */
export interface Line {
  text: string
  y: number
  size: number
  /** Quarter turns it is drawn with. */
  turn: number
}

interface Run {
  text: string
  turn: number
  x: number
  y: number
  right: number
  size: number
  endsInBlank: boolean
  isRightToLeft: boolean
  /** Of what is read from the right: where its last word begins in the text, and its right end on the page. */
  word: number
  wordRight: number
}

interface OpenLine extends Omit<Line, "text"> {
  text: string
  x: number
  right: number
}

/** Stands for a letter of which its font does not say which character it is. */
export const UNKNOWN = "\ufffd"
// What a letter's number in its font is taken for: no character that is drawn.
const UNNAMED = /[^\P{Cc}\t\n\v\f\r\u0085]/gu
/** Arabic letters as they look at the beginning, in the middle and at the end of words. */
const DRAWN_FORMS = /[\ufb50-\ufdff\ufe70-\ufefc]+/g
const HAS_LETTER = /[\p{L}\p{N}]/u
/** In shares of the size of letters: what parts words, and what parts columns. */
const WORD_GAP = 0.17
const COLUMN_GAP = 1.8

/**
 * The lines of a page in the order they are drawn in, which is the order of reading more often than what positions say; these
 * decide only what parts words, columns and lines. Text that is turned comes behind what is not.
 */
export function linesOfPage(items: readonly DrawnText[]): Line[] {
  const turned: OpenRuns[] = []
  const once = new DrawnOnce()
  for (const item of items) {
    if (once.isAgain(item)) continue
    const turn = turnOf(item)
    const runs = turned[turn] ?? new OpenRuns()
    turned[turn] = runs
    runs.add(item, turn)
  }
  return turned.flatMap(({ runs }) => linesOf(runs))
}

function turnOf({ transform: [a = 1, b = 0] }: DrawnText): number {
  return (Math.round(Math.atan2(b, a) / (Math.PI / 2)) + 4) % 4
}

/** Makes runs of what is drawn one behind the other on one line. */
class OpenRuns {
  readonly runs: Run[] = []

  add({ str, transform, width, height, dir }: DrawnText, turn: number) {
    const last = this.runs.at(-1)
    if (str.trim() === "") {
      if (last && str !== "") last.endsInBlank = true
      return
    }
    const [a = 0, b = 0, , , e = 0, f = 0] = transform
    const [x, y] = turn === 0 ? [e, f] : turn === 1 ? [f, -e] : turn === 2 ? [-e, -f] : [-f, e]
    const size = height || Math.hypot(a, b) || 1
    const right = x + width
    const text = lettersOf(str)
    // A sign goes the way of what it stands beside.
    const isRightToLeft = dir === "rtl" || (last?.isRightToLeft === true && !HAS_LETTER.test(text))
    if (last && isRightToLeft && !HAS_LETTER.test(last.text)) last.isRightToLeft = true
    const run = {
      text,
      turn,
      x,
      y,
      right,
      size,
      endsInBlank: false,
      isRightToLeft,
      word: 0,
      wordRight: right,
    }
    if (last?.isRightToLeft && isRightToLeft && goesOnLeft(last, run)) joinLeft(last, run)
    else if (!last || !goesOn(last, run)) this.runs.push(run)
    else join(last, run)
  }
}

/** The letters as they are written everywhere, rather than as they are drawn in the middle of a word. */
function lettersOf(drawn: string): string {
  return drawn.replace(UNNAMED, UNKNOWN).replace(DRAWN_FORMS, (forms) => forms.normalize("NFKC"))
}

/** Whether a piece goes on with what is read from the right: at the left of its last word, or at the right of it where it is drawn from the left. */
function goesOnLeft(last: Run, next: Run): boolean {
  const size = Math.max(last.size, next.size)
  return (
    isOnLine(last, next, size) && (isNear(last.x - next.right, size) || isNear(next.x - last.wordRight, size))
  )
}

const isNear = (gap: number, size: number) => gap > -0.6 * size && gap < COLUMN_GAP * size

function joinLeft(last: Run, next: Run) {
  const isBefore = next.x >= last.x
  const gap = isBefore ? next.x - last.wordRight : last.x - next.right
  const isApart = last.endsInBlank || gap > WORD_GAP * Math.min(last.size, next.size)
  const between = isApart ? " " : ""
  if (isBefore) last.text = last.text.slice(0, last.word) + next.text + between + last.text.slice(last.word)
  else {
    last.word = last.text.length + between.length
    last.text += between + next.text
  }
  last.wordRight = next.right
  last.x = Math.min(last.x, next.x)
  last.right = Math.max(last.right, next.right)
  last.endsInBlank = false
}

const isOnLine = (last: { y: number }, next: { y: number }, size: number) =>
  Math.abs(next.y - last.y) < 0.5 * size

function goesOn(last: Run, next: Run): boolean {
  const size = Math.max(last.size, next.size)
  const gap = next.x - last.right
  const width = next.right - next.x
  return isOnLine(last, next, size) && gap > -0.6 * size - 0.3 * width && gap < COLUMN_GAP * size
}

function join(last: Run, next: Run) {
  const isApart = last.endsInBlank || next.x - last.right > WORD_GAP * Math.min(last.size, next.size)
  const hasBlank = isBlank(last.text.slice(-1)) || isBlank(next.text.slice(0, 1))
  last.text += (isApart && !hasBlank ? " " : "") + next.text
  last.right = Math.max(last.right, next.right)
  last.endsInBlank = false
  if (next.size < last.size) return
  last.size = next.size
  last.y = next.y
}

const isBlank = (one: string) => one !== "" && one.trim() === ""

function linesOf(runs: readonly Run[]): Line[] {
  const lines: OpenLine[] = []
  for (const run of runs) {
    const last = lines.at(-1)
    const between = last && betweenOf(last, run)
    const { x, y, right, size, turn } = run
    const text = run.text.trim()
    if (!last || between === null || between === undefined) {
      lines.push({ x, y, right, size, turn, text })
      continue
    }
    last.text += between + text
    last.x = Math.min(last.x, x)
    last.right = Math.max(last.right, right)
    last.size = Math.max(last.size, size)
  }
  return lines.map(({ x: _x, right: _right, ...line }) => line)
}

/** What parts a run from the line it goes on with; null where it begins one of its own. */
function betweenOf(last: OpenLine, run: Run): string | null {
  const size = Math.max(last.size, run.size)
  if (!isOnLine(last, run, size)) return null
  if (run.x >= last.right - 1) return "\t"
  if (!run.isRightToLeft || run.right > last.x + 1) return null
  return last.x - run.right < COLUMN_GAP * size ? " " : "\t"
}
