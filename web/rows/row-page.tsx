import type { FormEvent } from "react"
import type { CodeTexts, DataRowAnswer, DataTable, RelatedRows } from "../../lib/contract/data.ts"
import { endpoints } from "../../lib/contract/endpoints.ts"
import { call, codeOf } from "../client/call.ts"
import { Button } from "../ui/button.tsx"
import { Connection } from "../ui/connection.tsx"
import { choose, Link, useAddress } from "../ui/link.tsx"
import { Loading } from "../ui/loading.tsx"
import { Pair, Pairs } from "../ui/pairs.tsx"
import { Section } from "../ui/section.tsx"
import { StateChip } from "../ui/state-chip.tsx"
import { columnWord, rowsWord } from "../words/columns.ts"
import { AtField } from "./at-field.tsx"
import { nameOf, Value } from "./cell-value.tsx"
import { LANGUAGE } from "./code-meaning.ts"
import { RowHistory } from "./row-history.tsx"
import { RowsTable } from "./rows-table.tsx"
import { useShown, useTables } from "./use-data.ts"

interface RowPageProps {
  table: DataTable
  id: string
}

/** One row: what it holds, what belongs to it, and what it held before. */
export function RowPage({ table, id }: RowPageProps) {
  const [at] = useAddress("at")
  const { data, error, retry_at } = useShown(`row ${table.table} ${id} ${at}`, () =>
    call(endpoints.dataRow, { params: { table: table.table, id }, query: { at, language: LANGUAGE } }),
  )
  if (!data && error === undefined) return <Loading>Looking for the row …</Loading>
  return (
    <div className="job data">
      <header className="job-head">
        <p className="crumb">
          <Link to="/data">Data</Link> › <Link to={`/data/${table.table}`}>{rowsWord(table.table)}</Link>
        </p>
        {data ? <Title table={table} answer={data} asked={at !== ""} /> : <h1>{id}</h1>}
        {table.extracts && <AsOf key={at} table={table} at={at} />}
      </header>
      <Connection retry_at={retry_at} error={error} />
      {codeOf(error) === "row_not_found" && at !== "" && (
        <p>
          <Button onClick={() => choose({ at: "" })}>Look at it as it was last</Button>
        </p>
      )}
      {data && <Parts table={table} answer={data} at={at} />}
    </div>
  )
}

interface TitleProps {
  table: DataTable
  answer: DataRowAnswer
  /** Somebody has said as of when. */
  asked: boolean
}

function Title({ table, answer: { row, current, at, versions }, asked }: TitleProps) {
  const closed = versions[0]?.until?.extract
  const name = nameOf(table, row)
  return (
    <>
      <div className="job-title">
        <h1>{name}</h1>
        {table.has_history && current && <StateChip state={{ word: "Holds now", tone: "done" }} />}
        {table.has_history && !current && (
          <StateChip state={{ word: closed ? `Closed by extract ${closed}` : "Closed", tone: "warning" }} />
        )}
      </div>
      {table.has_history && (
        <p className="job-facts">
          {name !== row.id && <span>{row.id}</span>}
          {at !== null && <span>{asked ? `As of extract ${at}` : `As it was last, at extract ${at}`}</span>}
        </p>
      )}
    </>
  )
}

function AsOf({ table: { extracts }, at }: { table: DataTable; at: string }) {
  const look = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    choose({ at: String(new FormData(event.currentTarget).get("at") ?? "").trim() })
  }
  if (!extracts) return null
  return (
    <form className="filters rows-filters" onSubmit={look} aria-label="Another time">
      <AtField extracts={extracts} at={at} />
      <Button type="submit">Look</Button>
      {at !== "" && (
        <Button look="plain" onClick={() => choose({ at: "" })}>
          Now
        </Button>
      )}
    </form>
  )
}

function Parts({ table, answer, at }: { table: DataTable; answer: DataRowAnswer; at: string }) {
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
