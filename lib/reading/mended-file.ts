import type { Dataset } from "../datasets/declaration.ts"
import { problem } from "../errors.ts"
import { type Content, openContent } from "../formats/content.ts"
import { beginningOf, detectDialect, detectEncoding, sampleOf } from "../formats/dialect.ts"
import type { RawFault, RecordTaker } from "../formats/raw-record.ts"
import { reactivated } from "../formula-cells.ts"
import { textOf } from "./mended-cells.ts"
import { withFileName } from "./named-errors.ts"
import { recordsOf } from "./record-file.ts"
import { formatOf, type ReadingOptions } from "./record-format.ts"

/** A row of a file of rows to mend: what it is found by, and its cells by their headers. */
export interface FileRow {
  table: string | null
  operation: string | null
  row: number
  digest: string | undefined
  cells: Record<string, unknown>
}

const CHUNK_ROWS = 5_000
/** What the file adds to a row. */
export const ADDED_COLUMNS: readonly string[] = ["_table", "_operation", "_row", "_line", "_column", "_error"]
const ROW = "_row"

/** How the file was written when it was downloaded. */
interface WrittenAs {
  delimiter: string
  encoding: string
}

/**
 * The rows of a file of rows to mend, so many at a time, in any order; it may come back as another program saves it. Throws Problem 422 naming the file: what a file of rows throws, and
 * `not_to_mend` without the column that says which rows they are; a line that cannot be taken apart is refused as it stands.
 */
export async function* readMendedFile(
  dataset: Dataset,
  { locator, name }: { locator: string; name: string },
  written: WrittenAs,
): AsyncGenerator<FileRow[], void> {
  const content = await openContent(locator, name)
  try {
    const format = await formatOf(dataset, content, { header_row: 1, ...(await asWritten(content, written)) })
    const taker = new FileRowTaker(name)
    for await (const _ of recordsOf(content, format, { afterRow: 0 }, taker)) yield taker.take()
  } catch (error) {
    throw withFileName(error, name)
  } finally {
    await content.close()
  }
}

/** What of how it was written still holds: its encoding where it has no mark and is not UTF-8, and its delimiter where that makes cells. */
async function asWritten(
  { bytes, parts }: Content,
  written: WrittenAs,
): Promise<Pick<ReadingOptions, "delimiter" | "encoding">> {
  if (parts) return {}
  const { encoding: found, guessed } = await detectEncoding(bytes)
  const encoding = guessed && !written.encoding.startsWith("utf-") ? written.encoding : found
  const { delimiter } = written
  const text = (await beginningOf(bytes, encoding)).replace(/^\uFEFF/, "")
  const [header] = sampleOf(text, detectDialect(text, { delimiter }), 1)
  return header?.cells.includes(ROW) ? { encoding, delimiter } : { encoding }
}

class FileRowTaker implements RecordTaker {
  readonly #file: string
  #rows: FileRow[] = []

  constructor(file: string) {
    this.#file = file
  }

  get isFull(): boolean {
    return this.#rows.length >= CHUNK_ROWS
  }

  header(names: string[]) {
    if (!names.includes(ROW)) throw this.#notToMend("it has no column _row")
  }

  record(_row: number, line: number, names: readonly string[], cells: readonly unknown[]) {
    const all = Object.fromEntries(names.map((name, i) => [plain(name), plain(cells[i])]))
    const [, row, digest] = /^\s*(\d{1,15})(?:#(\w+))?\s*$/.exec(textOf(all._row)) ?? []
    if (row === undefined) throw this.#notToMend(`line ${line} does not say in _row which row it is`)
    const own = Object.entries(all).filter(([name]) => !ADDED_COLUMNS.includes(name))
    const said = (name: string) => (textOf(all[name]) === "" ? null : textOf(all[name]))
    this.#rows.push({
      table: said("_table"),
      operation: said("_operation"),
      row: Number(row),
      digest,
      cells: Object.fromEntries(own),
    })
  }

  fault({ line }: RawFault) {
    throw this.#notToMend(`line ${line} cannot be taken apart`)
  }

  notice() {}

  take(): FileRow[] {
    const rows = this.#rows
    this.#rows = []
    return rows
  }

  #notToMend(why: string) {
    const detail = `${this.#file} is no file of rows to mend: ${why}. Download it anew, and change only cells of its rows.`
    return problem(422, "not_to_mend", detail)
  }
}

function plain<T>(cell: T): T | string {
  return typeof cell === "string" ? reactivated(cell) : cell
}
