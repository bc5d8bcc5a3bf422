import type { SampleChange, TableChanges } from "../../lib/contract/report.ts"
import { Scroll, Section } from "../ui/section.tsx"
import { count } from "../words/numbers.ts"
import { tableWord } from "../words/states.ts"

const COLUMNS = ["new", "changed", "unchanged", "closed", "duplicate", "failed"] as const
const KIND = { new: "New", changed: "Changed", closed: "Closed" } as const

/** What a dry run found: counts by table, and a few rows of each kind. */
export function DryRunChanges({ changes }: { changes: Record<string, TableChanges> }) {
  return (
    <Section title="What would change">
      <Scroll label="What would change">
        <table className="grid">
          <thead>
            <tr>
              <th scope="col">Table</th>
              {COLUMNS.map((name) => (
                <th key={name} scope="col" className="number">
                  {tableWord(name)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {Object.entries(changes).map(([table, found]) => (
              <tr key={table}>
                <th scope="row">{tableWord(table)}</th>
                {COLUMNS.map((name) => (
                  <td key={name} className={found[name] === 0 ? "number zero" : "number"}>
                    {count(found[name])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {Object.entries(changes).map(
        ([table, { sample }]) => sample.length > 0 && <Samples key={table} table={table} sample={sample} />,
      )}
    </Section>
  )
}

function Samples({ table, sample }: { table: string; sample: SampleChange[] }) {
  return (
    <details className="more">
      <summary>
        {tableWord(table)} <span className="muted">the first {count(sample.length)}</span>
      </summary>
      <Scroll label={`Changes of ${table}`}>
        <table className="grid">
          <thead>
            <tr>
              <th scope="col">Kind</th>
              <th scope="col">Before</th>
              <th scope="col">After</th>
            </tr>
          </thead>
          <tbody>
            {sample.map((change) => (
              <tr key={JSON.stringify(change)}>
                <th scope="row">{KIND[change.kind]}</th>
                <td className="value">{rowText(change.before, change.after)}</td>
                <td className="value">{rowText(change.after, change.before)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </details>
  )
}

/** A row's values; of a changed one only those that differ, and what it is known by. */
function rowText(row: SampleChange["after"], other: SampleChange["after"]): string {
  if (!row) return "–"
  const shown = Object.entries(row).filter(
    ([name, value], index) => value !== null && (index === 0 || !other || other[name] !== value),
  )
  return shown.map(([name, value]) => `${name}: ${value}`).join(" · ")
}
