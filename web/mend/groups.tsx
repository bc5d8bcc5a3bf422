import type { MendGroup } from "../../lib/contract/mending.ts"
import { Button } from "../ui/button.tsx"
import { choose } from "../ui/link.tsx"
import { type Column, Table } from "../ui/table.tsx"
import { rowsWord } from "../words/columns.ts"
import { codeInWords } from "../words/names.ts"
import { count, counted } from "../words/numbers.ts"
import { Alike } from "./alike.tsx"
import type { ColumnWords } from "./column-words.ts"
import type { Change } from "./row.ts"
import type { Shown } from "./use-rows-to-mend.ts"

interface GroupsProps {
  groups: readonly MendGroup[]
  shown: Shown
  wordOf: ColumnWords
  /** Several tables, so that a group is of one of them. */
  several: boolean
  mayChange: boolean
  busy: boolean
  onChange(change: Change): void
  onLeaveOut(group: MendGroup): void
}

/** What is wrong, how often, and how all rows that say the same are changed at once. */
export function Groups(props: GroupsProps) {
  const { groups, shown, wordOf, several, mayChange } = props
  const columns: Column<MendGroup>[] = [
    {
      word: "What is wrong",
      cell: (group) => (
        <GroupName {...{ group, several }} name={nameOf(group, wordOf)} isShown={isShown(group, shown)} />
      ),
    },
    { word: "Rows", kind: "number", cell: ({ rows }) => count(rows) },
    { word: "Mended", kind: "number", cell: ({ ready }) => count(ready) },
    ...(mayChange ? [alikeColumn(props)] : []),
  ]
  return <Table label="What is wrong" className="stack" columns={columns} rows={groups} keyOf={keyOf} />
}

const keyOf = ({ table, operation, code, column }: MendGroup) => [table, operation, code, column].join(" ")

function alikeColumn({ wordOf, busy, onChange, onLeaveOut }: GroupsProps): Column<MendGroup> {
  return {
    word: "All alike",
    kind: "buttons",
    cell(group) {
      const name = nameOf(group, wordOf)
      return (
        <>
          <Alike {...{ group, name, busy, onChange }} />
          <LeaveAllOut name={name} rows={group.rows} onPress={() => onLeaveOut(group)} />
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
function nameOf({ table, code, header }: MendGroup, wordOf: ColumnWords): string {
  const word = codeInWords(code)
  return header === null ? word : `${word}, ${wordOf(table, header)}`
}

interface GroupNameProps {
  group: MendGroup
  name: string
  several: boolean
  isShown: boolean
}

function GroupName({ group, name, several, isShown }: GroupNameProps) {
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
        {name}
      </Button>
      {several && <small className="muted row-id">{rowsWord(table)}</small>}
    </>
  )
}

function LeaveAllOut({ name, rows, onPress }: { name: string; rows: number; onPress(): void }) {
  const word = `Leave out ${counted(rows, "row")} …`
  return (
    <Button look="link" aria-label={`${name}: ${word}`} onClick={onPress}>
      {word}
    </Button>
  )
}
