import { type FormEvent, useState } from "react"
import type { MendGroup } from "../../lib/contract/mending.ts"
import { Button } from "../ui/button.tsx"
import { counted } from "../words/numbers.ts"
import { type Change, quoted } from "./row.ts"

const ANY = "any"

type Value = MendGroup["values"][number]
/** In quotes, so that none is the word for any. */
const choiceOf = ({ value }: Value) => JSON.stringify(value)
const firstOf = ([first]: readonly Value[]) => (first ? choiceOf(first) : ANY)

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
  // The value itself: others come before and behind it as rows are mended.
  const [which, setWhich] = useState(() => firstOf(values))
  const [to, setTo] = useState("")
  const said = values.find((one) => choiceOf(one) === which)
  if (!said && which !== ANY) {
    setWhich(firstOf(values))
    setTo("")
  }
  if (header === null) return <span className="muted">Change these row by row.</span>
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
        {values.map((one) => (
          <option key={choiceOf(one)} value={choiceOf(one)}>
            {quoted(one.value)} {counted(one.rows, "time")}
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
