import { useState } from "react"
import type { DatasetColumn, PreviewAnswer } from "../../lib/contract/datasets.ts"
import type { ColumnMapping } from "../../lib/contract/options.ts"
import { Options } from "../ui/field.tsx"
import { type Column, Table } from "../ui/table.tsx"
import { columnWord, headerWord } from "../words/columns.ts"

const EXAMPLES = 3

interface MappingListProps {
  answer: PreviewAnswer
  columns: readonly DatasetColumn[]
  mapping: ColumnMapping
  /** Columns more than one header is for. */
  repeated: readonly string[]
  onMap(header: string, column: string | null): void
}

/** What each column of the file is for, with what stands in it; those that nobody has found a place for come first. */
export function MappingList({ answer, columns, mapping, repeated, onMap }: MappingListProps) {
  const { header } = answer
  // In the order of the first look: a choice must not move its own row.
  const [unmatched] = useState(() => header.filter((name) => (mapping[name] ?? null) === null))
  const names = [...new Set(header)]
  const ordered = [
    ...names.filter((name) => unmatched.includes(name)),
    ...names.filter((name) => !unmatched.includes(name)),
  ]
  const table: Column<string>[] = [
    { word: "In the file", cell: headerWord },
    {
      word: "Goes to",
      cell: (name) => (
        <ColumnChoice
          {...{ name, columns, onMap }}
          column={mapping[name] ?? null}
          isRepeated={repeated.includes(mapping[name] ?? "")}
        />
      ),
    },
    {
      word: "For example",
      cell: (name) => examplesOf(answer, header.indexOf(name)),
      attributes: () => ({ className: "value muted" }),
    },
  ]
  return (
    <Table
      label="Columns of the file"
      className="mapping-list"
      columns={table}
      rows={ordered}
      keyOf={(name) => name}
    />
  )
}

interface ColumnChoiceProps extends Pick<MappingListProps, "columns" | "onMap"> {
  name: string
  column: string | null
  isRepeated: boolean
}

/** The column that a header is for, and the choice of another. */
function ColumnChoice({ name, columns, column, isRepeated, onMap }: ColumnChoiceProps) {
  return (
    <select
      aria-label={`${headerWord(name)} goes to`}
      className={column === null ? "left-out" : undefined}
      value={column ?? ""}
      aria-invalid={isRepeated || undefined}
      onChange={({ target }) => onMap(name, target.value || null)}
    >
      <option value="">– leave out –</option>
      <Options
        choices={columns.map(({ column, required }) => [
          column,
          `${columnWord(column)}${required ? " (required)" : ""}`,
        ])}
      />
    </select>
  )
}

function examplesOf({ rows }: PreviewAnswer, place: number): string {
  const values = rows.flatMap((cells) => cells[place] || [])
  return [...new Set(values)].slice(0, EXAMPLES).join(", ")
}
