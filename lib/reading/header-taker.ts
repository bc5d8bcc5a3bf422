import { problem } from "../errors.ts"
import type { RawFault, RecordTaker } from "../formats/raw-record.ts"
import { countText } from "../words.ts"
import { Notices } from "./notices.ts"

/** Every row costs as much as it has columns; no table people make has as many. */
const MOST_COLUMNS = 1_000
/** What an option can name. */
const LONGEST_NAME = 1_000
const SHOWN = 40

/**
 * Gathers the headers of a CSV; of JSON every key that occurs, in the order of first appearance. Throws Problem 422
 * `too_many_columns`, with how many there are, and `column_name_too_long`.
 */
export class HeaderTaker implements RecordTaker {
  readonly #file: string
  readonly #names = new Set<string>()
  #header: string[] | null = null
  /** Records, good or bad. */
  seen = 0

  constructor(file: string) {
    this.#file = file
  }

  /** Nothing behind this can add to it. */
  get isFull(): boolean {
    return this.#header !== null
  }

  get names(): string[] {
    return this.#header ?? [...this.#names]
  }

  header(names: string[]) {
    this.#assert(names.length)
    for (const name of names) this.#assertName(name)
    this.#header = names
  }

  record(_row: number, _line: number, names: readonly string[], _cells: readonly unknown[]) {
    this.seen += 1
    for (const name of names) {
      if (this.#names.has(name)) continue
      this.#assertName(name)
      this.#names.add(name)
    }
    this.#assert(this.#names.size)
  }

  fault(_fault: RawFault) {
    this.seen += 1
  }

  /** Throws Problem 422 `file_empty` for a list without anything in it. */
  assertRecords() {
    if (this.#header !== null || this.seen > 0) return
    const detail = `${this.#file} holds no rows: its list is empty. Send one with at least one row in it.`
    throw problem(422, "file_empty", detail)
  }

  notice(_code: string, _line: number) {}

  #assert(count: number) {
    if (count <= MOST_COLUMNS) return
    const most = countText(MOST_COLUMNS)
    const detail = `${this.#file} has ${countText(count)} columns; a file may have ${most}. Leave out those that are not needed.`
    throw problem(422, "too_many_columns", detail)
  }

  #assertName(name: string) {
    if (name.length <= LONGEST_NAME) return
    const most = countText(LONGEST_NAME)
    const detail = `${this.#file} has a column whose name has ${countText(name.length)} characters and begins with "${name.slice(0, SHOWN)}…"; a name may have ${most}. Look whether these are names at all: header_row says on which line they are.`
    throw problem(422, "column_name_too_long", detail)
  }
}

/** A record as a source has it. */
export interface RawRow {
  row: number
  line: number
  names: readonly string[]
  cells: readonly unknown[]
}

/** Keeps the first rows of a file as well, and looks at some more for their keys. */
export class BeginningTaker extends HeaderTaker {
  readonly rows: RawRow[] = []
  readonly faults: RawFault[] = []
  readonly notices = new Notices()
  readonly #kept: number
  readonly #read: number
  #count = 0

  constructor(file: string, { kept, read }: { kept: number; read: number }) {
    super(file)
    this.#kept = kept
    this.#read = read
  }

  override get isFull(): boolean {
    return this.#count >= this.#read
  }

  override record(row: number, line: number, names: readonly string[], cells: readonly unknown[]) {
    super.record(row, line, names, cells)
    this.#count += 1
    if (this.rows.length < this.#kept) this.rows.push({ row, line, names, cells })
  }

  override notice(code: string, line: number) {
    this.notices.add(code, line)
  }

  override fault(fault: RawFault) {
    super.fault(fault)
    this.#count += 1
    // Behind the last row that is shown no fault is.
    if (this.rows.length < this.#kept) this.faults.push(fault)
  }
}
