import { type FormEvent, useState } from "react"
import type { MendGroup } from "../../lib/contract/mending.ts"
import { Button } from "../ui/button.tsx"
import { choose } from "../ui/link.tsx"
import { type Column, Table } from "../ui/table.tsx"
import { rowsWord } from "../words/columns.ts"
import { codeInWords } from "../words/names.ts"
import { count, counted } from "../words/numbers.ts"
import type { ColumnWords } from "./column-words.ts"
import { type Change, quoted } from "./row.ts"
import type { Shown } from "./use-rows-to-mend.ts"

interface KindsProps {
  groups: readonly MendGroup[]
  shown: Shown
  wordOf: ColumnWords
  /** Several tables, so that a kind is of one of them. */
  several: boolean
  mayChange: boolean
  busy: boolean
  onChange(change: Change): void
  onLeaveOut(group: MendGroup): void
}

/** What is wrong, how often, and how all rows that say the same are changed at once. */
export function Kinds(props: KindsProps) {
  const { groups, shown, wordOf, several, mayChange } = props
  const columns: Column<MendGroup>[] = [
    {
      word: "What is wrong",
      cell: (group) => (
        <Kind {...{ group, several }} word={kindOf(group, wordOf)} isShown={isShown(group, shown)} />
      ),
    },
    { word: "Rows", kind: "number", cell: ({ rows }) => count(rows) },
    { word: "Mended", kind: "number", cell: ({ ready }) => count(ready) },
    ...(mayChange ? [alikeColumn(props)] : []),
  ]
  return <Table label="What is wrong" className="stack" columns={columns} rows={groups} keyOf={keyOf} />
}

const keyOf = ({ table, operation, code, column }: MendGroup) => [table, operation, code, column].join(" ")

function alikeColumn({ wordOf, busy, onChange, onLeaveOut }: KindsProps): Column<MendGroup> {
  return {
    word: "All alike",
    kind: "buttons",
    cell(group) {
      const kind = kindOf(group, wordOf)
      return (
        <>
          <Alike key={String(group.values[0]?.value)} {...{ group, kind, busy, onChange }} />
          <LeaveAllOut kind={kind} rows={group.rows} onPress={() => onLeaveOut(group)} />
        </>
      )
    },
  }
}

function isShown({ table, code, column }: MendGroup, shown: Shown): boolean {
  return (
    code === shown.code && (column ?? "") === shown.column && (shown.table === "" || table === shown.table)
  )
}

/** "Bad country, Land" */
function kindOf({ table, code, header }: MendGroup, wordOf: ColumnWords): string {
  const word = codeInWords(code)
  return header === null ? word : `${word}, ${wordOf(table, header)}`
}

interface KindProps {
  group: MendGroup
  word: string
  several: boolean
  isShown: boolean
}

function Kind({ group, word, several, isShown }: KindProps) {
  const { table, code, column } = group
  const show = () =>
    choose(
      isShown
        ? { mend_code: "", mend_column: "" }
        : { mend_table: several ? table : "", mend_code: code, mend_column: column ?? "" },
    )
  return (
    <>
      <Button look="link" aria-pressed={isShown} onClick={show}>
        {word}
      </Button>
      {several && <small className="muted row-id">{rowsWord(table)}</small>}
    </>
  )
}

function LeaveAllOut({ kind, rows, onPress }: { kind: string; rows: number; onPress(): void }) {
  const word = `Leave out ${counted(rows, "row")} …`
  return (
    <Button look="link" aria-label={`${kind}: ${word}`} onClick={onPress}>
      {word}
    </Button>
  )
}

const ANY = "any"

interface AlikeProps {
  group: MendGroup
  kind: string
  busy: boolean
  onChange(change: Change): void
}

/** "“Belgie” 312 times: replace by BE" */
function Alike({ group, kind, busy, onChange }: AlikeProps) {
  const { table, code, header, rows, values } = group
  const [which, setWhich] = useState(values.length > 0 ? "0" : ANY)
  const [to, setTo] = useState("")
  if (header === null) return <span className="muted">Change these row by row.</span>
  const said = which === ANY ? undefined : values[Number(which)]
  const meant = said?.rows ?? rows
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (isIdle) return
    const from = said ? { from: said.value } : {}
    onChange({ code, table, column: header, to: to === "" ? null : to, ...from })
  }
  const isEmpty = said !== undefined && (said.value === null || said.value === "")
  const isIdle = busy || (isEmpty && to === "")
  const word = `${isEmpty ? "Fill in" : to === "" ? "Clear in" : "Replace in"} ${counted(meant, "row")}`
  return (
    <form className="alike button-row" onSubmit={send}>
      <select
        aria-label={`${kind}: where it says`}
        value={which}
        onChange={({ target }) => setWhich(target.value)}
      >
        {values.map(({ value, rows: times }, place) => (
          <option key={value} value={place}>
            {quoted(value)} {counted(times, "time")}
          </option>
        ))}
        <option value={ANY}>whatever it says</option>
      </select>
      <input
        aria-label={`${kind}: replace by`}
        placeholder="replace by"
        value={to}
        onChange={({ target }) => setTo(target.value)}
      />
      <Button type="submit" idle={isIdle} aria-label={`${kind}: ${word}`}>
        {word}
      </Button>
    </form>
  )
}
