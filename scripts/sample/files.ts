import type { Changes } from "./changes.ts"
import { codeRows } from "./codes.ts"
import { type Dialect, PLAIN } from "./encode.ts"
import { KINDS } from "./numbers.ts"
import { Random } from "./random.ts"
import { rowsOf } from "./rows.ts"
import { CODE_COLUMNS, type Fields, META_COLUMNS, type SampleTable, TABLES } from "./tables.ts"
import { type RecordShape, shuffledOrder, trapDialects, withTraps } from "./traps.ts"
import { GONE, numberOf, randomAt, strangerNumber, versionOf, type World } from "./world.ts"

/** One CSV of an extract; `records` may be read once, before the next extract is asked for. */
export interface PlannedFile extends RecordShape {
  name: string
  dialect: Dialect
  records(): Iterable<Fields>
}

export function metaFile(number: number, type: string, snapshot: string, published: string): PlannedFile {
  const european = (date: string) => date.split("-").reverse().join("-")
  const records = [
    ["SnapshotDate", european(snapshot)],
    ["ExtractTimestamp", `${european(published)} 04:12:07`],
    ["ExtractType", type],
    ["ExtractNumber", String(number)],
    ["Version", "1.0.0"],
  ]
  const shape = { columns: META_COLUMNS, dates: [], identity: [0], mandatory: [0, 1] }
  return { name: "meta.csv", ...shape, dialect: PLAIN, records: () => records }
}

export function codeFile(world: World): PlannedFile {
  const shape = { columns: CODE_COLUMNS, dates: [], identity: [0, 1, 2], mandatory: [0, 1, 2, 3] }
  return { name: "code.csv", ...shape, dialect: PLAIN, records: () => codeRows(world) }
}

/** In address.csv the register writes an absent text as nothing or as `""`. */
function dialectOf(table: SampleTable): Dialect {
  return table.name === "address" ? { ...PLAIN, quoted_absent: 0.5 } : PLAIN
}

export function fullFiles(world: World): PlannedFile[] {
  return TABLES.map((table, position) => ({
    ...table,
    name: `${table.name}.csv`,
    dialect: dialectOf(table),
    records: () => everyRow(world, position),
  }))
}

function* everyRow(world: World, table: number): Generator<Fields> {
  for (const kind of KINDS) {
    for (let index = 0; index < world.counts[kind]; index++) {
      yield* rowsOf(world, table, kind, index, versionOf(world, table, kind, index))
    }
  }
}

export function updateFiles(world: World, changes: Changes): PlannedFile[] {
  return TABLES.flatMap((table, position) => {
    const own = changes[position] ?? []
    const key = { columns: table.columns.slice(0, 1), dates: [], identity: [0], mandatory: [0] }
    const deletes = () => deleteKeys(world, position, own)
    const inserts = () => insertedRows(world, position, own)
    return [
      { ...key, name: `${table.name}_delete.csv`, dialect: PLAIN, records: deletes },
      { ...table, name: `${table.name}_insert.csv`, dialect: dialectOf(table), records: inserts },
    ]
  })
}

/** Keys of changed entities, of some new ones (which match nothing), and now and then of a stranger. */
function* deleteKeys(world: World, table: number, changes: Changes[number]): Generator<Fields> {
  const random = randomAt(world, 601, table, world.revision)
  for (const { kind, index, before, drift } of changes) {
    if (drift || (before === GONE && random.chance(0.5))) continue
    yield [numberOf(world, kind, index)]
    if (random.chance(0.02)) yield [strangerNumber(world, kind, random)]
  }
}

function* insertedRows(world: World, table: number, changes: Changes[number]): Generator<Fields> {
  for (const { kind, index, after } of changes) yield* rowsOf(world, table, kind, index, after)
}

export function trapped(files: PlannedFile[], random: Random): PlannedFile[] {
  const dialects = trapDialects(
    files.map((file) => file.name),
    random,
  )
  const shuffled = random.pick(files.filter((file) => file.columns.length > 2)).name
  return files.map((file) => {
    const dialect = { ...file.dialect, ...dialects.get(file.name) }
    const seed = random.next()
    if (file.name === shuffled) dialect.order = shuffledOrder(file.columns, random)
    if (file.name === "meta.csv") return { ...file, dialect }
    return { ...file, dialect, records: () => withTraps(file.records(), file, new Random(seed)) }
  })
}
