import { endpoints } from "../../lib/contract/endpoints.ts"
import type { RowError } from "../../lib/contract/imports.ts"
import type { StatusAnswer } from "../../lib/contract/status.ts"
import { useMayChange } from "../session.tsx"
import { Button } from "../ui/button.tsx"
import { Icon } from "../ui/icon.tsx"
import { Refusal } from "../ui/notice.tsx"
import { Section } from "../ui/section.tsx"
import type { Column } from "../ui/table.tsx"
import { rowsWord } from "../words/columns.ts"
import { count, counted } from "../words/numbers.ts"
import { CodeGroup } from "./code-group.tsx"
import type { Codes } from "./use-error-codes.ts"
import { useJobAction } from "./use-job-action.ts"

interface EmbeddingsProps {
  status: StatusAnswer
  codes: Codes
  refresh(): Promise<unknown>
}

/** The texts that search by likeness does not find yet, once the import is over, why, and another chance for them. */
export function Embeddings({ status, codes, refresh }: EmbeddingsProps) {
  const { job_id, embeddings, actions } = status
  const action = useJobAction(status, refresh)
  const mayChange = useMayChange()
  if (!embeddings || status.status !== "completed") return null
  const { rows, embedded, embedding_failed, pending } = embeddings
  if (embedding_failed + pending === 0) return null
  const retry = () => void action.ask(endpoints.retryBatch, { all_failed: true })
  const button = mayChange && actions.includes("retry") && (
    <Button look="primary" idle={action.busy} onClick={retry}>
      <Icon name="refresh" /> Embed them again
    </Button>
  )
  return (
    <Section title={`Texts without an embedding (${count(embedding_failed + pending)})`} aside={button}>
      {action.refusal && <Refusal>{action.refusal}</Refusal>}
      <p className="muted">
        Their rows are imported, but search by likeness does not find them. Of {counted(rows, "text")},{" "}
        {count(embedded)} {embedded === 1 ? "is" : "are"} embedded, {count(embedding_failed)}{" "}
        {embedding_failed === 1 ? "was" : "were"} refused, and {count(pending)} {pending === 1 ? "is" : "are"}{" "}
        still to be done.
      </p>
      {codes.map(([code, errors]) => (
        <CodeGroup key={code} job_id={job_id} code={code} rows={errors} open={false} columns={COLUMNS} />
      ))}
    </Section>
  )
}

const COLUMNS: readonly Column<RowError>[] = [
  { word: "Row", cell: ({ row }) => (row === null ? "–" : count(row)) },
  { word: "Table", cell: ({ table }) => rowsWord(table) },
  { word: "Text", kind: "value", cell: ({ value }) => value },
  { word: "What is wrong", kind: "text", cell: ({ message }) => message },
]
