import { type FormEvent, useState } from "react"
import type { DataColumn, DataTable } from "../../lib/contract/data.ts"
import { Button } from "../ui/button.tsx"
import { Check } from "../ui/check.tsx"
import { Filter } from "../ui/filter.tsx"
import { choose } from "../ui/link.tsx"
import { columnWord } from "../words/columns.ts"
import { AtField } from "./at-field.tsx"
import { namingFirst } from "./cell-value.tsx"

interface Query {
  search: string
  column: string
  at: string
  sort: string
}

/** What is looked for, in which column, in which order, and as of when; all of it is in the address. */
export function RowFilters({ table, query }: { table: DataTable; query: Query }) {
  const { columns, order, extracts } = table
  const [said, say] = useSaid(table, query)
  const look = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const search = said.search.trim()
    const meant = said.column === likely(table, "") ? likely(table, search) : said.column
    choose({ search, column: search === "" ? "" : meant, at: said.at.trim(), cursor: "" })
  }
  const shown = columns.filter(({ name, long }) => !long && name !== "_is_current")
  const sortable = columns.filter((one) => one.sortable && !one.long && one.name !== "_is_current")
  const backwards = query.sort.startsWith("-")
  const sorted = backwards ? query.sort.slice(1) : query.sort
  const sort = (name: string, back: boolean) =>
    choose({ sort: back ? `-${name || order}` : name, cursor: "" })
  return (
    <form className="filters rows-filters" onSubmit={look} aria-label="Find rows">
      <span>
        <label htmlFor="search">Find</label>{" "}
        <input
          id="search"
          name="search"
          type="search"
          value={said.search}
          onChange={({ target }) => say({ search: target.value })}
          maxLength={100}
          autoComplete="off"
        />
      </span>
      <Filter
        label="in"
        name="column"
        value={said.column}
        choices={shown.map(asChoice)}
        otherwise="any text"
        onChange={(column) => say({ column })}
      />
      {extracts && (
        <AtField extracts={extracts} value={said.at} onChange={({ target }) => say({ at: target.value })} />
      )}
      <Button type="submit">Find</Button>
      <Filter
        label="Sorted by"
        value={sorted}
        choices={sortable.filter(({ name }) => name !== order).map(asChoice)}
        otherwise={order === "id" ? "when it was added" : columnWord(order)}
        onChange={(name) => sort(name, backwards)}
      />
      <Check checked={backwards} onChange={(back) => sort(sorted, back)}>
        The last first
      </Check>
    </form>
  )
}

type Said = Pick<Query, "search" | "column" | "at">

/** What the fields say: what the address does, until somebody says otherwise or it becomes another one. */
function useSaid(table: DataTable, { search, column, at }: Query): [Said, (part: Partial<Said>) => void] {
  const address = JSON.stringify([search, column, at])
  const asked = { address, search, at, column: search === "" ? likely(table, "") : column }
  const [said, setSaid] = useState(asked)
  if (said.address !== address) setSaid(asked)
  return [said, (part) => setSaid((before) => ({ ...before, ...part }))]
}

const asChoice = ({ name }: DataColumn) => [name, columnWord(name)] as const

const NUMBER = /^(BE)?[\d.\s]+$/i

/** Where somebody means who says no column: digits are of the number, all else is of what rows are told by. */
function likely({ columns, order }: DataTable, search: string): string {
  const texts = columns.filter(({ type, long }) => type === "varchar" && !long)
  const number = texts.find(({ name }) => name === order)
  if (number && NUMBER.test(search)) return number.name
  return namingFirst(texts)[0]?.name ?? ""
}
