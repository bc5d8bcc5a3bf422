import type { Dataset } from "../../datasets/define.ts"
import type { Connection } from "../../db/connection.ts"
import { expression, statement } from "../../db/statement.ts"

/** A document that was not taken in, since its content was there. */
export interface SkippedDocument {
  filename: string
  /** The file name of the document that has the content. */
  same_as: string
  /** That one came with the same import. */
  repeated: boolean
}

const slots = () => ({ skipped: expression("pieces/skipped_documents") })

/** What keeps them beyond the end of the import; run before what is staged is cleared. */
export function keepSkipped({ source }: Dataset): string[] {
  return source === "documents" ? [statement("finalize/keep_skipped_documents", slots())] : []
}

/** Those of an import of documents, in the order of its files, as far as it has come. */
export async function skippedDocuments(connection: Connection, job_id: string): Promise<SkippedDocument[]> {
  const sql = statement("status/skipped_documents", slots())
  const [row] = await connection.rows<{ skipped: SkippedDocument[] }>(sql, { job_id })
  return row?.skipped ?? []
}
