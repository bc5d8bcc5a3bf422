import {
  behindLine,
  breaksIn,
  type CsvDialect,
  cutRecord,
  isEscaped,
  LONGEST_VALUE,
  type OpenValue,
} from "./csv-cells.ts"
import { found, isBehindValue, isBlank, lineEndFrom, withoutEndMarks } from "./csv-lines.ts"
import { shortened, shortenedLine } from "./record-fault.ts"

/** Longest record, in characters. */
const LONGEST_RECORD = 4_194_304
/** So far behind a quote that is never closed the next record is looked for. */
const LOOKED_AHEAD = 1_048_576
/** Enough of a record to make its fault's text of. */
const KEPT = 4_000

/** What is found in the text of a CSV, each with the physical line it begins on. */
export interface CsvSink {
  readonly isFull: boolean
  record(line: number, cells: string[], text: () => string): void
  blank(line: number): void
  /** The field, from 1, is the one the fault is in; null when no single one is to blame. */
  fault(line: number, code: string, field: number | null, text: string): void
  /** Whether a line could be a record of its own. */
  isPlausible(cells: number): boolean
}

/** A record that is passed over: where it began, what it began with, and which part of it is at hand. */
interface Passing {
  line: number
  at: "value" | "rest" | "line"
  /** The field of the value that is too long; null where the record is. */
  field: number | null
  text: string
}

/** A quote on that line is not closed; told when the text behind it is not there any more. */
export class LostQuote extends Error {
  readonly line: number
  constructor(line: number) {
    super(`the quote on line ${line} is not closed`)
    this.line = line
  }
}

/**
 * Finds the records in the text of a CSV, whatever ends its lines. It holds a record at the most, and knows nothing of
 * streams: text is put in with `add`, and `scan` takes what is complete.
 */
export class CsvScanner {
  readonly #dialect: CsvDialect
  readonly #sink: CsvSink
  readonly #unclosed: ReadonlySet<number>
  readonly #isCut: boolean
  #text = ""
  #at = 0
  #line = 1
  #ended = false
  /** The next of each, as far as they were looked for. */
  #feed = -1
  #return = -1
  #quote = -1
  /** A record that is too long is passed over up to the end of its value, or of its line. */
  #passing: Passing | null = null

  /** Quotes on `unclosed` lines are known to be without an end. A text that `isCut` is only the beginning of one. */
  constructor(
    dialect: CsvDialect,
    sink: CsvSink,
    { unclosed = new Set(), isCut = false }: { unclosed?: ReadonlySet<number>; isCut?: boolean } = {},
  ) {
    this.#dialect = dialect
    this.#sink = sink
    this.#unclosed = unclosed
    this.#isCut = isCut
  }

  /** Characters that are not yet part of a record. */
  get left(): number {
    return this.#text.length - this.#at
  }

  add(text: string) {
    this.#text = this.#at < this.#text.length ? this.#text.slice(this.#at) + text : text
    this.#at = 0
    this.#feed = this.#return = this.#quote = -1
  }

  /** No more text. What marks the end of a file is no part of it. */
  end() {
    this.#ended = true
    this.add("")
    this.#text = withoutEndMarks(this.#text)
  }

  /** Takes records until the sink is full (true) or no complete one is left (false). */
  scan(): boolean {
    while (this.#at < this.#text.length || (this.#ended && this.#passing)) {
      if (this.#sink.isFull) return true
      if (!(this.#passing ? this.#pass() : this.#next())) break
    }
    return false
  }

  #next(): boolean {
    const text = this.#text
    const start = this.#at
    const end = this.#lineEnd()
    if (this.#quote < start) this.#quote = found(text, this.#dialect.quote, start)
    if (this.#isComment(start)) return this.#skipLine(end)
    if (this.#quote < end) return this.#takeQuoted(start)
    if (end === text.length && !this.#ended) return this.#wait(start)
    if (end - start > LONGEST_RECORD)
      this.#sink.fault(this.#line, "row_too_long", null, shortened(text.slice(start, start + KEPT)))
    else this.#take(text.slice(start, end).split(this.#dialect.delimiter), start, end)
    this.#advance(behindLine(text, end), 1)
    return true
  }

  /** The end of the line at hand; the text's length when it is not there, or a line feed may follow its return. */
  #lineEnd(): number {
    const text = this.#text
    if (this.#feed < this.#at) this.#feed = found(text, "\n", this.#at)
    if (this.#return < this.#at) this.#return = found(text, "\r", this.#at)
    const end = Math.min(this.#feed, this.#return)
    return end === text.length - 1 && text[end] === "\r" && !this.#ended ? text.length : end
  }

  #isComment(start: number): boolean {
    const { comment } = this.#dialect
    return comment !== null && this.#text.startsWith(comment, start)
  }

  #skipLine(end: number): boolean {
    if (end === this.#text.length && !this.#ended) return false
    this.#advance(behindLine(this.#text, end), 1)
    return true
  }

  #takeQuoted(start: number): boolean {
    const text = this.#text
    if (this.#unclosed.has(this.#line)) return this.#dropUnclosed(start)
    const cut = cutRecord(text, start, this.#dialect, this.#ended)
    if (cut === "more") return this.#wait(start)
    if (cut.outcome === "open") return this.#open(start, cut)
    if (cut.outcome === "complete") {
      if (cut.long > 0)
        this.#sink.fault(this.#line, "value_too_long", cut.long, shortened(text.slice(start, start + KEPT)))
      else this.#take(cut.cells, start, cut.end)
      this.#advance(cut.next, cut.breaks + 1)
      return true
    }
    if (cut.outcome === "unclosed_quote") return this.#dropUnclosed(start)
    const end = lineEndFrom(text, cut.end)
    if (end === text.length && !this.#ended) return this.#wait(start)
    this.#sink.fault(this.#line, "bad_quoting", cut.cells.length + 1, shortened(text.slice(start, end)))
    this.#advance(behindLine(text, end), cut.breaks + 1)
    return true
  }

  /** A value whose closing quote is not in sight. */
  #open(start: number, { from, field }: OpenValue): boolean {
    const text = this.#text
    if (this.#ended && this.#isCut) return this.#advance(text.length, 0)
    if (this.#ended) return this.#dropUnclosed(start)
    if (text.length - from <= LONGEST_VALUE) return false
    this.#passing = { line: this.#line, at: "value", field, text: shortened(text.slice(start, start + KEPT)) }
    this.#advance(from, breaksIn(text, start, from))
    return true
  }

  /** More text is wanted for the record at hand, unless it is too long already. */
  #wait(start: number): boolean {
    const text = this.#text
    if (this.#ended || text.length - start <= LONGEST_RECORD) return false
    this.#passing = {
      line: this.#line,
      at: "line",
      field: null,
      text: shortened(text.slice(start, start + KEPT)),
    }
    return true
  }

  /** Goes on behind a value that is too long, and then to the end of its record. */
  #pass(): boolean {
    const passing = this.#passing as Passing
    if (passing.at === "value") return this.#passValue(passing)
    if (passing.at === "rest") return this.#passRest(passing)
    const end = this.#lineEnd()
    if (end === this.#text.length && !this.#ended) {
      this.#advance(end, 0)
      return false
    }
    return this.#passed(passing, behindLine(this.#text, end), 1)
  }

  #passValue(passing: Passing): boolean {
    const { quote, escaping, delimiter } = this.#dialect
    const text = this.#text
    for (let at = this.#at; ; ) {
      const close = text.indexOf(quote, at)
      // The last character may be half of what stands for a quote.
      if (close < 0 || (close + 1 >= text.length && !this.#ended)) {
        if (this.#ended) throw new LostQuote(passing.line)
        // So may the one before it, where another character stands before one.
        const last = close < 0 ? text.length : close
        const keep = escaping !== quote && isEscaped(text, at, last, escaping) ? last - 1 : last
        this.#advance(keep, breaksIn(text, this.#at, keep))
        return false
      }
      if (escaping === quote && text[close + 1] === quote) at = close + 2
      else if (escaping !== quote && isEscaped(text, at, close, escaping)) at = close + 1
      else if (isBehindValue(text, close + 1, delimiter)) {
        passing.at = "rest"
        return this.#advance(close + 1, breaksIn(text, this.#at, close + 1))
      } else throw new LostQuote(passing.line)
    }
  }

  /** What is left of the record may have quotes of its own. */
  #passRest(passing: Passing): boolean {
    const rest = cutRecord(this.#text, this.#at, this.#dialect, this.#ended)
    const isApart = rest !== "more" && rest.outcome !== "open"
    if (isApart && rest.outcome === "complete") return this.#passed(passing, rest.next, rest.breaks + 1)
    if (!isApart && !this.#ended && this.left <= LONGEST_VALUE) return false
    passing.at = "line"
    return isApart ? this.#advance(rest.next, rest.breaks) : true
  }

  #passed({ line, field, text }: Passing, next: number, lines: number): true {
    this.#passing = null
    this.#sink.fault(line, field === null ? "row_too_long" : "value_too_long", field, text)
    return this.#advance(next, lines)
  }

  /** The row ends with the line before the next that can be one; without any the whole text is in doubt. */
  #dropUnclosed(start: number): boolean {
    const text = this.#text
    const most = start + LOOKED_AHEAD
    let lines = 0
    for (let end = lineEndFrom(text, start); ; ) {
      const next = behindLine(text, end)
      lines += 1
      if (next >= text.length) {
        if (!this.#ended && text.length < most) return false
        if (this.#isCut) return this.#advance(text.length, 0)
        throw new LostQuote(this.#line)
      }
      end = lineEndFrom(text, next)
      if (end === text.length && !this.#ended && text.length < most) return false
      const cut = cutRecord(text.slice(next, end), 0, this.#dialect, true)
      if (cut === "more" || cut.outcome !== "complete" || !this.#sink.isPlausible(cut.cells.length)) continue
      const field = text.slice(start, lineEndFrom(text, start)).split(this.#dialect.delimiter).length
      this.#sink.fault(this.#line, "unterminated_quote", field, shortenedLine(text.slice(start, next)))
      return this.#advance(next, lines)
    }
  }

  #take(cells: string[], start: number, end: number) {
    if (isBlank(cells)) this.#sink.blank(this.#line)
    else this.#sink.record(this.#line, cells, () => this.#text.slice(start, end))
  }

  #advance(next: number, lines: number): true {
    this.#at = next
    this.#line += lines
    return true
  }
}
