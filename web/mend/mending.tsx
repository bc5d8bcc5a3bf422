import { useRef, useState } from "react"
import type { DatasetDeclaration } from "../../lib/contract/datasets.ts"
import type { MendRequest, RowToMend } from "../../lib/contract/mending.ts"
import type { StatusAnswer } from "../../lib/contract/status.ts"
import type { Codes } from "../import/use-error-codes.ts"
import { Connection } from "../ui/connection.tsx"
import { Fold } from "../ui/fold.tsx"
import { choose } from "../ui/link.tsx"
import { Refusal } from "../ui/notice.tsx"
import { counted } from "../words/numbers.ts"
import { CellTable } from "./cell-table.tsx"
import { type ColumnWords, columnWords } from "./column-words.ts"
import { FindReplace } from "./find-replace.tsx"
import { Kinds } from "./kinds.tsx"
import { LeaveOut } from "./leave-out.tsx"
import { type Leaving, MendActions } from "./mend-actions.tsx"
import { MendFilters } from "./mend-filters.tsx"
import { OtherErrors } from "./other-errors.tsx"
import { cellsIn } from "./pasted.ts"
import { type Change, named, placeOf } from "./row.ts"
import { RowPanel } from "./row-panel.tsx"
import type { Place } from "./use-cells.ts"
import { type Checked, useDrafts } from "./use-drafts.ts"
import { useMending } from "./use-mending.ts"
import { useRowsToMend } from "./use-rows-to-mend.ts"

const MOST_PASTED = 10_000

interface MendingProps {
  status: StatusAnswer
  codes: Codes | undefined
  declared: DatasetDeclaration | undefined
  mayChange: boolean
  /** Several files at a time are documents, which are sent again. */
  isDocuments: boolean
  refresh(): Promise<unknown>
}

/** The rows that could not be used, where they are put right: one by one, all alike, or as a file. */
export default function Mending(props: MendingProps) {
  const { status, codes, declared, mayChange: maySay, isDocuments, refresh } = props
  const { job_id } = status
  const reread = useRef(() => {})
  const drafts = useDrafts(job_id, () => reread.current())
  const standing = `${status.status} ${status.held} ${status.row_errors} ${status.finished_at}`
  const rows = useRowsToMend(job_id, standing, drafts.onRead)
  reread.current = rows.refresh
  const mending = useMending(job_id, async () => {
    rows.refresh()
    await refresh()
  })
  const [place, setPlace] = useState<Place>({ row: 0, column: 0 })
  const [leaving, setLeaving] = useState<Leaving | null>(null)
  const [finding, setFinding] = useState({ column: "", from: "" })
  const [tooMuch, setTooMuch] = useState<string | null>(null)
  const { about, total, error } = rows
  if (error !== undefined) return <Connection error={error} />
  if (about === undefined || total === undefined) return <p className="muted">Looking for the rows …</p>

  const { groups, counts, why_not } = about
  const tables = [...new Set(groups.map(({ table }) => table))]
  const table = rows.shown.table || (tables[0] ?? "")
  const headers = headersOf(about.columns, table, rows.extras)
  const words = columnWords(about.columns, declared)
  const wordOf = (header: string) => words(table, header)
  // What is looked for is most likely where most is wrong.
  const wrong = groups.find((group) => group.table === table && group.header !== null)?.header ?? ""
  const mayChange = maySay && why_not === null
  const say = (body: Partial<MendRequest>) => mending.send({ body })
  const sendFiles = (files: readonly File[]) => {
    const form = new FormData()
    for (const file of files) form.append("file", file)
    return mending.send({ form })
  }
  const again = (row: RowToMend, file: File) => void sendFiles([new File([file], row.file)])
  const change = (asked: Change) => void say({ change: asked, draft: true })
  const paste = async (from: Place, text: string) => {
    const block = cellsIn(text)
    if (block.length > MOST_PASTED) {
      setTooMuch(
        `${counted(block.length, "row")} are too many to paste at once: upload the mended file instead.`,
      )
      return
    }
    setTooMuch(null)
    const under = await rows.rowsFrom(from.row, block.length)
    drafts.keep(under.flatMap((row, i) => editOf(row, block[i] ?? [], headers.slice(from.column))))
  }
  const leaveOut = (reason: string) => {
    void say({ ...leaving?.asked, ...(reason === "" ? {} : { reason }) })
    setLeaving(null)
  }
  const current = rows.rowAt(place.row)
  const refusal = mending.refusal ?? drafts.refusal ?? tooMuch
  return (
    <div className="mending">
      {why_not !== null && <p className="muted">These rows cannot be mended now. {why_not}</p>}
      {refusal && <Refusal>{refusal}</Refusal>}
      <p role="status" className={mending.said ? "notice info" : "unseen"}>
        {mending.said ?? ""}
      </p>
      <p role="status" className="unseen">
        {checkedText(drafts.checked, words)}
      </p>
      {mayChange && (
        <MendActions
          counts={counts}
          mending={mending}
          isDocuments={isDocuments}
          onImport={() => void say({ drafts: true })}
          onFiles={(files) => void sendFiles(files)}
          onLeaveOut={setLeaving}
        />
      )}
      {status.held && counts.ready > 0 && (
        <p className="muted">What this takes goes with the other rows when the import is started.</p>
      )}
      {groups.length > 0 && (
        <Kinds
          groups={groups}
          shown={rows.shown}
          wordOf={words}
          several={tables.length > 1}
          mayChange={mayChange}
          busy={mending.busy}
          onChange={change}
          onLeaveOut={({ table, operation, code, column, rows: times }) =>
            setLeaving({
              what: counted(times, "row"),
              asked: { dismiss: { table, operation, code, ...(column === null ? {} : { column }) } },
            })
          }
        />
      )}
      {mayChange && groups.length > 0 && (
        <Fold name="mend_find" summary="Find and replace">
          <FindReplace
            key={`${finding.column} ${finding.from}`}
            job_id={job_id}
            headers={headers}
            wordOf={wordOf}
            table={tables.length > 1 ? table : ""}
            begun={{ ...finding, column: finding.column || wrong }}
            busy={mending.busy}
            onChange={change}
          />
        </Fold>
      )}
      {counts.open > 0 && (
        <MendFilters about={about} shown={rows.shown} wordOf={words} tables={tables} table={table} />
      )}
      {total > 0 ? (
        <CellTable
          rows={rows}
          total={total}
          headers={headers}
          wordOf={wordOf}
          mayChange={mayChange}
          drafts={drafts}
          onPlace={setPlace}
          onPaste={(from, text) => void paste(from, text)}
          onFile={isDocuments && mayChange ? again : undefined}
        />
      ) : (
        <p className="muted">
          {counts.open > 0 ? "None of the rows is like this." : "No row is left to mend."}
        </p>
      )}
      {current && total > 0 && (
        <RowPanel
          row={current}
          header={headers[place.column] ?? ""}
          word={wordOf(headers[place.column] ?? "")}
          drafts={drafts}
          mayChange={mayChange}
          onFile={isDocuments ? again : undefined}
          onPutBack={(row) => drafts.keep([{ row, values: null }])}
          onLeaveOut={(row) =>
            setLeaving({
              what: placeOf(row).toLowerCase(),
              asked: { rows: [{ ...named(row), dismiss: true }] },
            })
          }
          onFind={(column, from) => {
            setFinding({ column, from })
            choose({ mend_find: "open" }, "in place")
          }}
        />
      )}
      {codes && <OtherErrors job_id={job_id} codes={codes} groups={groups} />}
      {leaving && <LeaveOut what={leaving.what} onYes={leaveOut} onNo={() => setLeaving(null)} />}
    </div>
  )
}

/** What is said of cells that were left, to whoever listens. */
function checkedText(checked: Checked | null, words: ColumnWords): string {
  if (checked === null) return ""
  const { row, headers, faults } = checked
  const named = headers.map((header) => words(row.table, header)).join(", ")
  const own = faults.filter(({ header }) => header === null || headers.includes(header))
  const said = own.length > 0 ? own.map(({ message }) => message).join(" ") : "fine now"
  return `${[placeOf(row), named].filter((part) => part !== "").join(", ")}: ${said}`
}

function headersOf(
  columns: readonly { table: string; header: string }[],
  table: string,
  extras: readonly string[],
): string[] {
  const own = columns.filter((column) => column.table === table || table === "")
  return [...new Set([...own.map(({ header }) => header), ...extras])]
}

function editOf(row: RowToMend, cells: readonly string[], headers: readonly string[]) {
  if (!row.mendable) return []
  const named = cells.flatMap((text, i) => {
    const header = headers[i]
    return header === undefined ? [] : [[header, text] as const]
  })
  return [{ row, values: Object.fromEntries(named) }]
}
