/** A piece of text as it is drawn. */
export interface DrawnText {
  str: string
  transform: number[]
  width: number
  height: number
}

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
}

interface OpenLine extends Omit<Line, "text"> {
  parts: string[]
  right: number
}

/** In shares of the size of letters: what parts words, and what parts columns. */
const WORD_GAP = 0.17
const COLUMN_GAP = 1.8

/**
 * The lines of a page in the order they are drawn in, which is the order of reading more often than what positions say; these
 * decide only what parts words, columns and lines. Text that is turned comes behind what is not.
 */
export function linesOfPage(items: readonly DrawnText[]): Line[] {
  const turned: OpenRuns[] = []
  for (const item of items) {
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

  add({ str, transform, width, height }: DrawnText, turn: number) {
    const last = this.runs.at(-1)
    if (str.trim() === "") {
      if (last && str !== "") last.endsInBlank = true
      return
    }
    const [a = 0, b = 0, , , e = 0, f = 0] = transform
    const [x, y] = turn === 0 ? [e, f] : turn === 1 ? [f, -e] : turn === 2 ? [-e, -f] : [-f, e]
    const size = height || Math.hypot(a, b) || 1
    const run: Run = { text: str, turn, x, y, right: x + width, size, endsInBlank: false }
    if (!last || !goesOn(last, run)) this.runs.push(run)
    else join(last, run)
  }
}

function goesOn(last: Run, next: Run): boolean {
  const size = Math.max(last.size, next.size)
  const gap = next.x - last.right
  const width = next.right - next.x
  return Math.abs(next.y - last.y) < 0.5 * size && gap > -0.6 * size - 0.3 * width && gap < COLUMN_GAP * size
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
  for (const { text, x, y, right, size, turn } of runs) {
    const last = lines.at(-1)
    if (last && Math.abs(last.y - y) < 0.5 * Math.max(last.size, size) && x >= last.right - 1) {
      last.parts.push(text.trim())
      last.right = Math.max(last.right, right)
      last.size = Math.max(last.size, size)
    } else lines.push({ y, right, size, turn, parts: [text.trim()] })
  }
  return lines.map(({ parts, right: _, ...line }) => ({ ...line, text: parts.join("\t") }))
}
