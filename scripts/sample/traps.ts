import { type Dialect, PLAIN } from "./encode.ts"
import type { Random } from "./random.ts"
import type { Fields } from "./tables.ts"

export interface RecordShape {
  columns: readonly string[]
  dates: readonly number[]
  identity: readonly number[]
  mandatory: readonly number[]
}

interface Spot {
  fields: Fields
  shape: RecordShape
  random: Random
  /** Puts a record off: it appears further down, away from its neighbours. */
  putOff(fields: Fields): void
}

/** Returns the records to write here in place of the one given, which must be the last of its identity. */
type Trap = (spot: Spot) => Fields[]

const copyAtOnce: Trap = ({ fields }) => [fields, [...fields]]

const copyLater: Trap = ({ fields, putOff }) => {
  putOff([...fields])
  return [fields]
}

const scattered: Trap = ({ fields, putOff }) => {
  putOff(fields)
  return []
}

const staleBefore: Trap = ({ fields, shape }) => [...stale(fields, shape), fields]

const staleFarBefore: Trap = ({ fields, shape, putOff }) => {
  putOff(fields)
  return stale(fields, shape)
}

const faultyBefore: Trap = (spot) => [...faulty(spot), spot.fields]

const faultyAfter: Trap = (spot) => [spot.fields, ...faulty(spot)]

const TRAPS = [copyAtOnce, copyLater, scattered, staleBefore, staleFarBefore, faultyBefore, faultyAfter]

/** The same identity with other values, which the later record must beat; nothing when all is identity. */
function stale(fields: Fields, { columns, dates, identity }: RecordShape): Fields[] {
  const payload = columns.flatMap((_, position) => (identity.includes(position) ? [] : [position]))
  const date = payload.find((position) => dates.includes(position))
  const text = payload.at(-1)
  if (date !== undefined) return [fields.with(date, "01-02-1999")]
  return text === undefined ? [] : [fields.with(text, `${fields[text] ?? ""} (old)`)]
}

const BAD_DATES = ["31-02-2020", "00-00-0000", "29-02-2023", "2020/01/01", "01-13-2001", "soon"]
const BAD_NUMBERS = ["0123456789", "0123.456.78", "3.123.456.789", "O123.456.789", "0123.456.789 ", "BE 0123"]

/** A copy of the record that must be refused. */
function faulty({ fields, shape, random }: Spot): Fields[] {
  const { columns, dates, mandatory } = shape
  const faults = [
    () => [...fields, "one too many"],
    () => [...fields, null],
    () => (columns.length > 1 ? fields.slice(0, -1) : fields.with(0, null)),
    () => fields.with(random.pick(mandatory), null),
    () => (dates[0] === undefined ? fields.with(0, null) : fields.with(dates[0], random.pick(BAD_DATES))),
    () => (columns[0] === "Category" ? [] : fields.with(0, random.pick(BAD_NUMBERS))),
  ]
  return [random.pick(faults)()].filter((fault) => fault.length > 0)
}

/** The records with a trap every dozen or so: copies, stale versions, rows out of place, faulty rows. */
export function* withTraps(records: Iterable<Fields>, shape: RecordShape, random: Random): Generator<Fields> {
  const late: { due: number; fields: Fields }[] = []
  let row = 0
  let untilNext = random.below(6)
  for (const fields of records) {
    row++
    if (late[0] && late[0].due <= row) yield (late.shift() as { fields: Fields }).fields
    if (untilNext-- > 0) {
      yield fields
      continue
    }
    untilNext = 4 + random.below(20)
    const putOff = (put: Fields) => late.push({ due: row + random.below(400), fields: put })
    yield* random.pick(TRAPS)({ fields, shape, random, putOff })
  }
  for (const { fields } of late) yield fields
}

/** The dialects of an extract's files: a BOM in one, CRLF in another, and so on, at random places. */
export function trapDialects(names: readonly string[], random: Random): Map<string, Dialect> {
  const dialects = new Map(names.map((name): [string, Dialect] => [name, { ...PLAIN }]))
  const turn = random.shuffle(names)
  const give = (position: number, change: Partial<Dialect>) => {
    const name = turn[position % turn.length] as string
    Object.assign(dialects.get(name) as Dialect, change)
  }
  give(0, { bom: true })
  give(1, { crlf: true })
  give(2, { last_newline: false })
  give(3, { bom: true, crlf: true, last_newline: false })
  for (let position = 4; position < turn.length; position += 2) give(position, { quoted_absent: 0.4 })
  for (let position = 5; position < turn.length; position += 3) give(position, { odd_quotes: 0.3 })
  return dialects
}

/** The columns of one file in another order. */
export function shuffledOrder(columns: readonly string[], random: Random): number[] {
  const order = columns.map((_, position) => position)
  const shuffled = random.shuffle(order)
  return shuffled.every((position, i) => position === i) ? order.reverse() : shuffled
}
