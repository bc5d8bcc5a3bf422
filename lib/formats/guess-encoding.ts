import { decoded } from "./decode-text.ts"

/** What is tried, those that more people have before others. East Asian ones are not guessed: too much passes for them. */
const CANDIDATES = [
  ...["windows-1252", "cp850", "macintosh", "windows-1250", "windows-1251", "iso-8859-15", "iso-8859-2"],
  ...[
    "cp852",
    "cp437",
    "koi8-r",
    "koi8-u",
    "ibm866",
    "iso-8859-5",
    "windows-1253",
    "iso-8859-7",
    "windows-1254",
  ],
  ...["windows-1257", "windows-1255", "windows-1256"],
]

/** Letters beyond ASCII by how much they speak for a reading: common ones more. */
const WEIGHTS: readonly [weight: number, letters: string][] = [
  [3, "éèüöäñóáíçàß"],
  [2, "êëïîôâûúãõåøœłščžışğřě"],
  [1.5, "ąęśżćńőűůýťďźňùòțșăāēīūģķļņ"],
  [2, "æÆØÅ"],
  [2, "оеаинтсрвлкмдпу"],
  [1.5, "бгжзйхцчшщыьэюяёіїєґ"],
  [2, "αοιετσνηυρπκμλςάέήίόύώ"],
  [1.5, "βγδζθξφχψω"],
  [2, "ילואהמרנבתשדחכפקעסגזטצ"],
  [2, "الينمتربسدعقحهفكجةىشطصخ"],
  [1, "ÉÈÀÇÄÖÜÑÓÁÍŁŠČŽŚŻ"],
]
const WEIGHT_OF = new Map(
  WEIGHTS.flatMap(([weight, letters]) => [...letters].map((one) => [one, weight] as const)),
)
const SCRIPTS = [
  /\p{Script=Latin}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Hebrew}/u,
  /\p{Script=Arabic}/u,
]
const PUNCTUATION = "’‘“”–—…€«»°§£¿¡\u00a0"

/**
 * The encoding that reads lines with bytes beyond ASCII best, which are in none of the Unicode ones. Windows-1252 unless another
 * is clearly better.
 */
export function guessEncoding(lines: readonly Buffer[]): string {
  const bytes = Buffer.concat(lines.flatMap((line) => [line, Buffer.of(10)]))
  const [first = "windows-1252", ...others] = CANDIDATES
  let best = { encoding: first, score: scoreOf(decoded(bytes, first)) }
  for (const encoding of others) {
    const score = scoreOf(decoded(bytes, encoding))
    if (score > best.score + Math.abs(best.score) * 0.05 + 0.5) best = { encoding, score }
  }
  return best.encoding
}

/** How much a text looks like one that people write; every character beyond ASCII counts once. */
function scoreOf(text: string): number {
  let score = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code > 127) score += scoreAt(text[at - 1] ?? "\n", text[at] as string, text[at + 1] ?? "\n")
  }
  return score
}

function scoreAt(before: string, one: string, after: string): number {
  if (/[\uFFFD\u0080-\u009f]|\p{Co}|[\u2500-\u259f]/u.test(one)) return -10
  if (!/\p{L}/u.test(one)) {
    if (one === "’") return /\p{L}/u.test(before) ? 2 : 0.5
    if (!PUNCTUATION.includes(one)) return /\p{L}/u.test(before + after) ? -4 : -0.5
    if (one === "€") return 2
    const opens = "“‘«£¿¡".includes(one)
    return opens && /\p{L}/u.test(before) ? -3 : 1
  }
  const script = SCRIPTS.find((known) => known.test(one))
  const isMixed = [before, after].some((other) => /\p{L}/u.test(other) && script?.test(other) === false)
  if (isMixed || !script) return -4
  const isCapital = one !== one.toLowerCase()
  if (isCapital ? /\p{Ll}/u.test(before) : /\p{Lu}/u.test(after)) return -4
  // A letter among its own alone is none of a word that people write, but for à and the like.
  const isAlone = script === SCRIPTS[0] ? !/[A-Za-z]/.test(before + after) : !/\p{L}/u.test(before + after)
  const weight =
    (isAlone ? 0.2 : 1) *
    (isCapital ? 0.6 : 1) *
    (WEIGHT_OF.get(one) ?? WEIGHT_OF.get(one.toLowerCase()) ?? 0.4)
  return isCapital && !/\p{Lu}/u.test(after + before) && /\p{L}/u.test(before) ? -2 : weight
}
