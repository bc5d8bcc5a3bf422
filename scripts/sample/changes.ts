import { BRANCH, ENTERPRISE, ESTABLISHMENT, KINDS, type Kind } from "./numbers.ts"
import type { Random } from "./random.ts"
import { rowsOf } from "./rows.ts"
import { TABLES } from "./tables.ts"
import { GONE, randomAt, setVersion, versionOf, type World } from "./world.ts"

/** What became of one entity's rows in one table. */
interface Change {
  kind: Kind
  index: number
  before: number
  after: number
  /** The delete file does not mention it although its rows come again. */
  drift: boolean
}

/** Changes by position of the table, each list in the order of the entities' numbers. */
export type Changes = Change[][]

/** How often a change of an entity touches each table, in the order of TABLES. */
const TOUCHED = [0.4, 0.4, 0.3, 0.3, 0.1, 0.45, 0.4]
const OWN_TABLE = [0, 1, 6]

interface Move {
  world: World
  random: Random
  changes: Changes
  seen: Set<number>
  /** The table that stays as it is, or -1. */
  quiet: number
  rows: number
}

/**
 * Moves the register on by one extract of about `rows` delete and insert records, none when 0, and
 * returns what changed. With traps, one table stays quiet and some changes miss their delete key.
 */
export function advance(world: World, rows: number): Changes {
  world.revision++
  const random = randomAt(world, 77, world.revision)
  const quiet = world.traps ? random.below(TABLES.length) : -1
  const move: Move = { world, random, changes: TABLES.map(() => []), seen: new Set(), quiet, rows: 0 }
  for (let tries = 0; move.rows < rows && tries < rows * 2 + 100; tries++) changeSomething(move)
  for (const list of move.changes) list.sort((a, b) => a.kind - b.kind || a.index - b.index)
  return move.changes
}

function changeSomething(move: Move): void {
  const { world, random } = move
  if (random.chance(0.05)) {
    appear(move)
    return
  }
  const kind = random.chance(0.01) ? BRANCH : random.chance(0.54) ? ENTERPRISE : ESTABLISHMENT
  const index = random.below(world.counts[kind])
  if (random.chance(0.03)) {
    vanish(move, kind, index)
    return
  }
  for (const [table, share] of TOUCHED.entries()) {
    if (!random.chance(share)) continue
    const before = versionOf(world, table, kind, index)
    if (before === GONE && !world.traps) continue
    record(move, table, kind, index, before + 1)
  }
}

/** A new enterprise, half the time with an establishment, now and then with a branch. */
function appear(move: Move): void {
  const kinds = KINDS.filter((kind) => move.random.chance([1, 0.5, 0.02][kind] ?? 0))
  for (const kind of kinds) {
    const index = move.world.counts[kind]++
    for (let table = 0; table < TABLES.length; table++) {
      setVersion(move.world, table, kind, index, GONE)
      record(move, table, kind, index, 0)
    }
  }
}

/** An entity leaves every table; with traps sometimes only its own, so that its names have no owner. */
function vanish(move: Move, kind: Kind, index: number): void {
  const ownOnly = move.world.traps && move.random.chance(0.3)
  for (let table = 0; table < TABLES.length; table++) {
    if (!ownOnly || table === OWN_TABLE[kind]) record(move, table, kind, index, GONE)
  }
}

function record(move: Move, table: number, kind: Kind, index: number, after: number): void {
  const { world, seen } = move
  const key = (table * 4 + kind) * 0x1000_0000 + index
  if (table === move.quiet || seen.has(key)) return
  const before = versionOf(world, table, kind, index)
  const coming = rowsOf(world, table, kind, index, after).length
  if (coming === 0 && rowsOf(world, table, kind, index, before).length === 0) return
  seen.add(key)
  const drift = world.traps && coming > 0 && move.random.chance(0.06)
  move.changes[table]?.push({ kind, index, before, after, drift })
  move.rows += coming + (drift ? 0 : 1)
  setVersion(world, table, kind, index, after)
}
