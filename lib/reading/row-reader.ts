import type { ImportOptions } from "../contract/index.ts"
import type { Column, Table } from "../datasets/declaration.ts"
import { DEFAULT_COUNTRY, MASKED } from "../datasets/define.ts"
import { reactivated } from "../formula-cells.ts"
import { recordOf, shown } from "./faults.ts"
import type { RawRow } from "./header-taker.ts"
import { type Kind, kindNamed, type ReadOptions, readCell } from "./kinds/index.ts"
import { showsNothing } from "./kinds/text.ts"
import type { Mapping } from "./mapping.ts"
import type { FaultLine } from "./source.ts"

/** What the rows of one file are read with. */
export interface RowReading {
  table: Table
  mapping: Mapping
  options: Pick<ImportOptions, "default_country" | "constants">
  /** Told of what is changed in a cell beyond what its kind says. */
  notice?: (code: string, line: number) => void
  /** The file is a list of bad rows made here, whose cells are kept from being taken for formulas. */
  unprotect: boolean
}

interface ColumnReader {
  column: Column
  kind: Kind
  /** What stands before its value in a row's JSON. */
  label: string
  identifies: boolean
  /** What it says where a row says nothing. */
  constant: string | undefined
}

/** The places of a column's cells by the rank of their headers, lowest first. */
interface Places {
  at: { place: number; rank: number }[]
  /** The columns it is read together with, where a file has several of each. */
  group: { of: Places[]; rank: number } | null
}

/** Reads one record after the other by the declared columns. */
export class RowReader {
  readonly #reading: RowReading
  readonly #readers: readonly ColumnReader[]
  readonly #options: ReadOptions
  /** Where each column's cell may be in records of these names, by rank. */
  #names: readonly string[] | null = null
  #places: Places[] = []
  /** Where a column's only cell is, -1 where it has none; -2 where it has several, or a constant. */
  #only: number[] = []
  /** Columns that are read from headers of one rank: their places, and the rank of the row at hand. */
  #together: { of: Places[]; rank: number }[] = []

  private constructor(reading: RowReading, readers: readonly ColumnReader[]) {
    this.#reading = reading
    this.#readers = readers
    this.#options = { default_country: reading.options.default_country ?? DEFAULT_COUNTRY }
  }

  /** Loads what the columns are read with. */
  static async open(reading: RowReading): Promise<RowReader> {
    const { columns, identity, otherwise } = reading.table
    const identities = otherwise ? [...identity, ...otherwise] : []
    const readers = columns.map(async (column) => ({
      column,
      kind: await kindNamed(column.kind),
      label: `,${JSON.stringify(column.name)}:`,
      identifies: identities.includes(column.name),
      constant: reading.options.constants?.[column.name],
    }))
    return new RowReader(reading, await Promise.all(readers))
  }

  /** The columns that are not empty as pairs of JSON, each with a comma before it; or the first thing that is wrong. */
  read(row: number, line: number, names: readonly string[], cells: readonly unknown[]): string | FaultLine {
    if (names !== this.#names) this.#find(names)
    for (const group of this.#together) group.rank = rankIn(group.of, cells)
    let columns = ""
    let identified = this.#reading.table.otherwise === undefined
    for (let i = 0; i < this.#readers.length; i++) {
      const { column, kind, label, identifies } = this.#readers[i] as ColumnReader
      const cell = readCell(kind, column, this.#cell(i, cells), this.#options)
      if ("code" in cell) return this.#faultIn({ row, line, names, cells })
      if (cell.notice !== undefined) this.#reading.notice?.(cell.notice, line)
      if (cell.value === null) continue
      columns += label + JSON.stringify(cell.value)
      if (identifies) identified = true
    }
    return identified ? columns : this.#missingIdentity({ row, line, names, cells })
  }

  #find(names: readonly string[]) {
    const { columnOf, rankOf } = this.#reading.mapping
    const found = new Map<string, Places["at"]>()
    for (const [place, name] of names.entries()) {
      const column = columnOf(name)
      if (column) found.set(column.name, [...(found.get(column.name) ?? []), { place, rank: rankOf(name) }])
    }
    const groups = new Map<string, Places[]>()
    this.#places = this.#readers.map(({ column }) => {
      const at = (found.get(column.name) ?? []).sort((one, other) => one.rank - other.rank)
      const places: Places = { at, group: null }
      if (column.together) groups.set(column.together, [...(groups.get(column.together) ?? []), places])
      return places
    })
    const several = [...groups.values()].filter((of) => of.some(({ at }) => at.length > 1))
    this.#together = several.map((of) => ({ of, rank: 0 }))
    for (const group of this.#together) for (const places of group.of) places.group = group
    this.#only = this.#places.map(({ at }, i) => {
      const isPlain = at.length < 2 && this.#readers[i]?.constant === undefined && !this.#reading.unprotect
      return isPlain ? (at[0]?.place ?? -1) : -2
    })
    this.#names = names
  }

  /** The cell a column is read from: the first that is not empty, or that of the rank its group is read from. */
  #cell(i: number, cells: readonly unknown[]): unknown {
    const only = this.#only[i] as number
    if (only >= 0) return cells[only]
    return only === -2 ? this.#cellOfSeveral(i, cells) : undefined
  }

  #cellOfSeveral(i: number, cells: readonly unknown[]): unknown {
    const { at, group } = this.#places[i] as Places
    const own = group && at.find(({ rank }) => rank === group.rank)
    let cell: unknown
    if (own) cell = cells[own.place]
    else if (at.length > 0)
      cell =
        cells[
          (at.length === 1 ? at[0] : (at.find(({ place }) => !isEmpty(cells[place])) ?? at[0]))?.place ?? -1
        ]
    const { constant } = this.#readers[i] as ColumnReader
    if (constant !== undefined && isEmpty(cell)) return constant
    return this.#reading.unprotect && typeof cell === "string" ? reactivated(cell) : cell
  }

  /** A row is one fault, that of its first bad column; the sentence goes on with what is wrong in others. */
  #faultIn(raw: RawRow): FaultLine {
    const faults = this.#readers.flatMap(({ column, kind }, i) => {
      const cell = readCell(kind, column, this.#cell(i, raw.cells), this.#options)
      return "code" in cell ? [{ column, cell, at: i }] : []
    })
    const [first, ...others] = faults
    if (!first) throw new Error("the row has no fault")
    const message = [first, ...others]
      .map(({ column, cell }) => `${column.name} ${cell.message}`)
      .join(" Also, ")
    const several = others.length > 0 && {
      faults: faults.map(({ column, cell }) => ({ column: column.name, ...cell })),
    }
    return { ...this.#faultOf(raw, first.column, first.at), code: first.cell.code, message, ...several }
  }

  /** What is wrong with a cell, by the column of the target it is for. */
  #faultOf({ row, line, names, cells }: RawRow, column: Column, at: number) {
    const raw = this.#cell(at, cells)
    const text = raw === undefined || raw === null ? null : shown(raw)
    const value = column.sensitive && text !== null ? MASKED : text
    const record = recordOf(names, cells, this.#reading.mapping)
    return { line, row_no: row, column_name: column.name, value, record }
  }

  #missingIdentity({ row, line, names, cells }: RawRow): FaultLine {
    const { identity, otherwise = [] } = this.#reading.table
    const all = [...identity, ...otherwise]
    return {
      line,
      row_no: row,
      column_name: all[0] ?? null,
      value: null,
      code: "missing_identity",
      message: `${all.join(" and ")} are both empty, but a row needs one of them.`,
      record: recordOf(names, cells, this.#reading.mapping),
    }
  }
}

const isEmpty = (cell: unknown) =>
  cell === undefined || cell === null || (typeof cell === "string" && showsNothing(cell))

/** The lowest rank of which some column says something. */
function rankIn(of: readonly Places[], cells: readonly unknown[]): number {
  let lowest = Number.POSITIVE_INFINITY
  for (const { at } of of) {
    const first = at.find(({ place }) => !isEmpty(cells[place]))
    if (first && first.rank < lowest) lowest = first.rank
  }
  return lowest
}
