import type { Random } from "./random.ts"

const HEADS = "b br d dr f g gr h k kl l m n p pl r s st t tr v w z".split(" ")
const VOWELS = "a e i o u aa ee oe ou ij".split(" ")
const TAILS = ["", "", "n", "r", "l", "m", "s", "k", "st", "nd"]

/** A pronounceable word that means nothing, so that no name is anybody's. */
export function word(random: Random): string {
  let made = ""
  const syllables = 2 + random.below(2)
  for (let i = 0; i < syllables; i++) made += random.pick(HEADS) + random.pick(VOWELS)
  return made + random.pick(TAILS)
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

const SUFFIXES = ["", "", "", " BV", " SRL", " NV", " SA", " VZW", " ASBL", " & Co", " Group"]

/** A made-up company name. */
export function companyName(random: Random): string {
  return `${capital(word(random))} ${capital(word(random))}${random.pick(SUFFIXES)}`
}

const AWKWARD = [
  '"quoted"',
  '"',
  ", comma, ",
  "back\\slash\\",
  "line\nbreak",
  "line\r\nbreak",
  "a\rb",
  '""',
  "  lead",
  "trail  ",
  "tab\there",
  "É ñ ü ß œ",
  "e\u0301",
  "\u6771\u4eac",
  "\u0627\u0644",
  "\u{1f98a}",
  "\u2028",
  "\u00a0",
  "=1+1",
  "@sum",
  "<b>x</b>",
  "'); drop table enterprise;--",
  "$1 :y ? %s {x}",
  "__proto__",
]
const WHOLE = ["NULL", "null", "\\N", "001", "2-4", "-", "0", "true", "1e5", "nan"]

/** Text that naive readers break on: quotes, separators, line ends, words for "nothing", look-alike numbers. */
export function awkwardText(random: Random): string {
  if (random.chance(0.15)) return random.pick(WHOLE)
  const before = random.chance(0.7) ? word(random) : ""
  const after = random.chance(0.5) ? word(random) : ""
  return `${before}${random.pick(AWKWARD)}${random.chance(0.3) ? random.pick(AWKWARD) : ""}${after}`
}
