import type { DataRow, DataTable, Found } from "../../lib/contract/data.ts"
import { endpoints } from "../../lib/contract/endpoints.ts"
import { call } from "../client/call.ts"
import { Connection } from "../ui/connection.tsx"
import { ChoiceLink, Link } from "../ui/link.tsx"
import { Notice } from "../ui/notice.tsx"
import { Section } from "../ui/section.tsx"
import { counted, percentage } from "../words/numbers.ts"
import { nameOf, rowAddress, shortened } from "./cell-value.tsx"
import { useShown } from "./use-data.ts"

interface FoundRowsProps {
  table: DataTable
  words: string
}

/** Questions or documents that say something like what was asked, the best first. */
export function FoundRows({ table, words }: FoundRowsProps) {
  const { data, waiting, error, retry_at } = useShown(`search ${table.table} ${words}`, () =>
    call(endpoints.search, { params: { table: table.table }, query: { words } }),
  )
  const all = (
    <ChoiceLink name="words" value="">
      All rows
    </ChoiceLink>
  )
  const found = data?.found ?? []
  const title = found.length > 0 ? `${counted(found.length, "row")} like it` : "Found"
  return (
    <Section title={data ? title : "Looking …"} aside={all}>
      <Connection retry_at={retry_at} error={error} />
      {data && data.by_words_alone !== null && (
        <Notice tone="warning">Found by words alone. {data.by_words_alone}</Notice>
      )}
      {data && found.length === 0 && <p className="muted">Nothing says anything like it.</p>}
      <ol className={waiting ? "found waiting" : "found"} aria-busy={waiting}>
        {found.map((one) => (
          <li key={one.row.id}>
            <FoundRow table={table} found={one} />
          </li>
        ))}
      </ol>
    </Section>
  )
}

function FoundRow({ table, found: { row, piece, likeness, words } }: { table: DataTable; found: Found }) {
  const text = piece ? piece.text : sayingOf(table, row)
  const place = [piece?.section, piece?.page ? `page ${piece.page}` : null].filter((part) => part)
  return (
    <article>
      <h3>
        <Link to={rowAddress(table.table, row.id)}>{nameOf(table, row)}</Link>
      </h3>
      {place.length > 0 && <p className="muted">{place.join(", ")}</p>}
      {typeof text === "string" && <p className="found-text">{shortened(text, MOST_TEXT)}</p>}
      <p className="muted">
        {likeness !== null && likeness > 0 && `${percentage(likeness * 100)} alike`}
        {likeness !== null && likeness > 0 && words > 0 && ", "}
        {words > 0 && `${percentage(Math.min(1, words) * 100)} of the words`}
      </p>
    </article>
  )
}

const MOST_TEXT = 600

/** The longest text of a row beside what it is known by. */
function sayingOf(table: DataTable, row: DataRow): string | undefined {
  const name = nameOf(table, row)
  const texts = table.columns.map((column) => row[column.name]).filter((value) => typeof value === "string")
  return texts.filter((text) => shortened(text) !== name).sort((a, b) => b.length - a.length)[0]
}
