import { Refusal } from "../ui/notice.tsx"
import type { ColumnWords } from "./column-words.ts"
import { placeOf } from "./row.ts"
import type { Checked } from "./use-drafts.ts"

interface ToldProps {
  /** Why nothing can be mended now. */
  why_not: string | null
  refusal: string | null
  /** What came of what was asked for last. */
  said: string | null
  /** The cells that were left last. */
  checked: Checked | null
  words: ColumnWords
}

/** What is said of rows to mend as a whole. */
export function Told({ why_not, refusal, said, checked, words }: ToldProps) {
  return (
    <>
      {why_not !== null && <p className="muted">These rows cannot be mended now. {why_not}</p>}
      {refusal && <Refusal>{refusal}</Refusal>}
      <p role="status" className={said ? "notice info" : "unseen"}>
        {said}
      </p>
      <p role="status" className="unseen">
        {checked && checkedText(checked, words)}
      </p>
    </>
  )
}

/** What is said of cells that were left, to whoever listens. */
function checkedText({ row, headers, faults }: Checked, words: ColumnWords): string {
  const named = headers.map((header) => words(row.table, header)).join(", ")
  const own = faults.filter(({ header }) => header === null || headers.includes(header))
  const said = own.length > 0 ? own.map(({ message }) => message).join(" ") : "fine now"
  return `${[placeOf(row), named].filter((part) => part !== "").join(", ")}: ${said}`
}
