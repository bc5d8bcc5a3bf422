import { lazy, Suspense, useState } from "react"
import type { DatasetDeclaration } from "../../lib/contract/datasets.ts"
import type { StatusAnswer } from "../../lib/contract/status.ts"
import { Downloads } from "../mend/mend-files.tsx"
import { useAddress } from "../ui/link.tsx"
import { Section } from "../ui/section.tsx"
import { isOfDocuments } from "../words/datasets.ts"
import { count } from "../words/numbers.ts"
import { type Codes, rowsIn } from "./use-error-codes.ts"

const Mending = lazy(() => import("../mend/mending.tsx"))

interface RowErrorsProps {
  status: StatusAnswer
  /** Undefined until they are known. */
  codes: Codes | undefined
  declared: DatasetDeclaration | undefined
  refresh(): Promise<unknown>
}

/** Where they are on the page of an import. */
export const ROW_ERRORS = "row-errors"

/** The rows that could not be used, to be put right; and what is wrong with no row of the file. */
export function RowErrors({ status, codes, declared, refresh }: RowErrorsProps) {
  const [table] = useAddress("mend_table")
  const { job_id, dataset } = status
  // They come back in the form of the source, so that they can be mended as a file.
  const mendable = declared?.mappable ?? false
  const isDocuments = isOfDocuments(declared)
  // Until they are known, those of an import that is undone may all be rows that were kept.
  const rows = codes ? rowsIn(codes) : status.status === "rolled_back" ? 0 : status.row_errors
  const [wereThere, setWereThere] = useState(false)
  if (codes && rowsIn(codes) > 0 && !wereThere) setWereThere(true)
  // Whoever has mended the last of them is told so.
  if (rows === 0 && !wereThere) return null
  const name = `${dataset}-rows-${mendable ? "to-mend" : "not-used"}-${job_id.slice(-8)}`
  const word = mendable ? "Download rows to mend" : "Download CSV"
  return (
    <Section
      id={ROW_ERRORS}
      title={`Rows that could not be used (${count(rows)})`}
      aside={rows > 0 && <Downloads job_id={job_id} name={name} table={table} word={word} />}
    >
      {status.status !== "preparing" && (
        <Suspense>
          <Mending {...{ status, codes, declared, isDocuments, refresh }} />
        </Suspense>
      )}
    </Section>
  )
}
