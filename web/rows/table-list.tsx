import type { DataTable } from "../../lib/contract/data.ts"
import { useDatasets } from "../client/use-datasets.ts"
import { Link } from "../ui/link.tsx"
import { Section } from "../ui/section.tsx"
import { columnWord, rowsWord } from "../words/columns.ts"
import { dayInFull } from "../words/times.ts"
import { listedColumns } from "./rows-table.tsx"

/** The tables there are to read, by the dataset they are of. */
export function TableList({ tables }: { tables: readonly DataTable[] }) {
  const datasets = useDatasets()
  const names = [...new Set(tables.map(({ dataset }) => dataset))]
  return (
    <div className="job">
      <h1>Data</h1>
      {names.length === 0 && <p>There is nothing that you may read.</p>}
      {names.map((dataset) => {
        const declared = datasets.data?.find((one) => one.dataset === dataset)
        const own = tables.filter((one) => one.dataset === dataset)
        return (
          <Section key={dataset} title={declared?.title ?? dataset}>
            <Extracts tables={own} />
            <ul className="table-list">
              {own.map((table) => (
                <li key={table.table}>
                  <Link to={`/data/${table.table}`}>{rowsWord(table.table)}</Link>
                  <span className="muted">{columnsOf(table)}</span>
                </li>
              ))}
            </ul>
          </Section>
        )
      })}
    </div>
  )
}

const MOST_NAMED = 4

function columnsOf(table: DataTable): string {
  const words = listedColumns(table).map(({ name }) => columnWord(name))
  const named = [...new Set(words)].slice(0, MOST_NAMED).join(", ")
  return words.length > MOST_NAMED ? `${named} …` : named
}

function Extracts({ tables }: { tables: readonly DataTable[] }) {
  const known = tables.find(({ has_history }) => has_history)
  if (!known) return null
  if (!known.extracts) return <p className="muted">No extract was imported yet.</p>
  const { first, last, last_day } = known.extracts
  return (
    <p className="muted">
      As of extract {last}, of {dayInFull(last_day)}
      {first < last && `; what held since extract ${first} can be looked at too`}.
    </p>
  )
}
