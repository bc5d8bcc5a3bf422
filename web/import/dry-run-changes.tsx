import type { Duplicates } from "../../lib/contract/options.ts"
import type { SampleChange, TableChanges } from "../../lib/contract/report.ts"
import { Fold } from "../ui/fold.tsx"
import { Scroll, Section } from "../ui/section.tsx"
import { rowsWord } from "../words/columns.ts"
import { type Known, ruleOf } from "../words/counts.ts"
import { count } from "../words/numbers.ts"

type ChangeName = Exclude<keyof TableChanges, "sample">

const KIND = { new: "New", changed: "Changed", closed: "Closed" } as const

type Column = readonly [ChangeName, string]

const NEW: Column = ["new", "New"]
const UNCHANGED: Column = ["unchanged", "Unchanged"]
const REST: readonly Column[] = [
  ["duplicate", "Duplicates"],
  ["failed", "Failed"],
]

/** The counts there can be: what becomes of a row that is there already is the rule's. */
const COLUMNS: Record<Duplicates, readonly Column[]> = {
  skip: [NEW, ["unchanged", "Skipped"], ...REST],
  update: [NEW, ["changed", "Updated"], UNCHANGED, ...REST],
  merge: [NEW, ["changed", "Merged"], UNCHANGED, ...REST],
}

const HISTORY: readonly Column[] = [NEW, ["changed", "Changed"], UNCHANGED, ["closed", "Closed"], ...REST]

interface DryRunChangesProps {
  changes: Record<string, TableChanges>
  known: Known
  /** Rows that cannot be used are told of elsewhere, and not counted here. */
  usable?: boolean
}

/** What a dry run found: counts by table, and a few rows of each kind. */
export function DryRunChanges({ changes, known, usable = false }: DryRunChangesProps) {
  const rule = ruleOf(known)
  const all = rule === null ? HISTORY : COLUMNS[rule]
  const columns = usable ? all.filter(([name]) => name !== "failed") : all
  return (
    <Section title="What would change">
      <Scroll label="What would change">
        <table className="grid">
          <thead>
            <tr>
              <th scope="col">Table</th>
              {columns.map(([name, word]) => (
                <th key={name} scope="col" className="number">
                  {word}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {Object.entries(changes).map(([table, found]) => (
              <tr key={table}>
                <th scope="row">{rowsWord(table)}</th>
                {columns.map(([name]) => (
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
    <Fold
      name={`changes_${table}`}
      summary={
        <>
          {rowsWord(table)} <span className="muted">the first {count(sample.length)}</span>
        </>
      }
    >
      <Scroll label={`Changes of ${table}`}>
        <table className="grid stack">
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
                <td className="value" data-label="Before">
                  {rowText(change.before, change.after)}
                </td>
                <td className="value" data-label="After">
                  {rowText(change.after, change.before)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Fold>
  )
}

/** A row's values; of a changed one only those that differ, and what it is known by. */
function rowText(row: SampleChange["after"], other: SampleChange["after"]): string {
  if (!row) return "–"
  const shown = Object.entries(row).filter(
    ([name, value], index) => value !== null && (index === 0 || !other || !isSame(value, other[name])),
  )
  return shown.map(([name, value]) => `${name}: ${valueText(value)}`).join(" · ")
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

function valueText(value: unknown): string {
  if (Array.isArray(value)) return value.map(valueText).join(", ")
  return typeof value === "object" ? JSON.stringify(value) : String(value)
}
