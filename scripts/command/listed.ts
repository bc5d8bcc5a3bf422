import { endpoints, type ImportSummary } from "../../lib/contract/index.ts"
import type { Api } from "./api.ts"

/** Imports one answer of their list holds. */
const PAGE = 500

/** What a person types to get the row errors of an import; as CSV they are the rows to mend. */
export function errorsCommand(api: Api, job_id: string, form: "csv" | "json"): string {
  const base = api.server ?? "http://127.0.0.1:3000"
  const first = api.server === null ? "npm start, then " : ""
  const accept = form === "csv" ? ' -H "Accept: text/csv"' : ""
  const key = process.env.SLUICE_API_KEY ? ' -H "X-API-Key: $SLUICE_API_KEY"' : ""
  return `${first}curl${accept}${key} ${base}/api/imports/${job_id}/errors`
}

/** The imports of a dataset, or in a state, the newest first: a list an answer. */
export async function* importsOf(
  api: Api,
  asked: { dataset?: string; status?: string },
): AsyncGenerator<readonly ImportSummary[], void> {
  let cursor: string | undefined
  do {
    const page = await api.call(endpoints.imports, { query: { ...asked, limit: PAGE, cursor } })
    yield page.imports
    cursor = page.next_cursor ?? undefined
  } while (cursor !== undefined)
}
