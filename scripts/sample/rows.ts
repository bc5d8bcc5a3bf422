import { BRANCH, ENTERPRISE, ESTABLISHMENT, type Kind } from "./numbers.ts"
import { mix, Random } from "./random.ts"
import { ROW_VALUES } from "./row-values.ts"
import type { Fields } from "./tables.ts"
import { GONE, numberOf, tableIndex, type World } from "./world.ts"

const ACTIVITY = tableIndex("activity")
const ADDRESS = tableIndex("address")
const CONTACT = tableIndex("contact")
const DENOMINATION = tableIndex("denomination")
/** The table whose single row is the entity itself, by kind. */
const OWN = [tableIndex("enterprise"), tableIndex("establishment"), tableIndex("branch")]

interface Slot {
  j: number
  salt: number
}

/** The rows that `table` lists for an entity in one version; none when it is GONE. */
export function rowsOf(world: World, table: number, kind: Kind, index: number, version: number): Fields[] {
  if (version === GONE) return []
  const count = firstCount(world, table, kind, index)
  if (count === 0 && version === 0) return []
  const number = numberOf(world, kind, index)
  const place = Math.imul(table + 1, 0x3f4a) ^ Math.imul(kind + 1, 0x1b5d3)
  const values = ROW_VALUES[table] as (typeof ROW_VALUES)[number]
  // Most rows by far are activities, which need no random numbers of their own.
  const shared = table === ACTIVITY ? new Random(0) : null
  const slots = slotsOf(world, table, kind, index, version, count)
  const rows = slots.map(({ j, salt }) => {
    const random = shared ?? new Random(mix(world.seed, place, index, j * 64 + salt))
    return values({ world, kind, index, number, j, random })
  })
  if (table === ACTIVITY && version % 2 === 0 && index % 10 === 0) rows.push(alsoSecondary(rows[0]))
  return rows.filter((row) => row.length > 0)
}

/** The same code lives as MAIN and as SECO. */
function alsoSecondary(main: Fields | undefined): Fields {
  return main?.[4] === "MAIN" ? [...main.slice(0, 4), "SECO"] : []
}

function slotsOf(
  world: World,
  table: number,
  kind: Kind,
  index: number,
  version: number,
  count: number,
): Slot[] {
  const slots = Array.from({ length: count }, (_, j): Slot => ({ j, salt: 0 }))
  const room = version > 0 ? roomIn(world, table, kind) : 0
  for (let step = 1; step <= version; step++) {
    mutate(slots, table, room, new Random(mix(world.seed + table, index * 4 + kind, step, 5)))
  }
  return slots
}

/** One change of an entity's rows in one table: one row altered, removed, added or swapped. */
function mutate(slots: Slot[], table: number, room: number, random: Random): void {
  const next = slots.reduce((free, slot) => Math.max(free, slot.j + 1), 0)
  const at = random.below(Math.max(1, slots.length))
  const dice = random.below(10)
  if (dice === 9) return
  if (hasPayload(table) && slots.length > 0 && (dice < 6 || room === 1)) {
    const slot = slots[at] as Slot
    slots[at] = { j: slot.j, salt: slot.salt + 1 }
    return
  }
  if (dice < 6 && slots.length > 1) slots.splice(at, 1)
  if (dice > 2 && next < room) slots.push({ j: next, salt: 0 })
}

/** How many different rows of one entity a table can tell apart by position alone. */
function roomIn(world: World, table: number, kind: Kind): number {
  if (table === ACTIVITY) return 21 * (world.nace[0]?.length ?? 0)
  if (table === ADDRESS) return 4
  if (OWN.includes(table)) return OWN[kind] === table ? 1 : 0
  return 64
}

function hasPayload(table: number): boolean {
  return table !== ACTIVITY
}

/** How many rows an entity begins with. */
function firstCount(world: World, table: number, kind: Kind, index: number): number {
  if (OWN.includes(table)) return OWN[kind] === table ? 1 : 0
  const dice = mix(world.seed, table + 11, kind, index) / 0x1_0000_0000
  if (table === ACTIVITY) return activityCount(world, kind, index, dice)
  if (table === DENOMINATION) return denominationCount(kind, dice)
  if (table === ADDRESS) return kind === ENTERPRISE ? (dice < 0.01 ? 2 : dice < 0.6 ? 1 : 0) : 1
  if (table === CONTACT) return contactCount(kind, dice)
  throw new Error(`There is no table ${table}.`)
}

function denominationCount(kind: Kind, dice: number): number {
  if (kind === ENTERPRISE) return dice < 0.05 ? 0 : dice < 0.78 ? 1 : dice < 0.96 ? 2 : 3
  return kind === BRANCH || dice < 0.5 ? 1 : 0
}

function contactCount(kind: Kind, dice: number): number {
  const share = kind === ENTERPRISE ? 0.17 : kind === ESTABLISHMENT ? 0.07 : 0.3
  return dice < share * 0.2 ? 3 : dice < share * 0.4 ? 2 : dice < share ? 1 : 0
}

/** Log-normal with median 6 and mean 12.4, at most 957, like the real register. */
function activityCount(world: World, kind: Kind, index: number, dice: number): number {
  if (dice > (kind === ENTERPRISE ? 0.78 : 0.85)) return 0
  const random = new Random(mix(world.seed, kind + 31, index, 3))
  const gauss = Math.sqrt(-2 * Math.log(1 - random.fraction())) * Math.cos(2 * Math.PI * random.fraction())
  return Math.min(957, roomIn(world, ACTIVITY, kind) - 1, Math.max(1, Math.round(6 * Math.exp(1.2 * gauss))))
}
