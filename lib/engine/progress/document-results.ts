import type { DocumentResult, Warning } from "../../contract/index.ts"
import type { Connection } from "../../db/connection.ts"
import { expression, statement } from "../../db/statement.ts"

const slots = () => ({ results: expression("pieces/document_results") })

interface KeptResult {
  /** Not kept by imports that ended before each document's result was. */
  row?: number
  filename: string
  same_as: string | null
  repeated: boolean
  warnings?: Warning[]
}

interface FailedDocument {
  row: number | null
  filename: string
  code: string
  message: string
}

/** What became of each document of an import, in the order of its files, as far as it has come. */
export async function documentResults(connection: Connection, job_id: string): Promise<DocumentResult[]> {
  const sql = statement("status/document_results", slots())
  const [found] = await connection.rows<{ documents: KeptResult[]; failed: FailedDocument[] }>(sql, {
    job_id,
  })
  const { documents = [], failed = [] } = found ?? {}
  const results = [
    ...documents.map((one) => ({ row: one.row, result: resultOf(one) })),
    ...failed.map(({ row, filename, code, message }) => ({
      row,
      result: {
        filename,
        result: "failed" as const,
        same_as: null,
        repeated: false,
        error: { code, message },
        warnings: [],
      },
    })),
  ]
  return results
    .sort((one, other) => Number(one.row ?? 0) - Number(other.row ?? 0))
    .map(({ result }) => result)
}

function resultOf({ filename, same_as, repeated, warnings = [] }: KeptResult): DocumentResult {
  return {
    filename,
    result: same_as === null ? "read" : "skipped",
    same_as,
    repeated,
    error: null,
    warnings,
  }
}
