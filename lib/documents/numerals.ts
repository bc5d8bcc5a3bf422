const ROMAN: readonly (readonly [number, string])[] = [
  ...([
    [1000, "m"],
    [900, "cm"],
    [500, "d"],
    [400, "cd"],
    [100, "c"],
    [90, "xc"],
    [50, "l"],
    [40, "xl"],
  ] as const),
  ...([
    [10, "x"],
    [9, "ix"],
    [5, "v"],
    [4, "iv"],
    [1, "i"],
  ] as const),
]

/** A number as a list has it: `decimal`, `lowerRoman`, `upperLetter` and the like. */
export function numberAs(format: string, number: number): string {
  if (/roman/i.test(format) && number > 0 && number < 4_000) {
    let rest = number
    const roman = ROMAN.map(([value, letters]) => {
      const times = Math.floor(rest / value)
      rest -= times * value
      return letters.repeat(times)
    }).join("")
    return format.startsWith("upper") ? roman.toUpperCase() : roman
  }
  if (/letter/i.test(format) && number > 0) {
    const letter = String.fromCharCode(97 + ((number - 1) % 26)).repeat(Math.min(20, Math.ceil(number / 26)))
    return format.startsWith("upper") ? letter.toUpperCase() : letter
  }
  return format === "decimalZero" ? String(number).padStart(2, "0") : String(number)
}
