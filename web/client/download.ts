import type { Endpoint } from "../../lib/contract/endpoints.ts"
import { answerOf, request, type Sent } from "./call.ts"

const PATIENCE_MS = 120_000

/** What a header may ask for, by how a file of it is called. */
const TYPES = {
  csv: "text/csv",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

export type FileKind = keyof typeof TYPES

/** Fetches a file that an endpoint answers with. Throws what `call` throws. */
export async function fetchFile(endpoint: Endpoint, sent: Sent, accept = "*/*"): Promise<Blob> {
  const response = await request(endpoint, { timeout_ms: PATIENCE_MS, ...sent }, accept)
  if (!response.ok) answerOf(endpoint.answer, response.status, await response.text())
  return response.blob()
}

/** Fetches what only a header asks for, and hands it to the browser to save. Throws what `call` throws. */
export async function saveAs(kind: FileKind, endpoint: Endpoint, sent: Sent, name: string): Promise<void> {
  const url = URL.createObjectURL(await fetchFile(endpoint, sent, TYPES[kind]))
  const link = Object.assign(document.createElement("a"), { href: url, download: `${name}.${kind}` })
  link.click()
  URL.revokeObjectURL(url)
}
