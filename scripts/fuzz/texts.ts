import type { Random } from "../sample/random.ts"

const WORDS = [
  "database",
  "data-",
  "café",
  "Привет",
  "日本語",
  "\u00ad",
  "a < b & c",
  "\t",
  " ",
  "\u202e",
  "x".repeat(1_500),
  "End. Next!",
]

/** Some of the words that are hard on readers, one after the other. */
export const words = (random: Random) =>
  random.some(8, () => random.pick(WORDS)).join(random.pick([" ", "", "\n"]))

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")

/** Elements within each other, some of them not closed. */
export function tree(
  random: Random,
  names: readonly string[],
  attributes: readonly string[],
  depth = 0,
): string {
  const name = random.pick(names)
  const inner = random.some(depth > 6 ? 0 : 4, () =>
    random.chance(0.4) ? escaped(words(random)) : tree(random, names, attributes, depth + 1),
  )
  const open = `<${name}${random.chance(0.3) ? ` ${random.pick(attributes)}` : ""}`
  return random.chance(0.1) ? `${open}/>` : `${open}>${inner.join("")}</${name}>`
}

/** A text in an encoding that it may not be expected in. */
export function encoded(random: Random, text: string): Buffer {
  const kind = random.below(10)
  if (kind === 0) return Buffer.from(`\uFEFF${text}`, "utf16le")
  if (kind === 1) return Buffer.from(text, "latin1")
  return Buffer.from(kind === 2 ? `\uFEFF${text}` : text)
}
