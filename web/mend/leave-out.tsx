import { useState } from "react"
import type { MendGroup, MendRequest, RowToMend } from "../../lib/contract/mending.ts"
import { Confirm } from "../ui/confirm.tsx"
import { InputField } from "../ui/field.tsx"
import { counted } from "../words/numbers.ts"
import { named, placeOf } from "./row.ts"

/** What is to be left out for good, in words, such as "line 12" or "500 rows", and as it is asked for. */
export interface Leaving {
  what: string
  asked: Partial<MendRequest>
}

export function leavingRow(row: RowToMend): Leaving {
  return { what: placeOf(row).toLowerCase(), asked: { rows: [{ ...named(row), dismiss: true }] } }
}

/** All rows of which the same is said. */
export function leavingGroup({ table, operation, code, column, rows }: MendGroup): Leaving {
  const dismiss = { table, operation, code, ...(column !== null && { column }) }
  return { what: counted(rows, "row"), asked: { dismiss } }
}

interface LeaveOutProps {
  leaving: Leaving
  onYes(asked: Partial<MendRequest>): void
  /** Whatever the answer is. */
  onDone(): void
}

/** Asks why rows are left out for good. */
export function LeaveOut({ leaving: { what, asked }, onYes, onDone }: LeaveOutProps) {
  const [said, setSaid] = useState("")
  const reason = said.trim()
  const leaveOut = () => {
    onYes({ ...asked, ...(reason !== "" && { reason }) })
    onDone()
  }
  return (
    <Confirm title={`Leave out ${what}?`} yes="Leave it out" no="Keep it" onYes={leaveOut} onNo={onDone}>
      <p>
        What is left out will not be imported, and is no error any more. Who left it out is kept, and why.
      </p>
      <InputField
        label="Why"
        maxLength={1000}
        value={said}
        onChange={({ target }) => setSaid(target.value)}
      />
    </Confirm>
  )
}
