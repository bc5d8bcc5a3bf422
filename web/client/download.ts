import type { Endpoint } from "../../lib/contract/endpoints.ts"
import { answerOf, request, type Sent } from "./call.ts"

const PATIENCE_MS = 120_000

/** Fetches what only a header asks for as CSV, and hands it to the browser to save. Throws what `call` throws. */
export async function saveCsv(endpoint: Endpoint, sent: Sent, name: string): Promise<void> {
  const response = await request(endpoint, { timeout_ms: PATIENCE_MS, ...sent }, "text/csv")
  if (!response.ok) answerOf(endpoint.answer, response.status, await response.text())
  const url = URL.createObjectURL(await response.blob())
  const link = Object.assign(document.createElement("a"), { href: url, download: name })
  link.click()
  URL.revokeObjectURL(url)
}
