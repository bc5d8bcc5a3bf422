import { readFileSync, rmSync } from "node:fs"
import type { Warning } from "../../lib/contract/index.ts"
import type { DocumentLimits } from "../../lib/documents/limits.ts"
import type { Piece } from "../../lib/documents/pieces.ts"
import { writeDocumentApart } from "../../lib/reading/document-apart.ts"
import { newFolder } from "../support/lab.ts"

export type Extracted =
  | { ok: true; media_type: string; text: string; warnings: Warning[]; pieces: Piece[] }
  | { ok: false; code: string; message: string }

/** What an import makes of a document's bytes, beside the event loop as it does it. */
export async function extractDocument(
  { name, bytes }: { name: string; bytes: Buffer },
  limits: Partial<DocumentLimits> = {},
  left?: () => number,
): Promise<Extracted> {
  const directory = newFolder()
  const of = { job_id: "", afterRow: 0, directory, now: 0, keep: 1 }
  try {
    const read = await writeDocumentApart(
      { name, bytes, values: {}, row: 1, of },
      { limits, ...(left && { left }) },
    )
    if (!read.ok) return read
    const row = JSON.parse(readFileSync(read.written.path, "utf8"))
    const pieces = row._chunks.map((piece: string, i: number) => ({
      text: piece,
      page: row._pages[i],
      section: row._sections[i],
    }))
    return { ok: true, media_type: row.media_type, text: row.text, warnings: row.warnings ?? [], pieces }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}
