import type { Duplicates } from "../../lib/contract/options.ts"
import type { SampleChange, TableChanges } from "../../lib/contract/report.ts"
import { Fold } from "../ui/fold.tsx"
import { Section } from "../ui/section.tsx"
import { type Column, countColumn, Table } from "../ui/table.tsx"
import { rowsWord } from "../words/columns.ts"
import { type Known, ruleOf } from "../words/counts.ts"
import { count } from "../words/numbers.ts"

type ChangeName = Exclude<keyof TableChanges, "sample">

const KIND = { new: "New", changed: "Changed", closed: "Closed" } as const

type Change = [table: string, found: TableChanges]

/** A count, and what it is called. */
type Count = readonly [ChangeName, string]

const NEW: Count = ["new", "New"]
const UNCHANGED: Count = ["unchanged", "Unchanged"]
const REST: readonly Count[] = [
  ["duplicate", "Duplicates"],
  ["failed", "Failed"],
]

/** The counts there can be: what becomes of a row that is there already is the rule's. */
const COUNTS: Record<Duplicates, readonly Count[]> = {
  skip: [NEW, ["unchanged", "Skipped"], ...REST],
  update: [NEW, ["changed", "Updated"], UNCHANGED, ...REST],
  merge: [NEW, ["changed", "Merged"], UNCHANGED, ...REST],
}

const HISTORY: readonly Count[] = [NEW, ["changed", "Changed"], UNCHANGED, ["closed", "Closed"], ...REST]

interface DryRunChangesProps {
  changes: Record<string, TableChanges>
  known: Known
  /** Rows that cannot be used are told of elsewhere, and not counted here. */
  usable?: boolean
}

/** What a dry run found: counts by table, and a few rows of each kind. */
export function DryRunChanges({ changes, known, usable = false }: DryRunChangesProps) {
  const rule = ruleOf(known)
  const all = rule === null ? HISTORY : COUNTS[rule]
  const counts = usable ? all.filter(([name]) => name !== "failed") : all
  return (
    <Section title="What would change">
      <Table
        label="What would change"
        columns={[
          { word: "Table", cell: ([table]) => rowsWord(table) },
          ...counts.map(([name, word]) => countColumn<Change>(word, ([, found]) => found[name])),
        ]}
        rows={Object.entries(changes)}
        keyOf={([table]) => table}
      />
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
      <Table
        label={`Changes of ${table}`}
        className="stack"
        columns={SAMPLE_COLUMNS}
        rows={sample}
        keyOf={(change) => JSON.stringify(change)}
      />
    </Fold>
  )
}

const isValue = () => ({ className: "value" })

const SAMPLE_COLUMNS: readonly Column<SampleChange>[] = [
  { word: "Kind", cell: ({ kind }) => KIND[kind] },
  { word: "Before", cell: ({ before, after }) => rowText(before, after), attributes: isValue },
  { word: "After", cell: ({ before, after }) => rowText(after, before), attributes: isValue },
]

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
