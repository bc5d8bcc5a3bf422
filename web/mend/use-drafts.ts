import { useCallback, useRef, useState } from "react"
import { endpoints } from "../../lib/contract/endpoints.ts"
import type { MendAnswer, MendFault, RowToMend } from "../../lib/contract/mending.ts"
import { call, messageOf } from "../client/call.ts"
import { patiently } from "../client/wait.ts"
import { faultsOf, keyOf, named, type Values } from "./row.ts"

/** Cells of a row that somebody has changed; null puts the row back as it was sent. */
export interface Edit {
  row: RowToMend
  values: Values | null
}

interface Typed {
  values: Values
  turn: number
  /** What is wrong with the row now; undefined until the server has said so. */
  faults?: readonly MendFault[] | undefined
}

/** A row of which cells were left, with what is wrong with it now. */
export interface Checked {
  row: RowToMend
  headers: readonly string[]
  faults: readonly MendFault[]
}

export interface Drafts {
  /** What of a row is typed and not yet read back. */
  typedOf(row: RowToMend): Values | undefined
  /** What is wrong with a row as it is shown; undefined while that is being checked. */
  faultsOf(row: RowToMend): readonly MendFault[] | undefined
  /** The row that was checked last. */
  checked: Checked | null
  keep(edits: readonly Edit[]): void
  /** Why something of it could not be kept. */
  refusal: string | null
  /** Tells of a reading before it begins; what is answered is to be called after it. */
  onRead(): () => void
}

const NOT_YET = "What was typed is not kept yet. It is sent again until the server takes it."
/** Whoever looks at something else meanwhile has typed it all the same. */
const UNTIL_LEFT = new AbortController().signal

/** Has what is typed checked and kept, in the order it was, and shows it meanwhile. `kept` is called when the server has it. */
export function useDrafts(job_id: string, kept: () => void): Drafts {
  const [typed, setTyped] = useState<ReadonlyMap<string, Typed>>(new Map())
  const [refusal, setRefusal] = useState<string | null>(null)
  const [checked, setChecked] = useState<Checked | null>(null)
  const at = useRef({ turn: 0, answered: 0, queue: Promise.resolve() })
  const latest = useRef(kept)
  latest.current = kept

  const forget = useCallback((done: (turn: number) => boolean) => {
    setTyped((before) => new Map([...before].filter(([, { turn }]) => !done(turn))))
  }, [])

  const tell = (answer: MendAnswer, [edit, ...more]: readonly Edit[], turn: number) => {
    const { faults } = answer
    const strange = strangeIn(answer)
    setRefusal(strange)
    if (!edit || more.length > 0 || strange !== null || !faults) return
    const { row, values } = edit
    setTyped((before) => withFaults(before, row, turn, faults))
    setChecked({ row, headers: Object.keys(values ?? {}), faults })
  }

  const keep = (edits: readonly Edit[]) => {
    const now = at.current
    now.turn += 1
    const { turn } = now
    setTyped((before) => withEdits(before, edits, turn))
    now.queue = now.queue.then(async () => {
      try {
        const rows = edits.map(({ row, values }) => ({ ...named(row), values }))
        const ask = () => call(endpoints.mend, { params: { job_id }, body: { rows, draft: true } })
        const answer = await patiently(ask, UNTIL_LEFT, () => setRefusal(NOT_YET))
        tell(answer, edits, turn)
      } catch (error) {
        setRefusal(messageOf(error))
        forget((one) => one === turn)
      }
      now.answered = turn
      latest.current()
    })
  }
  const onRead = useCallback(() => {
    const { answered } = at.current
    return () => forget((turn) => turn <= answered)
  }, [forget])
  return {
    typedOf: (row) => typed.get(keyOf(row))?.values,
    faultsOf(row) {
      const known = typed.get(keyOf(row))
      return known ? known.faults : faultsOf(row)
    },
    checked,
    keep,
    refusal,
    onRead,
  }
}

/** What is wrong with a row, unless it was changed again since that was asked. */
function withFaults(
  before: ReadonlyMap<string, Typed>,
  row: RowToMend,
  turn: number,
  faults: readonly MendFault[],
): ReadonlyMap<string, Typed> {
  const known = before.get(keyOf(row))
  return known?.turn === turn ? new Map(before).set(keyOf(row), { ...known, faults }) : before
}

function withEdits(
  before: ReadonlyMap<string, Typed>,
  edits: readonly Edit[],
  turn: number,
): ReadonlyMap<string, Typed> {
  const after = new Map(before)
  for (const { row, values } of edits) {
    const known = values === null ? {} : after.get(keyOf(row))?.values
    after.set(keyOf(row), { values: { ...known, ...(values ?? row.cells) }, turn })
  }
  return after
}

/** Said of rows that nothing can be kept of any more; what is wrong with the others is in their cells. */
const STRANGE = [
  "already_mended",
  "already_dismissed",
  "row_unknown",
  "row_repeated",
  "column_unknown",
  "not_mendable",
]

function strangeIn({ refused }: MendAnswer): string | null {
  return refused.find(({ code }) => STRANGE.includes(code))?.message ?? null
}
