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
    if (token[0] !== '"' && String(Number(token)) !== token) return true
  }
  return false
}
