import type { ImportOptions } from "../contract/index.ts"
import { type Column, DEFAULT_COUNTRY, type Table } from "../datasets/define.ts"
import { recordOf, shown } from "./faults.ts"
import { type Kind, kindNamed, type ReadOptions, readCell } from "./kinds/index.ts"
import type { Mapping } from "./mapping.ts"
import type { FaultLine } from "./source.ts"

/** What the rows of one file are read with. */
export interface RowReading {
  table: Table
  mapping: Mapping
  options: Pick<ImportOptions, "default_country">
  /** The file is a list of bad rows made here, whose cells are kept from being taken for formulas. */
  unprotect: boolean
}

interface ColumnReader {
  column: Column
  kind: Kind
  /** What stands before its value in a row's JSON. */
  label: string
  identifies: boolean
}

interface RawRow {
  row: number
  line: number
  names: readonly string[]
  cells: readonly unknown[]
}

const PROTECTED = /^'[=+\-@\t\r]/

/** Reads one record after the other by the declared columns. */
export class RowReader {
  readonly #reading: RowReading
  readonly #readers: readonly ColumnReader[]
  readonly #options: ReadOptions
  /** Where each column's cell is in records of these names; -1 for one that is not there. */
  #names: readonly string[] | null = null
  #places: number[] = []

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
    }))
    return new RowReader(reading, await Promise.all(readers))
  }

  /** The columns that are not empty as pairs of JSON, each with a comma before it; or the first thing that is wrong. */
  read(row: number, line: number, names: readonly string[], cells: readonly unknown[]): string | FaultLine {
    if (names !== this.#names) this.#find(names)
    let columns = ""
    let identified = this.#reading.table.otherwise === undefined
    for (let i = 0; i < this.#readers.length; i++) {
      const { column, kind, label, identifies } = this.#readers[i] as ColumnReader
      const cell = readCell(kind, column, this.#cell(i, cells), this.#options)
      if ("code" in cell) return this.#faultIn({ row, line, names, cells })
      if (cell.value === null) continue
      columns += label + JSON.stringify(cell.value)
      if (identifies) identified = true
    }
    return identified ? columns : this.#missingIdentity({ row, line, names, cells })
  }

  #find(names: readonly string[]) {
    const { columnOf } = this.#reading.mapping
    const found = new Map(names.map((name, at) => [columnOf(name)?.name, at]))
    this.#places = this.#readers.map(({ column }) => found.get(column.name) ?? -1)
    this.#names = names
  }

  #cell(i: number, cells: readonly unknown[]): unknown {
    const cell = cells[this.#places[i] as number]
    return this.#reading.unprotect && typeof cell === "string" && PROTECTED.test(cell) ? cell.slice(1) : cell
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
    return { ...this.#faultOf(raw, first.column, first.at), code: first.cell.code, message }
  }

  /** The column a fault is in, as the file itself calls it. */
  #faultOf({ row, line, names, cells }: RawRow, column: Column, at: number) {
    const raw = this.#cell(at, cells)
    const text = raw === undefined || raw === null ? null : shown(raw)
    const value = column.sensitive && text !== null ? "***" : text
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
