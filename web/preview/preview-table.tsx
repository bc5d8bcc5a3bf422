import { useId } from "react"
import type { PreviewAnswer, PreviewError } from "../../lib/contract/datasets.ts"
import type { ColumnMapping } from "../../lib/contract/options.ts"
import { Icon } from "../ui/icon.tsx"
import { Scroll } from "../ui/section.tsx"
import { columnWord, headerWord } from "../words/columns.ts"
import { count } from "../words/numbers.ts"
import { headerOf, type PreviewRow, rowsOf } from "./mapping.ts"

interface PreviewTableProps {
  answer: PreviewAnswer
  mapping: ColumnMapping
}

/** The first rows under their headers, each header with the column it is for, and what is wrong at its cell. */
export function PreviewTable({ answer, mapping }: PreviewTableProps) {
  const base = useId()
  const { header } = answer
  const rows = rowsOf(answer)
  const places = placesOf(header)
  return (
    <>
      <Scroll label="First rows">
        <table className="grid preview-table">
          <thead>
            <tr>
              <th scope="col">In the file</th>
              {places.map(({ name, key }) => (
                <th key={key} scope="col">
                  {headerWord(name)}
                </th>
              ))}
            </tr>
            <tr>
              <th scope="row">Goes to</th>
              {places.map(({ name, key }) => {
                const column = mapping[name] ?? null
                return (
                  <td key={key} className={column === null ? "left-out" : undefined}>
                    {column === null ? "– left out –" : columnWord(column)}
                  </td>
                )
              })}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.row} row={row} places={places} mapping={mapping} base={base} />
            ))}
          </tbody>
        </table>
      </Scroll>
      <Faults rows={rows} base={base} />
    </>
  )
}

/** A column of the file: its header, and what tells it from another of the same name. */
interface Place {
  name: string
  key: string
}

function placesOf(header: readonly string[]): Place[] {
  const seen = new Map<string, number>()
  return header.map((name) => {
    const before = seen.get(name) ?? 0
    seen.set(name, before + 1)
    return { name, key: `${name} ${before}` }
  })
}

interface RowProps {
  row: PreviewRow
  places: Place[]
  mapping: ColumnMapping
  base: string
}

function Row({ row: { row, cells, errors }, places, mapping, base }: RowProps) {
  const wrong = errors.map((error) => headerOf(error, mapping))
  const described = { "aria-describedby": cells && errors.length > 0 ? `${base}-${row}` : undefined }
  const whole = wrong.includes(null) || cells === null
  return (
    <tr>
      <th scope="row" className={whole ? "number wrong" : "number"} {...(whole && described)}>
        {whole && errors.length > 0 && <Icon name="bad" />} {count(row)}
      </th>
      {cells === null && (
        <td colSpan={places.length} className="muted">
          <span className="cause">
            {lineOf(errors, "Line ", ": ")}
            {causeOf(errors)}
          </span>
        </td>
      )}
      {places.map(({ name, key }, place) => {
        if (cells === null) return null
        const cell = cells[place] ?? ""
        const bad = wrong.includes(name)
        const leftOut = (mapping[name] ?? null) === null
        return (
          <td
            key={key}
            className={`cell${bad ? " wrong" : ""}${leftOut ? " left-out" : ""}`}
            title={cell.length > 30 ? cell : undefined}
            {...(bad && described)}
          >
            {bad && <Icon name="bad" />} {cell}
          </td>
        )
      })}
    </tr>
  )
}

function Faults({ rows, base }: { rows: PreviewRow[]; base: string }) {
  // Of a row without cells it is said in their place.
  const faulty = rows.filter(({ cells, errors }) => cells !== null && errors.length > 0)
  if (faulty.length === 0) return null
  return (
    <ul className="faults" aria-label="What is wrong with these rows">
      {faulty.map(({ row, errors }) => (
        <li key={row} id={`${base}-${row}`}>
          <Icon name="bad" /> Row {count(row)}
          {lineOf(errors, ", line ")}: {causeOf(errors)}
        </li>
      ))}
    </ul>
  )
}

/** The line of the file where the row begins, as an editor counts, between what is put around it; empty where none is told. */
function lineOf([error]: readonly PreviewError[], before: string, after = ""): string {
  return error && error.line > 0 ? `${before}${count(error.line)}${after}` : ""
}

function causeOf(errors: readonly PreviewError[]): string {
  return errors.map(({ message }) => message).join(" ")
}
