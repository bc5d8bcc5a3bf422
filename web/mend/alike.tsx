import { type FormEvent, useState } from "react"
import type { MendGroup } from "../../lib/contract/mending.ts"
import { Button } from "../ui/button.tsx"
import { counted } from "../words/numbers.ts"
import { type Change, quoted } from "./row.ts"

const ANY = "any"

interface AlikeProps {
  group: MendGroup
  /** What the group is called. */
  name: string
  busy: boolean
  onChange(change: Change): void
}

/** Changes all rows that say the same: "“Belgie” 312 times: replace by BE" */
export function Alike({ group, name, busy, onChange }: AlikeProps) {
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
        aria-label={`${name}: where it says`}
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
        aria-label={`${name}: replace by`}
        placeholder="replace by"
        value={to}
        onChange={({ target }) => setTo(target.value)}
      />
      <Button type="submit" idle={isIdle} aria-label={`${name}: ${word}`}>
        {word}
      </Button>
    </form>
  )
}
