import type { DocumentResult, Warning } from "../../contract/index.ts"
import type { Dataset } from "../../datasets/declaration.ts"
import { expression, statement } from "../../db/statement.ts"
import { countText } from "../../words.ts"

/** What keeps them beyond the end of the import; run before what is staged is cleared. */
export function keepDocumentResults({ source }: Dataset): string[] {
  return source === "documents"
    ? [statement("finalize/keep_document_results", { results: expression("pieces/document_results") })]
    : []
}

/** What an import of documents is warned of whose content was there. */
export function sameContentWarning(results: readonly DocumentResult[]): Warning[] {
  const same = results.filter(({ result }) => result === "skipped")
  const [first] = same
  if (!first) return []
  const message = `${countText(same.length)} of ${countText(results.length)} documents have content that is there already, and were left as they are: ${first.filename} is the same as ${first.same_as}${same.length > 1 ? ", and others" : ""}.`
  return [{ code: "same_content", message, count: same.length }]
}
