import type { RowToMend } from "../../lib/contract/mending.ts"
import { Ago } from "../ui/moment.tsx"
import { cellOf, faultsOf, placeOf, quoted, textOf, type Values } from "./row.ts"

interface RowPanelProps {
  row: RowToMend
  header: string
  typed: Values | undefined
  mayChange: boolean
  /** Of an import of documents: this one is sent again. */
  onFile?: ((row: RowToMend, file: File) => void) | undefined
  onPutBack(row: RowToMend): void
  onLeaveOut(row: RowToMend): void
  onFind(column: string, from: string): void
}

/** The cell somebody is at: what is wrong with it, what it said, who has changed it, and what can be done with its row. */
export function RowPanel(props: RowPanelProps) {
  const { row, header, typed, mayChange, onFile, onPutBack, onLeaveOut, onFind } = props
  const { draft } = row
  const faults = faultsOf(row).filter((fault) => fault.header === header || fault.header === null)
  const text = cellOf(row, header, typed)
  const sent = textOf(row.cells[header])
  const others = faultsOf(row).length - faults.length
  return (
    <section className="row-panel" aria-label="The chosen cell">
      <p>
        <strong>
          {placeOf(row)}, {header}:
        </strong>{" "}
        {quoted(text)}
        {sent !== text && <span className="muted"> instead of {quoted(sent)}</span>}
      </p>
      <p role="status">
        {typed === undefined && faults.map(({ message }) => message).join(" ")}
        {typed === undefined &&
          faults.length === 0 &&
          others === 0 &&
          draft &&
          "Nothing is wrong with this row any more."}
        {typed === undefined && faults.length === 0 && others > 0 && "Other cells of this row are wrong."}
      </p>
      {draft && (
        <p className="muted">
          Changed by {draft.by} <Ago at={draft.at} />
        </p>
      )}
      {mayChange && (
        <div className="row-actions">
          {row.mendable && (
            <button type="button" className="button" onClick={() => onFind(header, text)}>
              Replace this everywhere …
            </button>
          )}
          {draft && (
            <button type="button" className="button" onClick={() => onPutBack(row)}>
              Put the row back
            </button>
          )}
          <button type="button" className="button" onClick={() => onLeaveOut(row)}>
            Leave it out …
          </button>
          {onFile && (
            <label className="button">
              Send the document again
              <input
                type="file"
                className="unseen"
                onChange={({ target }) => {
                  const [file] = target.files ?? []
                  if (file) onFile(row, file)
                  target.value = ""
                }}
              />
            </label>
          )}
        </div>
      )}
    </section>
  )
}
