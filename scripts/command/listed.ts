import type { Api } from "./api.ts"

/** What a person types to get the row errors of an import; as CSV they are the rows to mend. */
export function errorsCommand(api: Api, job_id: string, form: "csv" | "json"): string {
  const base = api.server ?? "http://127.0.0.1:3000"
  const first = api.server === null ? "npm start, then " : ""
  const accept = form === "csv" ? ' -H "Accept: text/csv"' : ""
  const key = process.env.SLUICE_API_KEY ? ' -H "X-API-Key: $SLUICE_API_KEY"' : ""
  return `${first}curl${accept}${key} ${base}/api/imports/${job_id}/errors`
}
