import type { DocumentResult, Warning } from "../../contract/index.ts"
import type { Dataset } from "../../datasets/declaration.ts"
import type { Connection } from "../../db/connection.ts"
import { expression, Fragment, statement } from "../../db/statement.ts"

const STATEMENT = "status/document_results"
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

/** What is known of the documents of an import, for `documentsOf`. */
export interface KeptDocuments {
  documents: KeptResult[]
  failed: FailedDocument[]
}

/** What tells what became of the documents of an import; null of what has none. */
export function documentsIn({ source }: Pick<Dataset, "source">): Fragment {
  return source === "documents" ? expression(STATEMENT, slots()) : new Fragment("null")
}

/** The same by itself. */
export async function loadDocuments(connection: Connection, job_id: string): Promise<KeptDocuments | null> {
  const sql = statement(STATEMENT, slots())
  const [found] = await connection.rows<{ documents: KeptDocuments }>(sql, { job_id })
  return found?.documents ?? null
}

/** What became of each document of an import, in the order of its files, as far as it has come. */
export function documentsOf(kept: KeptDocuments | null): DocumentResult[] {
  const { documents = [], failed = [] } = kept ?? {}
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
