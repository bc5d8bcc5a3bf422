import { readFileSync, rmSync } from "node:fs"
import type { DocumentLimits } from "../../lib/documents/limits.ts"
import { writeDocumentApart } from "../../lib/reading/document-apart.ts"
import { newFolder } from "../support/lab.ts"

export type Extracted =
  | { ok: true; media_type: string; text: string }
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
    const { media_type, text } = JSON.parse(readFileSync(read.written.path, "utf8"))
    return { ok: true, media_type, text }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}
