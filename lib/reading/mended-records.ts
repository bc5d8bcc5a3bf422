import type { ImportOptions } from "../contract/index.ts"
import type { Dataset } from "../datasets/declaration.ts"
import { onlyTable } from "../datasets/questions.ts"
import { type CellMapping, MORE, textOf } from "./mended-cells.ts"
import type { MendedFile, MendedRow, StagedMended } from "./mended-rows.ts"
import { RowFile } from "./row-file.ts"
import { RowReader } from "./row-reader.ts"
import type { FaultLine } from "./source.ts"
import { stagedChunk } from "./staged-rows.ts"

/** How rows of records are read again: by the rules their file was read by. */
interface MendedReading {
  dataset: Dataset
  cells: CellMapping
  options: ImportOptions
  project_id: string | null
}

/** Reads rows of records again, and writes those that can be used to where the database takes them in. */
export async function mendedRecords(
  { dataset, cells, options, project_id }: MendedReading,
  { directory, now, job_id }: MendedFile,
): Promise<StagedMended> {
  const table = onlyTable(dataset)
  const reader = await RowReader.open({ table, mapping: cells.mapping, options, unprotect: false })
  const read = new WeakMap<MendedRow, string>()
  let file: RowFile | null = null
  const readOne = (row: MendedRow): FaultLine | null => {
    if (textOf(row.cells[MORE]) !== "") return leftOver(row)
    const { names, cells: own } = cells.cellsOf(row.cells)
    const found = reader.read(row.row_no, row.line ?? 0, names, own)
    if (typeof found !== "string") return { ...found, line: row.line }
    read.set(row, found)
    return null
  }
  return {
    read: async (rows) => rows.map(readOne),
    async add(rows) {
      file ??= new RowFile(directory, now, dataset.scoped ? (project_id ?? "default") : null)
      for (const { row, staged_no } of rows) file.add(staged_no, row.line ?? 0, read.get(row) ?? "")
    },
    async end() {
      if (file === null) return []
      const { insert } = stagedChunk(table, dataset.scoped === true, file.take(true), job_id)
      return [{ sql: insert.sql, values: { ...insert.values, operation: "mend" } }]
    },
    discard: () => file?.discard(),
  }
}

/** Cells without a column are not left out in silence. */
export function leftOver({ row_no, line, code, message, cells }: MendedRow): FaultLine {
  const value = textOf(cells[MORE]).slice(0, 200)
  const advice = `Put what is in ${MORE} into its column, and empty it.`
  return { line, row_no, column_name: null, value, code, message: `${message} ${advice}`, record: null }
}
