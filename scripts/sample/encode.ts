import type { Field, Fields } from "./tables.ts"

/** How one CSV file is written; the plain dialect is the one of the register. */
export interface Dialect {
  bom: boolean
  crlf: boolean
  last_newline: boolean
  /** The position in a record of each column, in the order of the header. */
  order: readonly number[] | null
  /** How often an absent text is written `""` instead of nothing. */
  quoted_absent: number
  /** How often dates are quoted and plain texts are not. */
  odd_quotes: number
}

export const PLAIN: Dialect = {
  bom: false,
  crlf: false,
  last_newline: true,
  order: null,
  quoted_absent: 0,
  odd_quotes: 0,
}

export interface EncodeInput {
  columns: readonly string[]
  dates: readonly number[]
  records: Iterable<Fields>
  dialect: Dialect
}

const BLOCK_LINES = 8192

/** A CSV file in blocks of some hundred kilobytes, counting its records (without the header) in `count`. */
export function* encodeFile(input: EncodeInput, count: { records: number }): Generator<Buffer> {
  const { dialect } = input
  const newline = dialect.crlf ? "\r\n" : "\n"
  const line = lineWriter(input)
  let lines = [(dialect.bom ? "\ufeff" : "") + headerOf(input)]
  for (const fields of input.records) {
    count.records++
    lines.push(line(fields))
    if (lines.length < BLOCK_LINES) continue
    // The last line stays behind: whether a newline follows it is known only at the end.
    const last = lines.pop() ?? ""
    yield Buffer.from(lines.join(newline) + newline)
    lines = [last]
  }
  yield Buffer.from(dialect.last_newline ? lines.join(newline) + newline : lines.join(newline))
}

function headerOf({ columns, dialect }: EncodeInput): string {
  const order = dialect.order ?? columns.map((_, position) => position)
  return order.map((position) => `"${columns[position]}"`).join(",")
}

/** Writes one record. Both ways produce the same text in the plain dialect; the second can do every other. */
function lineWriter({ columns, dates, dialect }: EncodeInput): (fields: Fields) => string {
  const isDate = columns.map((_, position) => dates.includes(position))
  if (dialect.order === null && dialect.quoted_absent === 0 && dialect.odd_quotes === 0) {
    return (fields) => plainLine(fields, isDate)
  }
  let turn = 0
  return (fields) => {
    const whole = fields.length === columns.length
    const order = whole && dialect.order ? dialect.order : fields.map((_, position) => position)
    const cells = order.map((position) => {
      turn = (turn + 0x9e37) % 0x10000
      return oddCell(fields[position] ?? null, isDate[position] ?? false, dialect, turn / 0x10000)
    })
    return cells.length === 1 && cells[0] === "" ? '""' : cells.join(",")
  }
}

function plainLine(fields: Fields, isDate: readonly boolean[]): string {
  // A blank line would not be a record of one absent field.
  if (fields.length === 1 && fields[0] === null) return '""'
  return fields.map((field, position) => plainCell(field, isDate[position] ?? false)).join(",")
}

function plainCell(field: Field, isDate: boolean): string {
  if (field === null) return ""
  return isDate ? field : quoted(field)
}

function oddCell(field: Field, isDate: boolean, dialect: Dialect, dice: number): string {
  if (field === null) return !isDate && dice < dialect.quoted_absent ? '""' : ""
  if (dice >= dialect.odd_quotes) return isDate ? field : quoted(field)
  if (isDate) return quoted(field)
  return /^[\w.-]+$/.test(field) ? field : quoted(field)
}

function quoted(field: string): string {
  return field.includes('"') ? `"${field.replaceAll('"', '""')}"` : `"${field}"`
}
