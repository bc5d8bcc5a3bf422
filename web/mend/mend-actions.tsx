import { Button } from "../ui/button.tsx"
import { useFocusKept } from "../ui/heading.ts"
import { counted } from "../words/numbers.ts"
import type { Leaving } from "./leave-out.tsx"
import { Upload } from "./mend-files.tsx"
import type { Mending } from "./use-mending.ts"
import type { About } from "./use-rows-to-mend.ts"

interface MendActionsProps {
  counts: About["counts"]
  mending: Mending
  isDocuments: boolean
  onFiles(files: readonly File[]): void
  onLeaveOut(leaving: Leaving): void
}

/** What can be done with all rows at once; of what cannot be done yet, how to get there. */
export function MendActions({ counts, mending, isDocuments, onFiles, onLeaveOut }: MendActionsProps) {
  const { open, ready, not_kept } = counts
  const rest = counted(not_kept, "row")
  const focus = useFocusKept(ready > 0 ? ["import"] : [])
  if (open === 0 && not_kept === 0) return null
  return (
    <div className="button-row">
      {ready > 0 && (
        <Button
          look="primary"
          idle={mending.busy}
          onClick={() => mending.say({ drafts: true })}
          {...focus("import")}
        >
          {mending.busy ? "One moment …" : `Import ${counted(ready, "mended row")}`}
        </Button>
      )}
      {open > 0 && <Upload isDocuments={isDocuments} busy={mending.busy} onFiles={onFiles} />}
      {not_kept > 0 && (
        <Button onClick={() => onLeaveOut({ what: rest, asked: { dismiss_rest: true } })}>
          Leave out {rest} that are only counted …
        </Button>
      )}
      {open > 0 && ready === 0 && <p className="muted">{hintOf(counts)}</p>}
    </div>
  )
}

function hintOf({ drafts }: About["counts"]): string {
  if (drafts === 0)
    return "Change a cell, or all that say the same: what is mended then is imported from here."
  return `${counted(drafts, "row is", "rows are")} changed and still wrong: what is wrong stands in the cells.`
}
