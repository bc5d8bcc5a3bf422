import { type Problem, problem } from "../errors.ts"

/**
 * What JSON may cost to read, before it is read: a value 1, a list or an object 8, each key beyond the first thousand of an object 20, as
 * they take about as long. Ten thousand rows of 90 columns are below it; what is beyond would hold the event loop for longer than 200 ms.
 */
const MOST_COST = 1_000_000
const OF_NESTED = 8
const OF_KEY = 20
const FEW_KEYS = 1_000
/** Whatever looks into it by calling itself would run out of stack. */
const MOST_LEVELS = 500

const [QUOTE, BACKSLASH, COMMA, COLON, LETTER_U] = [0x22, 0x5c, 0x2c, 0x3a, 0x75]
const [BRACKET, BRACE, END_BRACKET, END_BRACE] = [0x5b, 0x7b, 0x5d, 0x7d]

/** Looks at JSON as it comes, without reading it. What is no JSON is for whoever reads it to find. */
export class JsonScan {
  readonly #what: string
  /** Keys of each object that is open. */
  readonly #keys: number[] = []
  #cost = 0
  #inText = false
  #isEscaped = false
  /** Digits of an escaped character that are still to come, and what those before it say. */
  #digits = 0
  #unit = 0
  /** The first half of a character was the last thing in a text. */
  #half = false

  /** `what` names the JSON in sentences. */
  constructor(what: string) {
    this.#what = what
  }

  /**
   * Throws Problem 413 `body_too_large` of what is made of too many pieces, 400 `invalid_request` of what is nested without end,
   * `invalid_json` of half a character, which no text can hold.
   */
  take(bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (this.#digits > 0) this.#takeDigit(byte)
      else if (this.#isEscaped) this.#takeEscaped(byte)
      else if (this.#inText) this.#takeText(byte)
      else this.#takeMark(byte)
    }
    if (this.#cost > MOST_COST) throw this.#tooMuch()
  }

  #takeText(byte: number) {
    if (byte === BACKSLASH) {
      this.#isEscaped = true
      return
    }
    if (this.#half) throw this.#torn()
    if (byte === QUOTE) this.#inText = false
  }

  #takeEscaped(byte: number) {
    this.#isEscaped = false
    if (byte === LETTER_U) [this.#digits, this.#unit] = [4, 0]
    else if (this.#half) throw this.#torn()
  }

  #takeDigit(byte: number) {
    this.#digits -= 1
    this.#unit = this.#unit * 16 + digitOf(byte)
    if (this.#digits > 0) return
    const isSecond = this.#unit >= 0xdc00 && this.#unit <= 0xdfff
    if (isSecond !== this.#half) throw this.#torn()
    this.#half = this.#unit >= 0xd800 && this.#unit < 0xdc00
  }

  #takeMark(byte: number) {
    if (byte === QUOTE) this.#inText = true
    else if (byte === COMMA) this.#cost += 1
    else if (byte === COLON) this.#takeKey()
    else if (byte === BRACKET || byte === BRACE) this.#open()
    else if (byte === END_BRACKET || byte === END_BRACE) this.#keys.pop()
  }

  #takeKey() {
    const last = this.#keys.length - 1
    const keys = (this.#keys[last] ?? 0) + 1
    if (last >= 0) this.#keys[last] = keys
    if (keys > FEW_KEYS) this.#cost += OF_KEY
  }

  #open() {
    this.#cost += OF_NESTED
    if (this.#keys.push(0) <= MOST_LEVELS) return
    throw problem(400, "invalid_request", `The ${this.#what} is nested more than ${MOST_LEVELS} levels deep.`)
  }

  #torn(): Problem {
    const detail = `The ${this.#what} holds half a character: one of \\ud800 to \\udfff without its other half is no text.`
    return problem(400, "invalid_json", detail)
  }

  #tooMuch(): Problem {
    const detail = `The ${this.#what} is made of more values, lists and keys than one request may have. Send it in several, or as a file in parts (POST /api/uploads).`
    return problem(413, "body_too_large", detail, { headers: { connection: "close" } })
  }
}

/** Of what is no digit something that is no half either: whoever reads it finds that it is none. */
function digitOf(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const letter = byte | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : Number.NaN
}
