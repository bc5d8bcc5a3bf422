/** Where a text is no JSON, as an offset into it, and what was expected there. */
export interface JsonFlaw {
  at: number
  expected: string
}

const BLANKS = /[ \t\n\r]*/y
const INSIDE = String.raw`"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*`
const TEXT = new RegExp(`${INSIDE}"`, "y")
const BEGINNING = new RegExp(INSIDE, "y")
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\d.eE+-])/y
const WORD = /(?:true|false|null)(?!\w)/y
/** Deeper records are refused for that. */
const MOST_LEVELS = 200

/** The first flaw of a text that is no JSON; null where none is found. */
export function jsonFlaw(text: string): JsonFlaw | null {
  const finder = new FlawFinder(text)
  try {
    finder.value(0)
    finder.blanks()
    if (finder.at < text.length) finder.fail("the end, behind the value")
    return null
  } catch (flaw) {
    if (flaw instanceof Flaw) return { at: flaw.at, expected: flaw.expected }
    throw flaw
  }
}

class Flaw extends Error {
  readonly at: number
  readonly expected: string
  constructor(at: number, expected: string) {
    super(expected)
    this.at = at
    this.expected = expected
  }
}

class FlawFinder {
  at = 0
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  fail(expected: string): never {
    throw new Flaw(this.at, expected)
  }

  blanks() {
    this.#take(BLANKS)
  }

  value(level: number) {
    this.blanks()
    const next = this.#text[this.at]
    if (level > MOST_LEVELS) this.fail("fewer levels")
    if (next === "{") this.#members("}", () => this.#member(level))
    else if (next === "[") this.#members("]", () => this.value(level + 1))
    else if (next === '"') this.#quoted("the end of a text, without line ends and with its quotes escaped")
    else if (!this.#take(NUMBER) && !this.#take(WORD))
      this.fail("a value: a text in double quotes, a number, true, false, null, { or [")
  }

  #member(level: number) {
    this.blanks()
    if (this.#text[this.at] !== '"') this.fail("a name in double quotes")
    this.#quoted("the end of a name")
    this.blanks()
    if (this.#text[this.at] !== ":") this.fail("a colon behind the name")
    this.at += 1
    this.value(level + 1)
  }

  #members(end: string, one: () => void) {
    this.at += 1
    this.blanks()
    if (this.#text[this.at] === end) {
      this.at += 1
      return
    }
    for (;;) {
      one()
      this.blanks()
      const next = this.#text[this.at]
      if (next !== "," && next !== end) this.fail(`a comma or ${end}`)
      this.at += 1
      if (next === end) return
    }
  }

  #quoted(expected: string) {
    if (this.#take(TEXT)) return
    // As far as it is one.
    this.#take(BEGINNING)
    this.fail(expected)
  }

  #take(pattern: RegExp): boolean {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.#text)
    if (!found) return false
    this.at += found[0].length
    return true
  }
}
