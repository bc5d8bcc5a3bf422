import type { MendFault, RowToMend } from "../../lib/contract/mending.ts"
import { Icon } from "../ui/icon.tsx"

interface RowStateProps {
  row: RowToMend
  /** What is wrong with it now; undefined while that is being checked. */
  faults: readonly MendFault[] | undefined
}

/** What is to be known of a row as a whole: that it is mended, by whom, or what is wrong with no single cell of it. */
export function RowState({ row, faults }: RowStateProps) {
  const { draft, mendable } = row
  if (faults === undefined) return <small className="row-state">Checking …</small>
  if (faults.length === 0) {
    return (
      <small className="row-state good">
        <Icon name="done" /> {draft ? `Mended by ${draft.by}` : "Mended"}
      </small>
    )
  }
  const whole = faults.find(({ header }) => header === null)
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
