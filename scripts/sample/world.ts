import { BRANCH, dottedNumber, ENTERPRISE, ESTABLISHMENT, type Kind, strideFor } from "./numbers.ts"
import { mix, Random } from "./random.ts"
import { TABLES, type TableName } from "./tables.ts"

/** The version of an entity that a table no longer lists. */
export const GONE = -1

export const NACE_VERSIONS = ["2003", "2008", "2025"] as const

/**
 * A whole register as a function of its seed. Rows are computed from (seed, entity, version) whenever they
 * are needed; only what changed since the beginning is kept, so memory follows the changes, not the size.
 */
export interface World {
  seed: number
  traps: boolean
  /** How many entities of each kind have ever existed. */
  counts: [number, number, number]
  /** How many enterprises there were at the beginning; what refers to one must not change as more come. */
  first_enterprises: number
  /** How many there is room for. */
  capacities: [number, number, number]
  /** NACE codes in the code list, by version. */
  nace: string[][]
  /** Versions that are not 0, by `versionKey`. */
  versions: Map<number, number>
  /** How many times the register moved on. */
  revision: number
}

/** Shares of all rows, as in the real register: 1.94 M enterprises in 46.8 M rows, and so on. */
const SHARES = [0.0415, 0.0357, 0.00015]

/** A register whose Full extract has about `rows` rows. */
export function createWorld({ seed, rows, traps }: { seed: number; rows: number; traps: boolean }): World {
  const countOf = (kind: Kind) => Math.max(1, Math.round((SHARES[kind] ?? 0) * rows))
  const counts: World["counts"] = [countOf(ENTERPRISE), countOf(ESTABLISHMENT), countOf(BRANCH)]
  const [enterprises, establishments, branches] = counts.map((count) => Math.ceil(count * 1.5) + 1000)
  const codes = Math.max(12, Math.min(3000, Math.round(rows / 1000)))
  return {
    seed,
    traps,
    counts,
    first_enterprises: counts[ENTERPRISE],
    capacities: [enterprises ?? 0, establishments ?? 0, branches ?? 0],
    nace: NACE_VERSIONS.map((_, version) => naceCodes(codes, version)),
    versions: new Map(),
    revision: 0,
  }
}

function naceCodes(count: number, version: number): string[] {
  const step = Math.floor(98_000 / count)
  return Array.from({ length: count }, (_, i) => String(1110 + i * step + version).padStart(5, "0"))
}

/** The number of an entity; in a world with traps about one in forty has wrong check digits. */
export function numberOf(world: World, kind: Kind, index: number): string {
  const stride = strideFor(kind, world.capacities[kind])
  const dice = mix(world.seed, kind, index, 1)
  const checkError = world.traps && dice % 40 === 7 ? 1 + (dice % 90) : 0
  return dottedNumber(kind, index * stride + (dice % stride), checkError)
}

/** A well-formed number that no entity has and none will get. */
export function strangerNumber(world: World, kind: Kind, random: Random): string {
  const capacity = world.capacities[kind]
  return dottedNumber(kind, (capacity - 1 - random.below(300)) * strideFor(kind, capacity))
}

export function tableIndex(name: TableName): number {
  return TABLES.findIndex((table) => table.name === name)
}

function versionKey(table: number, kind: Kind, index: number): number {
  return (table * 4 + kind) * 0x1000_0000 + index
}

/** Which version of an entity's rows a table lists now; GONE when it lists none. */
export function versionOf(world: World, table: number, kind: Kind, index: number): number {
  return world.versions.get(versionKey(table, kind, index)) ?? 0
}

export function setVersion(world: World, table: number, kind: Kind, index: number, version: number): void {
  world.versions.set(versionKey(table, kind, index), version)
}

/** Random numbers that belong to one place of the world and to no other. */
export function randomAt(world: World, a: number, b: number, c = 0): Random {
  return new Random(mix(world.seed, a, b, c))
}
