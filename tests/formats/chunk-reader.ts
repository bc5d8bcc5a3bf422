import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DuckDBInstance } from "@duckdb/node-api"
import { type RecordChunk, type ScanOptions, scanRecords } from "../../lib/formats/records.ts"

export interface StagedRow {
  row: number
  line: number
  values: (string | null)[]
}

/** A directory of its own, and what removes it. */
export function temporaryDirectory() {
  const path = mkdtempSync(join(tmpdir(), "sluice-source-"))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

/** Cuts bytes into blocks of the given sizes, over and over. */
export async function* blocksOf(bytes: Buffer, sizes: number[] = [65_536]): AsyncGenerator<Buffer> {
  let at = 0
  for (let turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1
    yield bytes.subarray(at, at + size)
    at += size
  }
}

/** Scans a whole text; `fields` takes the header's length unless told otherwise. */
export async function scanAll(
  source: string | Buffer,
  options: Partial<ScanOptions> & { directory: string },
  sizes?: number[],
): Promise<RecordChunk[]> {
  const bytes = typeof source === "string" ? Buffer.from(source) : source
  const chunks: RecordChunk[] = []
  const scan = scanRecords(blocksOf(bytes, sizes), { fields: (header) => header.length, ...options })
  for await (const chunk of scan) chunks.push(chunk)
  return chunks
}

/** Reads chunk files as staging does, with the real database, and removes them. */
export async function chunkReader() {
  const instance = await DuckDBInstance.create(":memory:", { threads: "2" })
  const connection = await instance.connect()
  return {
    async rowsOf(chunks: RecordChunk[], fields: number, delimiter = ","): Promise<StagedRow[]> {
      const rows: StagedRow[] = []
      for (const chunk of chunks) {
        const names = Array.from({ length: fields }, (_, index) => `'f${index}': 'VARCHAR'`)
        const reader = await connection.runAndReadAll(
          `select * from read_csv($path, header = false, auto_detect = false, parallel = false, delim = $delimiter,
             quote = '"', escape = '"', nullstr = '', new_line = '\\n',
             columns = {'index': 'BIGINT', 'delta': 'BIGINT', ${names.join(", ")}})`,
          { path: chunk.path, delimiter },
        )
        for (const [index, delta, ...values] of reader.getRowsJson()) {
          const row = chunk.first_row + Number(index)
          rows.push({ row, line: row + Number(delta), values: values as (string | null)[] })
        }
        rmSync(chunk.path)
      }
      return rows
    },
    close() {
      connection.closeSync()
      instance.closeSync()
    },
  }
}

export function textsOf(chunks: RecordChunk[]): string[] {
  return chunks.map((chunk) => readFileSync(chunk.path, "utf8"))
}
