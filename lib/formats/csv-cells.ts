import { CARRIAGE_RETURN, LINE_FEED } from "./csv-record.ts"

/** What keeps the cells of a CSV apart. */
export interface CsvDialect {
  /** One character of the basic plane. */
  delimiter: string
  quote: string
  /** What stands before a quote within quotes: another quote, or a character such as a backslash, two of which are one. */
  escaping: string
  /** What a line that is no row begins with. */
  comment: string | null
}

/** A record as it was taken out of a text. */
export interface CutRecord {
  outcome: "complete" | "bad_quoting" | "unclosed_quote"
  cells: string[]
  /** Where the record ends, and where the next one begins. */
  end: number
  next: number
  /** Lines that end within its quotes. */
  breaks: number
  /** Which of its values in quotes has more than the characters it may have; 0 for none. */
  long: number
}

/** Longest value in quotes, in characters as they are written. */
export const LONGEST_VALUE = 1_048_576

/** A quoted value that goes on behind the text there is: where it begins. */
export interface OpenValue {
  outcome: "open"
  /** Where the value begins, behind its quote, and how many cells stand before it. */
  from: number
  field: number
}

const BLANKS = /[ \t]/

/**
 * Takes the record apart that begins at `start` and has a quote in it. A quote opens a value at its beginning, blanks before
 * it left away; within a value that began otherwise it is a character like others. `isLast` says that no text follows.
 */
export function cutRecord(
  text: string,
  start: number,
  dialect: CsvDialect,
  isLast: boolean,
): CutRecord | OpenValue | "more" {
  const { delimiter, quote } = dialect
  const cells: string[] = []
  let breaks = 0
  let long = 0
  for (let at = start; ; ) {
    const opened = openedAt(text, at, dialect)
    let end: number
    if (opened < 0) {
      end = plainEnd(text, at, delimiter)
      cells.push(text.slice(at, end))
    } else {
      const value = quotedValue(text, opened, dialect)
      if (value === null) return { outcome: "open", from: opened, field: cells.length + 1 }
      breaks += value.breaks
      if (value.next - 1 - opened > LONGEST_VALUE && long === 0) long = cells.length + 1
      end = value.next
      while (text[end] !== delimiter && end < text.length && BLANKS.test(text[end] as string)) end += 1
      if (end === text.length && !isLast) return "more"
      if (end < text.length && text[end] !== delimiter && !isLineEnd(text, end)) {
        const before = text[value.next - quote.length - 1]
        const opensAnother = value.breaks > 0 && (before === "\n" || before === "\r" || before === delimiter)
        const outcome = opensAnother ? "unclosed_quote" : "bad_quoting"
        return { outcome, cells, end: value.next, next: value.next, breaks, long }
      }
      cells.push(value.text)
    }
    if (text[end] === delimiter) {
      at = end + 1
      continue
    }
    if (end === text.length && !isLast) return "more"
    if (text[end] === "\r" && end + 1 === text.length && !isLast) return "more"
    return { outcome: "complete", cells, end, next: behindLine(text, end), breaks, long }
  }
}

/** Where the value begins that a quote opens at `at`, or behind blanks there; -1 when none does. */
function openedAt(text: string, at: number, { delimiter, quote }: CsvDialect): number {
  let from = at
  while (text[from] !== delimiter && from < text.length && BLANKS.test(text[from] as string)) from += 1
  return text[from] === quote ? from + 1 : -1
}

/** The end of a value that is not in quotes: a delimiter, a line end, or the end of the text. */
function plainEnd(text: string, at: number, delimiter: string): number {
  const code = delimiter.charCodeAt(0)
  for (let end = at; end < text.length; end++) {
    const character = text.charCodeAt(end)
    if (character === code || character === LINE_FEED || character === CARRIAGE_RETURN) return end
  }
  return text.length
}

/** The value whose quote is before `from`; null where it goes on behind the text. */
function quotedValue(text: string, from: number, { quote, escaping }: CsvDialect) {
  let value = ""
  let at = from
  for (;;) {
    const close = text.indexOf(quote, at)
    if (close < 0) return null
    if (escaping !== quote && isEscaped(text, at, close, escaping)) {
      value += `${unescaped(text.slice(at, close - 1), escaping)}${quote}`
      at = close + 1
    } else if (escaping === quote && text[close + 1] === quote) {
      value += text.slice(at, close + 1)
      at = close + 2
    } else {
      const last = text.slice(at, close)
      value += escaping === quote ? last : unescaped(last, escaping)
      return { text: value, next: close + 1, breaks: breaksIn(text, from, close) }
    }
  }
}

/** Whether what stands before a quote is for it: two of them are one of their own. */
export function isEscaped(text: string, from: number, quoteAt: number, escaping: string): boolean {
  let at = quoteAt
  while (at > from && text[at - 1] === escaping) at -= 1
  return (quoteAt - at) % 2 === 1
}

const unescaped = (text: string, escaping: string) => text.replaceAll(escaping + escaping, escaping)

/** Line ends within a stretch: LF, CRLF and CR each count once. */
export function breaksIn(whole: string, from: number, to: number): number {
  // Looked for in the text itself, what does not occur would be looked for up to its end.
  const text = whole.slice(from, to)
  let count = 0
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count += 1
  for (let at = text.indexOf("\r"); at >= 0; at = text.indexOf("\r", at + 1)) {
    if (whole[from + at + 1] !== "\n") count += 1
  }
  return count
}

const isLineEnd = (text: string, at: number) => text[at] === "\n" || text[at] === "\r"

/** Where the line behind the line end at `end` begins. */
export function behindLine(text: string, end: number): number {
  return text[end] === "\r" && text[end + 1] === "\n" ? end + 2 : Math.min(text.length, end + 1)
}
