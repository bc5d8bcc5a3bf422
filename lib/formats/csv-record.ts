/** The bytes that CSV gives a meaning; all below 0x80, so none of them occurs inside a UTF-8 sequence. */
export const LINE_FEED = 10
export const CARRIAGE_RETURN = 13
export const QUOTE = 34

/** What `readRecord` found out about one record. One object is filled again and again: no garbage per row. */
export interface RecordShape {
  outcome: "complete" | "incomplete" | "bad_quoting" | "unclosed_quote"
  /** End of the record's bytes, its line end left out; where the fault lies when it is bad. */
  end: number
  /** First byte after the record's line end. */
  next: number
  fields: number
  /** Newlines inside quotes, so that physical lines can be counted. */
  breaks: number
  /** Carriage returns outside quotes that do not belong to the line end. */
  bareReturns: number
  /** Some field is in quotes. */
  hasQuotes: boolean
}

export function emptyShape(): RecordShape {
  return { outcome: "incomplete", end: 0, next: 0, fields: 0, breaks: 0, bareReturns: 0, hasQuotes: false }
}

/**
 * Reads the record that starts at `start` and says into `shape` how far it goes. `bytes[end]` and
 * `bytes[end + 1]` must be quotes: they stop both inner loops, which then need no bounds check of their own.
 * Most bytes are letters and digits, above every byte of meaning: one comparison each.
 */
export function readRecord(bytes: Buffer, start: number, end: number, delimiter: number, shape: RecordShape) {
  const special = delimiter > QUOTE ? delimiter : QUOTE
  let at = start
  let byte = 0
  shape.fields = 1
  shape.breaks = 0
  shape.bareReturns = 0
  shape.hasQuotes = false
  shape.outcome = "incomplete"
  for (;;) {
    const quoted = bytes[at] === QUOTE
    if (quoted) {
      shape.hasQuotes = true
      at++
      for (;;) {
        byte = bytes[at] as number
        while (byte > QUOTE) byte = bytes[++at] as number
        if (byte === QUOTE) {
          if (at >= end) return
          if (bytes[at + 1] !== QUOTE) break
          at += 2
        } else {
          if (byte === LINE_FEED) shape.breaks++
          at++
        }
      }
      byte = bytes[++at] as number
    } else {
      for (;;) {
        byte = bytes[at] as number
        while (byte > special) byte = bytes[++at] as number
        if (byte === delimiter || byte === LINE_FEED || byte === QUOTE) break
        if (byte === CARRIAGE_RETURN) shape.bareReturns++
        at++
      }
    }
    if (byte === delimiter) {
      shape.fields++
      at++
      continue
    }
    return endRecord(bytes, at, end, delimiter, quoted, shape)
  }
}

/** The field before `at` is followed by no delimiter: by a line end, by the end of the bytes, or by a fault. */
function endRecord(
  bytes: Buffer,
  at: number,
  end: number,
  delimiter: number,
  quoted: boolean,
  shape: RecordShape,
) {
  const byte = bytes[at]
  if (byte === LINE_FEED) {
    const afterReturn = !quoted && bytes[at - 1] === CARRIAGE_RETURN && shape.bareReturns > 0
    if (afterReturn) shape.bareReturns--
    shape.outcome = "complete"
    shape.end = afterReturn ? at - 1 : at
    shape.next = at + 1
  } else if (at < end) {
    if (quoted && byte === CARRIAGE_RETURN) {
      if (at + 1 >= end) return
      if (bytes[at + 1] === LINE_FEED) {
        shape.outcome = "complete"
        shape.end = at
        shape.next = at + 2
        return
      }
    }
    shape.outcome = quoted && opensField(bytes, at - 1, delimiter, shape) ? "unclosed_quote" : "bad_quoting"
    shape.end = at
  }
}

/**
 * Whether the quote that seems to close a field stands where only an opening one belongs, lines after the
 * field began. Then the quote that began the field was never closed, and these lines are rows of their own.
 */
function opensField(bytes: Buffer, quoteAt: number, delimiter: number, shape: RecordShape): boolean {
  const before = bytes[quoteAt - 1]
  return shape.breaks > 0 && (before === LINE_FEED || before === delimiter)
}
