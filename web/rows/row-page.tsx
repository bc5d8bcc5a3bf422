import type { FormEvent } from "react"
import type { DataRowAnswer, DataTable } from "../../lib/contract/data.ts"
import { endpoints } from "../../lib/contract/endpoints.ts"
import { call, codeOf } from "../client/call.ts"
import { Button } from "../ui/button.tsx"
import { Connection } from "../ui/connection.tsx"
import { choose, Link, useAddress } from "../ui/link.tsx"
import { Loading } from "../ui/loading.tsx"
import { StateChip } from "../ui/state-chip.tsx"
import { rowsWord } from "../words/columns.ts"
import { AtField } from "./at-field.tsx"
import { nameOf } from "./cell-value.tsx"
import { LANGUAGE } from "./code-meaning.ts"
import { RowParts } from "./row-parts.tsx"
import { useShown } from "./use-data.ts"

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
      {data && <RowParts table={table} answer={data} at={at} />}
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
      <AtField extracts={extracts} defaultValue={at} />
      <Button type="submit">Look</Button>
      {at !== "" && (
        <Button look="plain" onClick={() => choose({ at: "" })}>
          Now
        </Button>
      )}
    </form>
  )
}
