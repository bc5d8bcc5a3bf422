import type { ImportSummary } from "../lib/contract/imports.ts"

/** The newest imports: state, progress, when and by whom. */
export function RecentImports({ imports }: { imports: ImportSummary[] | undefined }) {
  return (
    <section aria-labelledby="recent">
      <h2 id="recent">Recent imports</h2>
      {imports?.length === 0 && <p>Nothing has been imported yet.</p>}
      {imports && imports.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">Import</th>
              <th scope="col">State</th>
              <th scope="col">Batches</th>
              <th scope="col">Rows</th>
              <th scope="col">Started</th>
              <th scope="col">By</th>
            </tr>
          </thead>
          <tbody>
            {imports.map((entry) => (
              <ImportRow key={entry.job_id} entry={entry} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function ImportRow({ entry }: { entry: ImportSummary }) {
  const { completed_batches, total_batches, rows_done, rows_total } = entry.overall_progress
  const state = entry.status.replaceAll("_", " ")
  const outcome =
    entry.outcome && entry.outcome !== "complete" ? ` (${entry.outcome.replaceAll("_", " ")})` : ""
  return (
    <tr>
      <th scope="row">{entry.title}</th>
      <td>
        {state}
        {outcome}
      </td>
      <td>
        {completed_batches.toLocaleString()} of {total_batches.toLocaleString()}
      </td>
      <td>
        {rows_done.toLocaleString()} of {rows_total.toLocaleString()}
        {entry.row_errors > 0 && ` · ${entry.row_errors.toLocaleString()} rejected`}
      </td>
      <td>
        <time dateTime={entry.started_at}>{new Date(entry.started_at).toLocaleString()}</time>
      </td>
      <td>{entry.started_by}</td>
    </tr>
  )
}
