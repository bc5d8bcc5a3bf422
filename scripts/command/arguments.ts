import { UsageError } from "./run.ts"

/** An option that takes a whole number; undefined when it is left out. Throws UsageError naming the range. */
export function wholeNumber(
  name: string,
  text: string | undefined,
  least: number,
  most: number,
): number | undefined {
  if (text === undefined) return undefined
  const value = Number(text.replaceAll("_", ""))
  if (/^[\d_]+$/.test(text) && value >= least && value <= most) return value
  throw new UsageError(`--${name} takes a whole number from ${least} to ${most}, not "${text}".`)
}

const DRAWN_SEEDS = 1_000_000_000

/** The seed a command was given, else one that the time draws. Throws UsageError. */
export function seedOf(text: string | undefined): number {
  return wholeNumber("seed", text, 0, Number.MAX_SAFE_INTEGER) ?? Date.now() % DRAWN_SEEDS
}

/** An option that takes one of some words; undefined when it is left out. Throws UsageError naming them. */
export function oneOf<T extends string>(
  name: string,
  text: string | undefined,
  words: readonly T[],
): T | undefined {
  const word = words.find((candidate) => candidate === text)
  if (text === undefined || word !== undefined) return word
  throw new UsageError(`--${name} takes ${words.join(", ")}; not "${text}".`)
}

/** An argument as it is typed into a shell. */
export function quoted(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`
}
