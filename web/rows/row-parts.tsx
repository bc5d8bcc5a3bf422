import type { CodeTexts, DataRowAnswer, DataTable, RelatedRows } from "../../lib/contract/data.ts"
import { Link } from "../ui/link.tsx"
import { Pair, Pairs } from "../ui/pairs.tsx"
import { Section } from "../ui/section.tsx"
import { columnWord, rowsWord } from "../words/columns.ts"
import { Value } from "./cell-value.tsx"
import { RowHistory } from "./row-history.tsx"
import { RowsTable } from "./rows-table.tsx"
import { useTables } from "./use-data.ts"

interface RowPartsProps {
  table: DataTable
  answer: DataRowAnswer
  /** As of when, as the address has it. */
  at: string
}

/** What a row says, what belongs to it, and what it said before. */
export function RowParts({ table, answer, at }: RowPartsProps) {
  const { data: tables = [] } = useTables()
  const { row, related, versions, codes } = answer
  // Rows beside a closed one are as they were when it was there.
  const then = answer.at === null || at !== "" ? at : String(answer.at)
  const shown = table.columns.filter(({ name }) => name in row && !LEFT_OUT.includes(name))
  return (
    <>
      <Section title="What it says">
        <Pairs className="row-values">
          {shown.map((column) => (
            <Pair
              key={column.name}
              name={columnWord(column.name)}
              className={isLong(row[column.name]) ? "wide" : undefined}
            >
              <Value column={column} row={row} codes={codes} />
            </Pair>
          ))}
        </Pairs>
      </Section>
      {related.map((one) => {
        const of = tables.find((other) => other.table === one.table)
        if (!of || one.rows.length === 0) return null
        return <Belonging key={one.name} related={one} table={of} codes={codes} at={then} />
      })}
      {versions.length > 0 && <RowHistory table={table} versions={versions} codes={codes} />}
    </>
  )
}

const MOST_IN_LINE = 60
const isLong = (value: unknown) => typeof value === "string" && value.length > MOST_IN_LINE

/** What the head of the page and the history say already. */
const LEFT_OUT = ["_is_current", "_deleted_at_extract", "_snapshot_date", "_extract_number"]

interface BelongingProps {
  related: RelatedRows
  table: DataTable
  codes: CodeTexts | undefined
  at: string
}

function Belonging({ related, table, codes, at }: BelongingProps) {
  const { name, rows, more, column, value } = related
  const search = new URLSearchParams({ column, search: value, ...(at !== "" && { at }) })
  const word = rowsWord(name)
  return (
    <Section
      title={word}
      aside={more && <Link to={`/data/${table.table}?${search}`}>All {word.toLowerCase()}</Link>}
    >
      <RowsTable
        label={word}
        table={table}
        rows={rows}
        codes={codes}
        at={at}
        without={[column, "entity_type", "_deleted_at_extract"]}
      />
    </Section>
  )
}
