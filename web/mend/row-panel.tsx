import type { MendFault, RowToMend } from "../../lib/contract/mending.ts"
import { Button } from "../ui/button.tsx"
import { FileButton } from "../ui/file-button.tsx"
import { Ago } from "../ui/moment.tsx"
import { cellOf, placeOf, quoted, textOf } from "./row.ts"
import type { Drafts } from "./use-drafts.ts"

interface RowPanelProps {
  row: RowToMend
  header: string
  /** What a person calls the header. */
  word: string
  drafts: Drafts
  mayChange: boolean
  /** Of an import of documents: this one is sent again. */
  onFile?: ((row: RowToMend, file: File) => void) | undefined
  onPutBack(row: RowToMend): void
  onLeaveOut(row: RowToMend): void
  onFind(column: string, from: string): void
}

/** The cell somebody is at: what is wrong with it, what it said, who has changed it, and what can be done with its row. */
export function RowPanel(props: RowPanelProps) {
  const { row, header, word, drafts, mayChange, onFile, onPutBack, onLeaveOut, onFind } = props
  const { draft } = row
  const faults = drafts.faultsOf(row)
  const text = cellOf(row, header, drafts.typedOf(row))
  const sent = textOf(row.cells[header])
  return (
    <section className="row-panel" aria-label="The chosen cell">
      <p>
        <strong>
          {placeOf(row)}, {word}:
        </strong>{" "}
        {quoted(text)}
        {sent !== text && <span className="muted"> instead of {quoted(sent)}</span>}
      </p>
      <p role="status">{faults ? standingOf(faults, header) : ""}</p>
      {draft && (
        <p className="muted">
          Changed by {draft.by} <Ago at={draft.at} />
        </p>
      )}
      {mayChange && (
        <div className="button-row">
          {row.mendable && <Button onClick={() => onFind(header, text)}>Replace this everywhere …</Button>}
          {draft && <Button onClick={() => onPutBack(row)}>Put the row back</Button>}
          <Button onClick={() => onLeaveOut(row)}>Leave it out …</Button>
          {onFile && (
            <FileButton onFiles={([file]) => file && onFile(row, file)}>Send the document again</FileButton>
          )}
        </div>
      )}
    </section>
  )
}

/** What is wrong with a cell, or how its row stands where nothing is. */
function standingOf(faults: readonly MendFault[], header: string): string {
  const own = faults.filter((fault) => fault.header === header || fault.header === null)
  if (own.length > 0) return own.map(({ message }) => message).join(" ")
  return faults.length > 0 ? "Other cells of this row are wrong." : "Nothing is wrong with this row any more."
}
