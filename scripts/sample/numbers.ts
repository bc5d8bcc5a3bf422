export type Kind = 0 | 1 | 2

/** The three kinds of entity, in the order of their numbers. */
export const ENTERPRISE: Kind = 0
export const ESTABLISHMENT: Kind = 1
export const BRANCH: Kind = 2
export const KINDS: readonly Kind[] = [ENTERPRISE, ESTABLISHMENT, BRANCH]

/** The first eight digits of the smallest number, and how many there are, of each kind. */
const FIRST = [2_000_000, 20_000_000, 90_000_000]
const ROOM = [17_990_000, 9_990_000, 9_990_000]

/** How far apart, in first eight digits, consecutive entities of a kind lie when `capacity` must fit. */
export function strideFor(kind: Kind, capacity: number): number {
  const stride = Math.floor((ROOM[kind] ?? 0) / capacity)
  if (stride < 1)
    throw new Error(`There are not enough numbers for ${capacity} entities: ask for fewer rows.`)
  return stride
}

/**
 * The dotted ten-digit number of an entity: `0ddd.ddd.ddd` or `1ddd.ddd.ddd` for an enterprise,
 * `2.ddd.ddd.ddd` for an establishment, `9.ddd.ddd.ddd` for a branch. The last two digits are
 * 97 - (first eight mod 97), plus `checkError`.
 */
export function dottedNumber(kind: Kind, offset: number, checkError = 0): string {
  const firstEight = (FIRST[kind] ?? 0) + offset
  const check = ((97 - (firstEight % 97) + checkError - 1) % 97) + 1
  const digits = String(firstEight * 100 + check).padStart(10, "0")
  const tail = `${digits.slice(4, 7)}.${digits.slice(7)}`
  return kind === ENTERPRISE
    ? `${digits.slice(0, 4)}.${tail}`
    : `${digits.charAt(0)}.${digits.slice(1, 4)}.${tail}`
}
