import type { ImportOptions } from "../contract/index.ts"
import { type Column, DEFAULT_COUNTRY, type Table } from "../datasets/define.ts"
import { isProblem } from "../errors.ts"
import { insideOf } from "./chunk-file.ts"
import { faultSentence } from "./fault-sentences.ts"
import { type Cell, readCell } from "./kinds/index.ts"
import type { Mapping } from "./mapping.ts"
import type { FaultLine } from "./source.ts"

const SHORT = 200

/** A record as a source has it: cells by header, in the order they stand there. */
export interface RawRecord {
  /** Data records count from 1. */
  row: number
  /** The physical line it begins on, from 1. */
  line: number
  names: readonly string[]
  cells: readonly unknown[]
}

/** What every row of one table is read with. */
export interface RowReading {
  table: Table
  mapping: Mapping
  options: ImportOptions
  /** The file is a list of bad rows made here, whose cells are kept from being taken for formulas. */
  unprotect: boolean
}

/** Takes the rows that are right. */
export interface GoodRows {
  /** `values` are a row's columns as the inside of a JSON object. */
  add(row: number, line: number, values: string): void
}

/** Reads many records: those that are right go where they belong; answers what is wrong with the others. */
export function readRows(records: readonly RawRecord[], reading: RowReading, good: GoodRows): FaultLine[] {
  const faults: FaultLine[] = []
  const names = records[0]?.names ?? []
  const quick = quickReader(names, reading)
  for (const record of records) {
    const { row, line } = record
    const inside = record.names === names ? quick(record.cells) : null
    if (inside !== null) {
      good.add(row, line, inside)
      continue
    }
    const { values, fault } = readRow(record, reading)
    if (fault) faults.push(fault)
    else good.add(row, line, insideOf(values))
  }
  return faults
}

/**
 * Reads the cells of records under one header, when nothing is wrong with them: null where a closer look is needed. What
 * of the header is for which column is found out once.
 */
function quickReader(
  names: readonly string[],
  reading: RowReading,
): (cells: readonly unknown[]) => string | null {
  const { table, mapping, options, unprotect } = reading
  const columnsAt = names.map((name) => mapping.columnOf(name)?.name)
  const cellOptions = { default_country: options.default_country ?? DEFAULT_COUNTRY }
  const planned = table.columns.flatMap((column) => {
    const at = columnsAt.lastIndexOf(column.name)
    return at < 0 && !column.required ? [] : [{ column, at, key: `${JSON.stringify(column.name)}:` }]
  })
  const identities = table.otherwise ? [...table.identity, ...table.otherwise] : null
  return (cells) => {
    let inside = ""
    let known = identities === null
    for (const { column, at, key } of planned) {
      const cell = quickCell(column, plain(cells[at], unprotect), cellOptions)
      if (cell === null || "code" in cell) return null
      if (cell.value === null) continue
      known ||= identities?.includes(column.name) ?? false
      inside += `${inside === "" ? "" : ","}${key}${JSON.stringify(cell.value)}`
    }
    return known ? inside : null
  }
}

/** Null for what makes the reader itself fail. */
function quickCell(column: Column, raw: unknown, options: { default_country: string }): Cell | null {
  try {
    return readCell(column, raw, options)
  } catch {
    return null
  }
}

/** Reads one record. Whatever a row does to what reads it stays with that row. */
function readRow(record: RawRecord, reading: RowReading): ReadRow {
  try {
    return readCells(record, reading)
  } catch (error) {
    if (isProblem(error)) throw error
    const { row: row_no, line } = record
    const code = "unreadable_row"
    const whole = { line, row_no, column_name: null, value: null, record: null }
    return { values: null, fault: { ...whole, code, message: faultSentence(code) } }
  }
}

type ReadRow = { values: Record<string, unknown>; fault: null } | { values: null; fault: FaultLine }

/** Reads one record by the declared columns: its values, or the first thing that is wrong with it. */
function readCells(record: RawRecord, reading: RowReading): ReadRow {
  const { table, mapping, options } = reading
  const cells = new Map<string, unknown>()
  record.names.forEach((name, i) => {
    const column = mapping.columnOf(name)
    if (column) cells.set(column.name, plain(record.cells[i], reading.unprotect))
  })
  const values: Record<string, unknown> = {}
  const faults: FaultLine[] = []
  for (const column of table.columns) {
    const raw = cells.get(column.name)
    const cell = readCell(column, raw, { default_country: options.default_country ?? DEFAULT_COUNTRY })
    if ("code" in cell) faults.push(faultOf(record, column, raw, cell, mapping))
    else values[column.name] = cell.value
  }
  const fault = inOne(faults) ?? missingIdentity(record, reading, values)
  return fault ? { values: null, fault } : { values, fault: null }
}

/** A row is one fault, that of its first bad column; the sentence goes on with what is wrong in others. */
function inOne([first, ...others]: FaultLine[]): FaultLine | null {
  if (!first) return null
  return { ...first, message: [first.message, ...others.map(({ message }) => `Also, ${message}`)].join(" ") }
}

const PROTECTED = /^'[=+\-@\t\r]/

function plain(cell: unknown, unprotect: boolean): unknown {
  return unprotect && typeof cell === "string" && PROTECTED.test(cell) ? cell.slice(1) : cell
}

/** The column a fault is in, as the file itself calls it. */
function faultOf(
  record: RawRecord,
  column: Column,
  raw: unknown,
  { code, message }: Extract<Cell, { code: string }>,
  mapping: Mapping,
): FaultLine {
  const { row, line } = record
  const text = raw === undefined || raw === null ? null : shown(raw)
  const value = column.sensitive && text !== null ? "***" : text
  return {
    line,
    row_no: row,
    column_name: column.name,
    value,
    code,
    message: `${column.name} ${message}`,
    record: recordOf(record, mapping),
  }
}

function missingIdentity(
  record: RawRecord,
  { table, mapping }: RowReading,
  values: Record<string, unknown>,
): FaultLine | null {
  if (!table.otherwise) return null
  const names = [...table.identity, ...table.otherwise]
  if (names.some((name) => values[name] !== null)) return null
  return {
    line: record.line,
    row_no: record.row,
    column_name: names[0] ?? null,
    value: null,
    code: "missing_identity",
    message: `${names.join(" and ")} are both empty, but a row needs one of them.`,
    record: recordOf(record, mapping),
  }
}

/** A cell as text, shortened, and no character cut in half. */
export function shown(cell: unknown): string {
  const text = typeof cell === "string" ? cell : (JSON.stringify(cell) ?? "")
  return wholeCharacters(text.slice(0, SHORT))
}

/** Half a character, which JSON may hold and no database keeps, is replaced. */
export function wholeCharacters(text: string): string {
  return Buffer.from(text).toString("utf8")
}

/**
 * The record by its headers, sensitive cells left out. Of headers that are the same the second is `name (2)`; a value
 * that stands alone goes by the column it is for.
 */
export function recordOf(
  { names, cells }: Pick<RawRecord, "names" | "cells">,
  mapping: Mapping,
): Record<string, unknown> {
  const times = new Map<string, number>()
  const entries = names.map((name, i) => {
    const column = mapping.columnOf(name)
    const time = (times.get(name) ?? 0) + 1
    times.set(name, time)
    const key = name === "" && column ? column.name : name
    return [time === 1 ? key : `${key} (${time})`, column?.sensitive ? null : (cells[i] ?? null)] as const
  })
  return Object.fromEntries(entries)
}
