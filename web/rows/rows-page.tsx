import type { DataTable } from "../../lib/contract/data.ts"
import { endpoints } from "../../lib/contract/endpoints.ts"
import { call } from "../client/call.ts"
import { Button } from "../ui/button.tsx"
import { Connection } from "../ui/connection.tsx"
import { ChoiceLink, choose, Link, useAddress, useChosen } from "../ui/link.tsx"
import { rowsWord } from "../words/columns.ts"
import { count } from "../words/numbers.ts"
import { LANGUAGE } from "./code-meaning.ts"
import { FoundRows } from "./found-rows.tsx"
import { OfImport } from "./of-import.tsx"
import { RowFilters } from "./row-filters.tsx"
import { listedColumns, RowsTable } from "./rows-table.tsx"
import { SearchBox } from "./search-box.tsx"
import { useShown } from "./use-data.ts"

interface RowsPageProps {
  table: DataTable
}

/** The rows of a table: all, those that are looked for, those of an extract, or those an import has changed. */
export function RowsPage({ table }: RowsPageProps) {
  const [words] = useAddress("words")
  return (
    <div className="job data">
      <header className="job-head">
        <p className="crumb">
          <Link to="/data">Data</Link>
        </p>
        <h1>{rowsWord(table.table)}</h1>
      </header>
      {table.searchable && <SearchBox key={words} words={words} />}
      {table.searchable && words !== "" ? <FoundRows table={table} words={words} /> : <Rows table={table} />}
    </div>
  )
}

const PAGE = 100
/** What says nothing of rows that hold now. */
const CLOSED = ["_deleted_at_extract"]

function useQuery() {
  const query = useChosen("search", "column", "at", "sort", "cursor", "job_id", "change")
  return query.search === "" ? { ...query, column: "" } : query
}

function Rows({ table }: RowsPageProps) {
  const query = useQuery()
  const columns = listedColumns(table).map(({ name }) => name)
  const { data, waiting, error, retry_at } = useShown(`${table.table} ${JSON.stringify(query)}`, () =>
    call(endpoints.data, {
      params: { table: table.table },
      query: { ...query, limit: PAGE, columns: columns.join(","), language: LANGUAGE },
    }),
  )
  const isFiltered = Object.values(query).some((value) => value !== "")
  return (
    <section className="panel" aria-label={`Rows of ${rowsWord(table.table)}`}>
      {query.job_id !== "" && <OfImport job_id={query.job_id} change={query.change} />}
      <RowFilters table={table} query={query} />
      <Connection retry_at={retry_at} error={error} />
      {data && (
        <div className={waiting ? "rows waiting" : "rows"} aria-busy={waiting}>
          {data.rows.length > 0 ? (
            <RowsTable
              label={rowsWord(table.table)}
              table={table}
              rows={data.rows}
              codes={data.codes}
              at={query.at}
              without={query.at === "" && query.job_id === "" ? CLOSED : []}
            />
          ) : (
            <p className="muted">{isFiltered ? "No row fits." : "Nothing was imported into it yet."}</p>
          )}
          <Pages rows={data.rows.length} next={data.next_cursor} isFirst={query.cursor === ""} />
        </div>
      )}
    </section>
  )
}

interface PagesProps {
  rows: number
  next: string | null
  isFirst: boolean
}

/** The way to the rows that follow; back is the browser's own way. */
function Pages({ rows, next, isFirst }: PagesProps) {
  if (isFirst && next === null) return rows > 0 ? <p className="muted">{count(rows)} in all.</p> : null
  return (
    <nav className="pages" aria-label="Pages">
      {!isFirst && <Button onClick={() => choose({ cursor: "" })}>First page</Button>}
      {next !== null && (
        <ChoiceLink name="cursor" value={next}>
          Next page
        </ChoiceLink>
      )}
      {next === null && <span className="muted">These are the last.</span>}
    </nav>
  )
}
