import type { DatasetDeclaration } from "../../lib/contract/datasets.ts"
import { Scroll } from "../ui/section.tsx"
import { tableWord } from "../words/states.ts"

/** Which columns of the source go where. */
export function Columns({ dataset }: { dataset: DatasetDeclaration }) {
  return (
    <details className="more">
      <summary>Columns</summary>
      <Scroll label="Columns">
        <table className="grid">
          <thead>
            <tr>
              <th scope="col">Table</th>
              <th scope="col">In the file</th>
              <th scope="col">In the database</th>
              <th scope="col">Type</th>
              <th scope="col">Required</th>
            </tr>
          </thead>
          <tbody>
            {dataset.tables.flatMap(({ table, columns }) =>
              columns.map(({ header, column, type, required }) => (
                <tr key={`${table} ${header}`}>
                  <th scope="row">{tableWord(table)}</th>
                  <td>{header}</td>
                  <td>{column}</td>
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
