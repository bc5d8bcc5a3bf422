import { readFile, rm } from "node:fs/promises"
import type { Dataset } from "../datasets/declaration.ts"
import { onlyTable } from "../datasets/questions.ts"
import { ChunkFile } from "../formats/chunk-file.ts"
import { withBytes } from "../store/bytes.ts"
import { writeDocumentApart } from "./document-apart.ts"
import type { MendedFile, MendedRow, StagedMended } from "./mended-rows.ts"
import { readMetadata } from "./metadata.ts"
import type { FaultLine, TimeLeft } from "./source.ts"
import { stagedChunk } from "./staged-rows.ts"

const BUFFER_BYTES = 262_144

/** Documents that were sent again, by the numbers of their rows. */
export type SentDocuments = ReadonlyMap<number, { locator: string }>

/** Reads documents again with what is said of them now, and writes those that can be used to where the database takes them in. */
export function mendedDocuments(
  dataset: Dataset,
  sent: SentDocuments,
  { directory, now, job_id }: MendedFile,
  left: TimeLeft,
): StagedMended {
  const table = onlyTable(dataset)
  const written = new Map<MendedRow, { path: string; longest: number }>()
  let file: ChunkFile | null = null
  let longest = 0
  const readOne = async (row: MendedRow): Promise<FaultLine | null> => {
    const { filename, ...said } = row.cells
    const name = String(filename ?? "")
    const metadata = await readMetadata(table, { line: row.line, values: said }, name)
    const whole = { line: row.line, row_no: row.row_no, column_name: null, value: null, record: null }
    if ("code" in metadata) return { ...whole, ...metadata, row_no: row.row_no }
    const document = sent.get(row.row_no)
    if (!document) {
      const message = `Send ${name} again, under this name: what came first is not kept.`
      return { ...whole, code: "document_needed", message }
    }
    const bytes = await withBytes(document.locator, (one) => one.read(0, one.size))
    const of = { job_id, afterRow: 0, directory, now, keep: 0 }
    const read = await writeDocumentApart(
      { name, bytes, values: metadata.values, row: row.row_no, of },
      { left },
    )
    if (!read.ok) return { ...whole, code: read.code, message: read.message }
    written.set(row, read.written)
    return null
  }
  return {
    async read(rows) {
      const faults: (FaultLine | null)[] = []
      for (const row of rows) faults.push(await readOne(row))
      return faults
    },
    async add(rows) {
      for (const { row, staged_no } of rows) {
        const own = written.get(row)
        if (!own) throw new Error("a document is staged that was not read")
        file ??= opened(directory)
        const text = (await readFile(own.path, "utf8")).trimEnd()
        longest = Math.max(longest, file.addLine(text.replace(/^\{"row_no":\d+/, `{"row_no":${staged_no}`)))
        await rm(own.path)
      }
    },
    async end() {
      if (file === null) return []
      const { insert } = stagedChunk(table, false, { path: file.close(), rows: 0, longest }, job_id)
      return [{ sql: insert.sql, values: { ...insert.values, operation: "mend" } }]
    },
    discard: () => file?.discard(),
  }
}

function opened(directory: string): ChunkFile {
  const file = new ChunkFile(directory, BUFFER_BYTES)
  file.open()
  return file
}
