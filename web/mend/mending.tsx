import { useRef, useState } from "react"
import type { DatasetDeclaration } from "../../lib/contract/datasets.ts"
import type { RowToMend } from "../../lib/contract/mending.ts"
import type { StatusAnswer } from "../../lib/contract/status.ts"
import type { Codes } from "../import/use-error-codes.ts"
import { useMayChange } from "../session.tsx"
import { Connection } from "../ui/connection.tsx"
import { Fold } from "../ui/fold.tsx"
import { choose } from "../ui/link.tsx"
import { CellTable } from "./cell-table.tsx"
import { FindReplace } from "./find-replace.tsx"
import { Groups } from "./groups.tsx"
import { LeaveOut, type Leaving, leavingGroup, leavingRow } from "./leave-out.tsx"
import { MendActions } from "./mend-actions.tsx"
import { MendFilters } from "./mend-filters.tsx"
import { OtherErrors } from "./other-errors.tsx"
import { RowPanel } from "./row-panel.tsx"
import { Told } from "./told.tsx"
import { useDrafts } from "./use-drafts.ts"
import { useMending } from "./use-mending.ts"
import { usePasting } from "./use-pasting.ts"
import type { Place } from "./use-place.ts"
import { useRowsToMend } from "./use-rows-to-mend.ts"
import { viewOf } from "./view.ts"

interface MendingProps {
  status: StatusAnswer
  codes: Codes | undefined
  declared: DatasetDeclaration | undefined
  /** Several files at a time are documents, which are sent again. */
  isDocuments: boolean
  refresh(): Promise<unknown>
}

/** The rows that could not be used, where they are put right: one by one, all alike, or as a file. */
export default function Mending(props: MendingProps) {
  const { status, codes, declared, isDocuments } = props
  const { job_id } = status
  const isChanger = useMayChange()
  const { rows, drafts, mending, pasting } = useWork(props)
  const [place, setPlace] = useState<Place>({ row: 0, column: 0 })
  const [leaving, setLeaving] = useState<Leaving | null>(null)
  const [finding, setFinding] = useState({ column: "", from: "" })
  const { about, total, error, shown } = rows
  if (error !== undefined) return <Connection error={error} />
  if (about === undefined || total === undefined) return <p className="muted">Looking for the rows …</p>

  const { groups, counts, why_not } = about
  const view = viewOf(about, rows, declared)
  const { tables, table, headers, words, wordOf } = view
  const mayChange = isChanger && why_not === null
  const { busy, change, sendFiles } = mending
  const again = (row: RowToMend, file: File) => sendFiles([new File([file], row.file)])
  const current = rows.rowAt(place.row)
  const header = headers[place.column] ?? ""
  return (
    <div className="stacked">
      <Told
        {...{ why_not, words }}
        refusal={mending.refusal ?? drafts.refusal ?? pasting.refusal}
        said={mending.said}
        checked={drafts.checked}
      />
      {mayChange && (
        <MendActions {...{ counts, mending, isDocuments }} onFiles={sendFiles} onLeaveOut={setLeaving} />
      )}
      {status.held && counts.ready > 0 && (
        <p className="muted">What this takes goes with the other rows when the import is started.</p>
      )}
      {groups.length > 0 && (
        <Groups
          {...{ groups, shown, mayChange, busy }}
          wordOf={words}
          several={tables.length > 1}
          onChange={change}
          onLeaveOut={(group) => setLeaving(leavingGroup(group))}
        />
      )}
      {mayChange && groups.length > 0 && (
        <Fold name="mend_find" summary="Find and replace">
          <FindReplace
            key={`${finding.column} ${finding.from}`}
            {...{ job_id, headers, wordOf, busy }}
            table={tables.length > 1 ? table : ""}
            begun={{ ...finding, column: headers.includes(finding.column) ? finding.column : view.wrong }}
            onChange={change}
          />
        </Fold>
      )}
      {counts.open > 0 && <MendFilters {...{ about, shown, tables, table }} wordOf={words} />}
      {total > 0 ? (
        <CellTable
          {...{ rows, total, headers, wordOf, mayChange, drafts }}
          onPlace={setPlace}
          onPaste={(from, text) => void pasting.paste(from, text, headers)}
          onFile={isDocuments && mayChange ? again : undefined}
        />
      ) : (
        <p className="muted">
          {counts.open > 0 ? "None of the rows is like this." : "No row is left to mend."}
        </p>
      )}
      {current && total > 0 && (
        <RowPanel
          {...{ header, drafts, mayChange }}
          row={current}
          word={wordOf(header)}
          onFile={isDocuments ? again : undefined}
          onPutBack={(row) => drafts.keep([{ row, values: null }])}
          onLeaveOut={(row) => setLeaving(leavingRow(row))}
          onFind={(column, from) => {
            setFinding({ column, from })
            choose({ mend_find: "open" }, "in place")
          }}
        />
      )}
      {codes && <OtherErrors {...{ job_id, codes, groups }} />}
      {leaving && <LeaveOut leaving={leaving} onYes={mending.say} onDone={() => setLeaving(null)} />}
    </div>
  )
}

/** The rows, what is typed into them, and what is asked for them; each is read anew when another has changed something. */
function useWork({ status, refresh }: MendingProps) {
  const { job_id, held, row_errors, finished_at } = status
  const reread = useRef(() => {})
  const drafts = useDrafts(job_id, () => reread.current())
  const standing = `${status.status} ${held} ${row_errors} ${finished_at}`
  const rows = useRowsToMend(job_id, standing, drafts.onRead)
  reread.current = rows.refresh
  const mending = useMending(job_id, async () => {
    rows.refresh()
    await refresh()
  })
  return { rows, drafts, mending, pasting: usePasting(rows, drafts) }
}
