import type { DatasetDeclaration } from "../../lib/contract/datasets.ts"
import { Scroll } from "../ui/section.tsx"
import { rowsWord } from "../words/columns.ts"

/** Which columns of the source go where, and by which other names they are known. */
export function Columns({ dataset }: { dataset: DatasetDeclaration }) {
  const { tables, mappable } = dataset
  const several = tables.length > 1
  return (
    <details className="more">
      <summary>Columns</summary>
      <Scroll label="Columns">
        <table className="grid">
          <thead>
            <tr>
              {several && <th scope="col">Table</th>}
              <th scope="col">In the file</th>
              <th scope="col">{mappable ? "Also called" : "In the database"}</th>
              <th scope="col">Type</th>
              <th scope="col">Required</th>
            </tr>
          </thead>
          <tbody>
            {tables.flatMap(({ table, columns }) =>
              columns.map(({ header, column, type, required, aliases }) => (
                <tr key={`${table} ${header}`}>
                  {several && <th scope="row">{rowsWord(table)}</th>}
                  {several ? <td>{header}</td> : <th scope="row">{header}</th>}
                  <td>{mappable ? aliases.join(", ") : column}</td>
                  <td>{type.replaceAll("_", " ")}</td>
                  <td>{required ? "yes" : "no"}</td>
                </tr>
              )),
            )}
          </tbody>
        </table>
      </Scroll>
    </details>
  )
}
