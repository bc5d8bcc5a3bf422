import { retryAfterOf } from "../clock.ts"
import { systemCodeOf } from "../errors.ts"
import { countText } from "../words.ts"
import { EmbeddingError } from "./embedder.ts"

export interface EmbeddingRequest {
  url: URL
  key: string | null
  model: string | null
  texts: readonly string[]
  /** When to give up waiting for the answer. */
  timeout_ms: number
  most_bytes: number
  /** Of the moment, for a Retry-After that names one. */
  now: number
  signal?: AbortSignal | undefined
}

/**
 * Asks once, and returns the body of a good answer. Redirects are not followed: they would carry the key along.
 * @throws EmbeddingError, and the signal's reason when it is aborted
 */
export async function askOnce(request: EmbeddingRequest): Promise<string> {
  const { url, signal, timeout_ms } = request
  const timeout = AbortSignal.timeout(Math.max(1, Math.ceil(timeout_ms)))
  try {
    const response = await fetch(url, {
      method: "POST",
      redirect: "manual",
      headers: headersOf(request),
      body: JSON.stringify({ model: request.model ?? undefined, input: request.texts }),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    })
    const body = await textOf(response, request)
    if (response.ok) return body
    throw refused(response, body, request)
  } catch (error) {
    if (error instanceof EmbeddingError) throw error
    signal?.throwIfAborted()
    if (timeout.aborted) throw failed(url, `gave no answer within ${Math.ceil(timeout_ms / 1_000)} s`, true)
    throw unreachable(url, error)
  }
}

function headersOf({ key }: EmbeddingRequest): Record<string, string> {
  return {
    "content-type": "application/json",
    accept: "application/json",
    "user-agent": "sluice",
    ...(key !== null && { authorization: `Bearer ${key}` }),
  }
}

async function textOf(response: Response, { url, most_bytes: most }: EmbeddingRequest): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length
    if (bytes > most) throw failed(url, `sends more than ${countText(most)} bytes`, false)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString("utf8")
}

function refused(response: Response, body: string, request: EmbeddingRequest): EmbeddingError {
  const { status } = response
  const retryable = status === 408 || status === 429 || status >= 500
  const redirect = status >= 300 && status < 400
  const reason = redirect ? "a redirect, which is not followed" : reasonOf(body, request)
  const what = `answers with HTTP ${status}${reason ? ` (${reason})` : ""}`
  const retry_after_ms = retryAfterOf(response.headers.get("retry-after"), request.now)
  const of_text = OF_TEXTS.includes(status)
    ? `The embedding endpoint ${request.url.host} refuses the text: it ${what}. Change the text, or try again with another model.`
    : null
  return failed(request.url, what, retryable, { retry_after_ms, of_text })
}

/** Of a text that is too long, or that a filter is against; other refusals are of whoever asks. */
const OF_TEXTS = [400, 413, 422]

/** The code an endpoint gives its error, such as model_not_found; its sentence may quote the key or the texts. */
function reasonOf(body: string, { key, texts }: EmbeddingRequest): string | null {
  const found = /"(?:code|type)"\s*:\s*"([a-z_]{3,60})"/.exec(body)?.[1]
  return !found || found === key || texts.includes(found) ? null : found
}

function unreachable(url: URL, error: unknown): EmbeddingError {
  const code = systemCodeOf(error instanceof Error ? error.cause : undefined)
  return failed(url, `cannot be reached${code ? ` (${code})` : ""}`, true)
}

function failed(
  url: URL,
  what: string,
  retryable: boolean,
  more: { retry_after_ms?: number | null; of_text?: string | null } = {},
): EmbeddingError {
  const advice = retryable
    ? "Try again later."
    : "Check EMBEDDINGS_URL, EMBEDDINGS_KEY and EMBEDDINGS_MODEL, then retry the batch."
  return new EmbeddingError(`The embedding endpoint ${url.host} ${what}. ${advice}`, retryable, more)
}
