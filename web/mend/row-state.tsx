import type { RowToMend } from "../../lib/contract/mending.ts"
import { Icon } from "../ui/icon.tsx"
import { faultsOf } from "./row.ts"

/** What is to be known of a row as a whole: that it is mended, by whom, or what is wrong with no single cell of it. */
export function RowState({ row }: { row: RowToMend }) {
  const { draft, mendable } = row
  if (draft && draft.faults.length === 0) {
    return (
      <small className="row-state good">
        <Icon name="done" /> Mended by {draft.by}
      </small>
    )
  }
  const whole = faultsOf(row).find(({ header }) => header === null)
  if (whole) {
    return (
      <small className="cell-fault" title={whole.message}>
        {whole.message}
      </small>
    )
  }
  if (draft) return <small className="row-state">Begun by {draft.by}</small>
  return mendable ? null : <small className="row-state">Kept by an earlier release</small>
}
