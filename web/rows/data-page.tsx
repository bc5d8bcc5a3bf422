import { Connection } from "../ui/connection.tsx"
import { Link } from "../ui/link.tsx"
import { Loading } from "../ui/loading.tsx"
import { RowPage } from "./row-page.tsx"
import { RowsPage } from "./rows-page.tsx"
import { TableList } from "./table-list.tsx"
import { useTables } from "./use-data.ts"

interface DataPageProps {
  /** Which table; undefined for the list of them. */
  table: string | undefined
  /** Which of its rows. */
  id: string | undefined
}

/** What was imported, to be read: the tables, the rows of one, or one row with all that belongs to it. */
export function DataPage({ table: name, id }: DataPageProps) {
  const { data: tables, error, retry_at } = useTables()
  if (!tables) {
    if (error === undefined) return <Loading>Looking for the data …</Loading>
    return <Connection retry_at={retry_at} error={error} />
  }
  if (name === undefined) return <TableList tables={tables} />
  const table = tables.find((one) => one.table === name)
  if (!table) return <NoTable />
  if (id === undefined) return <RowsPage key={name} table={table} />
  return <RowPage key={`${name} ${id}`} table={table} id={id} />
}

function NoTable() {
  return (
    <div className="empty">
      <h1>There is no such table</h1>
      <p>
        All that there is to read is under <Link to="/data">Data</Link>.
      </p>
    </div>
  )
}
