import type { DocumentResult } from "../../lib/contract/documents.ts"
import type { StatusAnswer } from "../../lib/contract/status.ts"
import { Fold } from "../ui/fold.tsx"
import { counted } from "../words/numbers.ts"

/** What became of each document, and beside it what of it could not be read; open where there is something to look at. */
export function Documents({ status: { documents = [] } }: { status: StatusAnswer }) {
  if (documents.length === 0) return null
  const told = documents.filter(({ warnings, result }) => warnings.length > 0 || result !== "read")
  const summary =
    counted(documents.length, "document") +
    (told.length > 0 ? `, ${told.length} of them with something to look at` : "")
  return (
    <Fold name="documents" className="panel more documents" summary={summary} open={told.length > 0}>
      <DocumentTable documents={documents} />
    </Fold>
  )
}

/** Each document, what became of it, and what it is warned of. */
export function DocumentTable({ documents }: { documents: readonly DocumentResult[] }) {
  // Two documents of one name both stand.
  const rows = documents.map((document, row) => ({ row, document }))
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Document</th>
          <th scope="col">What became of it</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ row, document }) => (
          <tr key={row}>
            <th scope="row">{document.filename}</th>
            <td>
              {resultText(document)}
              {document.warnings.length > 0 && (
                <ul>
                  {document.warnings.map(({ code, message }) => (
                    <li key={code}>{message}</li>
                  ))}
                </ul>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function resultText({ result, same_as, repeated, error }: DocumentResult): string {
  if (result === "failed") return error?.message ?? "Not read."
  if (result === "read") return "Read."
  return `Left as it is: the same as ${same_as}, ${repeated ? "in this import" : "imported before"}.`
}
