import type { Dataset } from "../datasets/declaration.ts"
import { tableOf } from "../datasets/questions.ts"
import { statement } from "../db/statement.ts"
import { ChunkFile } from "../formats/chunk-file.ts"
import { refusedIn, stagingSlots } from "./columns.ts"
import { declaredColumns, type FileColumns } from "./extract-columns.ts"
import { MORE, textOf } from "./mended-cells.ts"
import { leftOver } from "./mended-records.ts"
import type { MendedFile, MendedRow, StagedMended } from "./mended-rows.ts"
import type { Bound, Fault, FaultLine } from "./source.ts"

const BUFFER_BYTES = 65_536
const UNREADABLE = /\0|\p{Surrogate}/u

/** What the database says of the rows of a file: `_index` counts them from 0. */
type AskRefused = (question: Bound) => Promise<{ _index: number; value: string | null; faults: Fault[] }[]>

interface OpenFile {
  file: ChunkFile
  columns: FileColumns
  first_row: number
  rows: number
}

/** Has the database read rows of an extract again, as it reads a chunk of one. */
export function mendedExtract(
  dataset: Dataset,
  { directory, job_id }: MendedFile,
  ask: AskRefused,
): StagedMended {
  const open = new Map<string, OpenFile>()
  const begin = ({ table_name, operation }: MendedRow, first_row: number): OpenFile => {
    const file = new ChunkFile(directory, BUFFER_BYTES)
    file.open()
    const ofKeys = operation === "delete"
    const columns = declaredColumns(tableOf(dataset, table_name), ofKeys ? "delete" : "insert")
    return { file, columns, first_row, rows: 0 }
  }
  return {
    async read(rows) {
      const faults = new Map<MendedRow, FaultLine>()
      for (const row of rows) {
        if (textOf(row.cells[MORE]) !== "") faults.set(row, leftOver(row))
        else if (Object.values(row.cells).some((cell) => UNREADABLE.test(textOf(cell))))
          faults.set(row, unreadable(row))
      }
      for (const alike of groups(rows.filter((row) => !faults.has(row)))) {
        for (const [row, fault] of await refused(alike, begin, ask)) faults.set(row, fault)
      }
      return rows.map((row) => faults.get(row) ?? null)
    },
    async add(rows) {
      for (const { row, staged_no } of rows) {
        const key = keyOf(row)
        const target = open.get(key) ?? begin(row, staged_no)
        open.set(key, target)
        target.file.addLine(lineOf(row, target, (row.line ?? 0) - staged_no))
        target.rows += 1
      }
    },
    async end() {
      return [...open].map(([key, { file, columns, first_row }]) => {
        const [name = ""] = key.split(" ")
        const sql = statement("staging/stage_rows", stagingSlots(tableOf(dataset, name), columns))
        return { sql, values: { job_id, operation: "mend", first_row, path: file.close() } }
      })
    },
    discard() {
      for (const { file } of open.values()) file.discard()
    },
  }
}

const keyOf = ({ table_name, operation }: MendedRow) => `${table_name} ${operation}`

function groups(rows: readonly MendedRow[]): MendedRow[][] {
  const alike = new Map<string, MendedRow[]>()
  for (const row of rows) alike.set(keyOf(row), [...(alike.get(keyOf(row)) ?? []), row])
  return [...alike.values()]
}

/** As the scanner writes a chunk: a row's place, how far its line is from it, and its cells. */
function lineOf({ cells }: MendedRow, { columns, rows }: OpenFile, delta: number): string {
  const texts = columns.map(({ source }) => {
    const text = textOf(cells[source])
    return text === "" ? "" : `"${text.replaceAll('"', '""')}"`
  })
  return [rows, delta, ...texts].join(",")
}

async function refused(
  rows: readonly MendedRow[],
  begin: (row: MendedRow, first_row: number) => OpenFile,
  ask: AskRefused,
): Promise<[MendedRow, FaultLine][]> {
  const [first] = rows
  if (!first) return []
  const chunk = begin(first, 0)
  for (const row of rows) {
    chunk.file.addLine(lineOf(row, chunk, 0))
    chunk.rows += 1
  }
  const sql = statement("mend/refused_cells", { refused: refusedIn(chunk.columns) })
  const found = await ask({ sql, values: { path: chunk.file.close() } })
  return found.flatMap(({ _index, value, faults }): [MendedRow, FaultLine][] => {
    const row = rows[_index]
    const [fault] = faults
    if (!row || !fault) return []
    const { column: column_name, code, message } = fault
    const { row_no, line } = row
    return [[row, { line, row_no, column_name, value, code, message, record: null, faults }]]
  })
}

function unreadable({ row_no, line }: MendedRow): FaultLine {
  const message = "The row holds characters that are no text. Type them anew."
  return { line, row_no, column_name: null, value: null, code: "bad_text", message, record: null }
}
