import { useState } from "react"
import type { RowToMend } from "../../lib/contract/mending.ts"
import { messageOf } from "../client/call.ts"
import { counted } from "../words/numbers.ts"
import { cellsIn } from "./pasted.ts"
import type { Drafts, Edit } from "./use-drafts.ts"
import type { Place } from "./use-place.ts"
import type { RowsToMend } from "./use-rows-to-mend.ts"

const MOST_PASTED = 10_000

interface Pasting {
  /** Takes a block of cells that begins at a place, of the columns that go by these headers. */
  paste(from: Place, text: string, headers: readonly string[]): Promise<void>
  /** Why what was pasted last was not taken. */
  refusal: string | null
}

/** Keeps what is pasted from a spreadsheet, seen rows and others. */
export function usePasting({ rowsFrom }: RowsToMend, { keep }: Drafts): Pasting {
  const [refusal, setRefusal] = useState<string | null>(null)
  const paste = async (from: Place, text: string, headers: readonly string[]) => {
    const block = cellsIn(text)
    const tooMany = block.length > MOST_PASTED
    const rows = counted(block.length, "row")
    setRefusal(tooMany ? `${rows} are too many to paste at once: upload the mended file instead.` : null)
    if (tooMany) return
    try {
      const under = await rowsFrom(from.row, block.length)
      keep(under.flatMap((row, i) => editOf(row, block[i] ?? [], headers.slice(from.column))))
    } catch (error) {
      setRefusal(`What was pasted was not taken. ${messageOf(error)} Paste it again.`)
    }
  }
  return { paste, refusal }
}

function editOf(row: RowToMend, cells: readonly string[], headers: readonly string[]): Edit[] {
  if (!row.mendable) return []
  const named = headers.slice(0, cells.length).map((header, i) => [header, cells[i] ?? ""])
  return [{ row, values: Object.fromEntries(named) }]
}
