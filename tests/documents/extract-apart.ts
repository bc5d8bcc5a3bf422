import { readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { DocumentLimits } from "../../lib/documents/limits.ts"
import { writeDocumentApart } from "../../lib/reading/document-apart.ts"

export type Extracted =
  | { ok: true; media_type: string; text: string }
  | { ok: false; code: string; message: string }

/** What an import makes of a document's bytes, beside the event loop as it does it. */
export async function extractDocument(
  { name, bytes }: { name: string; bytes: Buffer },
  limits: Partial<DocumentLimits> = {},
): Promise<Extracted> {
  const of = { job_id: "", afterRow: 0, directory: join(tmpdir(), "sluice-extract"), now: 0, keep: 1 }
  const read = await writeDocumentApart({ name, bytes, values: {}, row: 1, of }, limits)
  if (!read.ok) return read
  const { media_type, text } = JSON.parse(readFileSync(read.written.path, "utf8"))
  rmSync(read.written.path)
  return { ok: true, media_type, text }
}
