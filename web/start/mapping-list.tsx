import { useState } from "react"
import type { DatasetColumn, PreviewAnswer } from "../../lib/contract/datasets.ts"
import type { ColumnMapping } from "../../lib/contract/options.ts"
import { Scroll } from "../ui/section.tsx"
import { columnWord } from "../words/columns.ts"

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
  return (
    <Scroll label="Columns of the file">
      <table className="grid mapping-list">
        <thead>
          <tr>
            <th scope="col">In the file</th>
            <th scope="col">Goes to</th>
            <th scope="col">For example</th>
          </tr>
        </thead>
        <tbody>
          {ordered.map((name) => (
            <tr key={name}>
              <th scope="row">{name || "(no name)"}</th>
              <td>
                <select
                  aria-label={`${name || "(no name)"} goes to`}
                  className={(mapping[name] ?? null) === null ? "left-out" : undefined}
                  value={mapping[name] ?? ""}
                  aria-invalid={repeated.includes(mapping[name] ?? "") || undefined}
                  onChange={({ target }) => onMap(name, target.value || null)}
                >
                  <option value="">– leave out –</option>
                  {columns.map(({ column, required }) => (
                    <option key={column} value={column}>
                      {columnWord(column)}
                      {required ? " (required)" : ""}
                    </option>
                  ))}
                </select>
              </td>
              <td className="value muted">{examplesOf(answer, header.indexOf(name))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

function examplesOf({ rows }: PreviewAnswer, place: number): string {
  const values = rows.flatMap((cells) => cells[place] || [])
  return [...new Set(values)].slice(0, EXAMPLES).join(", ")
}
