import { type FormEvent, useEffect, useState } from "react"
import { endpoints } from "../../lib/contract/endpoints.ts"
import { call } from "../client/call.ts"
import { Button } from "../ui/button.tsx"
import { Check } from "../ui/check.tsx"
import { InputField, SelectField } from "../ui/field.tsx"
import { counted } from "../words/numbers.ts"
import type { Change } from "./row.ts"

const REST_MS = 250

interface FindReplaceProps {
  job_id: string
  headers: readonly string[]
  /** What a person calls each of them. */
  wordOf(header: string): string
  /** Only rows of this table; empty where there is one. */
  table: string
  /** What to look for at first. */
  begun: { column: string; from: string }
  busy: boolean
  onChange(change: Change): void
}

/** Finds what cells of a column say and replaces it, and tells beforehand in how many. */
export function FindReplace({ job_id, headers, wordOf, table, begun, busy, onChange }: FindReplaceProps) {
  const [column, setColumn] = useState(begun.column || (headers[0] ?? ""))
  const [from, setFrom] = useState(begun.from)
  const [to, setTo] = useState("")
  const [within, setWithin] = useState(false)
  const isAsked = column !== "" && (from !== "" || !within)
  const change: Change | null = isAsked
    ? {
        ...(table !== "" && { table }),
        column,
        from: from === "" ? null : from,
        to: to === "" ? null : to,
        within,
      }
    : null
  const rows = useCounted(job_id, change)
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (change && rows) onChange(change)
  }
  return (
    <form className="find" onSubmit={send}>
      <SelectField
        label="Column"
        choices={headers.map((header) => [header, wordOf(header)])}
        value={column}
        onChange={({ target }) => setColumn(target.value)}
      />
      <InputField label="Find" value={from} onChange={({ target }) => setFrom(target.value)} />
      <InputField label="Replace by" value={to} onChange={({ target }) => setTo(target.value)} />
      <Check checked={within} onChange={setWithin}>
        Also inside cells
      </Check>
      <p className="muted" role="status">
        {rows === null ? "" : `${counted(rows, "cell")} would change.`}
      </p>
      <Button type="submit" idle={busy || !rows}>
        Replace all
      </Button>
    </form>
  )
}

/** How many rows a change is about, asked when nobody types any more; null while that is not known. */
function useCounted(job_id: string, change: Change | null): number | null {
  const [counted, setCounted] = useState<{ asked: string; rows: number } | null>(null)
  const asked = JSON.stringify(change)
  useEffect(() => {
    if (asked === "null") return
    const timer = setTimeout(async () => {
      const body = { change: JSON.parse(asked), dry_run: true }
      const answer = await call(endpoints.mend, { params: { job_id }, body }).catch(() => null)
      setCounted(answer && { asked, rows: answer.changed })
    }, REST_MS)
    return () => clearTimeout(timer)
  }, [job_id, asked])
  return counted?.asked === asked ? counted.rows : null
}
