import { useJob } from "../client/use-job.ts"
import { Button } from "../ui/button.tsx"
import { choose, Link } from "../ui/link.tsx"

const DID: Record<string, string> = {
  inserted: "added",
  updated: "updated",
  merged: "filled in",
  closed: "closed",
  gone: "closed for good",
}

/** Says which import the rows are of, and what it did to them. */
export function OfImport({ job_id, change }: { job_id: string; change: string }) {
  const { data: job } = useJob(job_id)
  return (
    <p className="of-import">
      <span>
        Rows that <Link to={`/imports/${job_id}`}>{job?.title ?? "this import"}</Link> has{" "}
        {DID[change] ?? "added or changed"}.
      </span>{" "}
      {change in OTHERWISE && (
        <>
          <Press values={{ change: OTHERWISE[change]?.change ?? "", cursor: "" }}>
            {OTHERWISE[change]?.word ?? ""}
          </Press>
          {" · "}
        </>
      )}
      <Press values={{ job_id: "", change: "", cursor: "" }}>Show all rows</Press>
    </p>
  )
}

/** An extract closes what it says anew, too. */
const OTHERWISE: Record<string, { change: string; word: string }> = {
  closed: { change: "gone", word: "Only those that it did not add again" },
  gone: { change: "closed", word: "Those that it added again, too" },
}

function Press({ values, children }: { values: Record<string, string>; children: string }) {
  return (
    <Button look="link" onClick={() => choose(values)}>
      {children}
    </Button>
  )
}
