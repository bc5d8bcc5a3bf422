import { endpoints } from "../../lib/contract/endpoints.ts"
import { call } from "../client/call.ts"
import { usePolled } from "../client/use-polled.ts"
import { Link, useAddress } from "../ui/link.tsx"

const DID: Record<string, string> = {
  inserted: "added",
  updated: "updated",
  merged: "filled in",
  closed: "closed",
}

/** Says which import the rows are of, and what it did to them. */
export function OfImport({ job_id, change }: { job_id: string; change: string }) {
  const query = { errors: false }
  const { data } = usePolled(
    `title ${job_id}`,
    () => call(endpoints.report, { params: { job_id }, query }),
    0,
  )
  const [, all] = useAddress("job_id")
  return (
    <p className="of-import">
      <span>
        Rows that <Link to={`/imports/${job_id}`}>{data?.job.title ?? "this import"}</Link> has{" "}
        {DID[change] ?? "added or changed"}.
      </span>{" "}
      <button type="button" className="button link" onClick={() => all("")}>
        Show all rows
      </button>
    </p>
  )
}
