const texts = new WeakMap<object, string>()

/** Remembers how JSON wrote a value of which a number would not come back the same. */
export function keepWritten(value: object, text: string): void {
  texts.set(value, text)
}

/** How JSON wrote a value, where that is remembered. */
export function writtenAs(value: object): string | undefined {
  return texts.get(value)
}

const TEXTS_AND_NUMBERS = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g

/** Whether a number in a JSON text is written in another way than its value would be: 1E22, 2.50, one of twenty digits. */
export function hasOddNumbers(text: string): boolean {
  for (const [token] of text.matchAll(TEXTS_AND_NUMBERS)) {
    if (token[0] !== '"' && !isPlain(token)) return true
  }
  return false
}

/** A JSON text as a value in which every number is exact: one with more digits than a number carries is the text of them. */
export function exactJson(text: string): unknown {
  return withTexts(text, isExact)
}

/** The same with every number as text that is written in another way than its value would be. */
export function itemsAsWritten(text: string): unknown {
  return withTexts(text, isPlain)
}

function withTexts(text: string, isNumber: (written: string) => boolean): unknown {
  if (!hasOddNumbers(text)) return JSON.parse(text)
  return JSON.parse(
    text.replace(TEXTS_AND_NUMBERS, (token) => (token[0] === '"' || isNumber(token) ? token : `"${token}"`)),
  )
}

const isPlain = (written: string) => String(Number(written)) === written

const isExact = (written: string) => digitsOf(written) === digitsOf(String(Number(written)))

/** The digits of a number that matter, and how many places they are moved by. */
function digitsOf(number: string): string {
  const [, whole = "", part = "", power = "0"] = /^-?(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(number) ?? []
  const digits = (whole + part).replace(/^0+/, "")
  const kept = digits.replace(/0+$/, "")
  return kept === "" ? "0" : `${kept} ${Number(power) - part.length + digits.length - kept.length}`
}
