import { problem } from "../errors.ts"
import { JsonScan } from "./json-scan.ts"

/** How long a body may be, and what to do instead of a longer one. */
interface BodyLimit {
  bytes: number
  advice?: string
}

const JSON_LIMIT: BodyLimit = { bytes: 1_048_576 }
/** What the platform lets through to a function, its framing included. */
export const MOST_IN_A_FUNCTION = 4_500_000
const MOST_ROWS_BYTES = 16 * 1_048_576
/** Between reading a long body and looking at what it says others have their turn. */
const LONG_BYTES = 1_000_000

/** Of JSON with rows in it: a function is handed no more than a few megabytes. */
export function rowsLimit({ on_vercel }: { on_vercel: boolean }): BodyLimit {
  const advice = "Send more rows in several imports, or as a file in parts (POST /api/uploads)."
  return { bytes: on_vercel ? MOST_IN_A_FUNCTION : MOST_ROWS_BYTES, advice }
}

/**
 * The JSON a request carries, as plain data.
 * @throws Problem 415 `unsupported_media_type`, 413 `body_too_large`, 400 `invalid_json`, `invalid_request` of what is nested without end
 */
export async function readJson(request: Request, limit = JSON_LIMIT): Promise<unknown> {
  assertJsonType(request)
  return ofBody(await readBody(request, limit))
}

/** The same of a request that may have no body: then an empty object. */
export async function readJsonIfAny(request: Request, limit = JSON_LIMIT): Promise<unknown> {
  const bytes = await readBody(request, limit)
  if (bytes.byteLength === 0) return {}
  assertJsonType(request)
  return ofBody(bytes)
}

async function ofBody(bytes: Uint8Array): Promise<unknown> {
  const value = jsonOf(bytes, "body")
  if (bytes.byteLength > LONG_BYTES) await new Promise((done) => setImmediate(done))
  return value
}

/** What a page's fetch says of a text is enough: pages of other sites are kept out by where they are from, not by this. */
function assertJsonType(request: Request): void {
  const type = mediaType(request)
  if (["application/json", "text/plain", ""].includes(type) || type.endsWith("+json")) return
  throw problem(415, "unsupported_media_type", "Send the body as application/json.")
}

/** The JSON of a form's field. `what` names it in the sentence. Throws as `readJson` does. */
export function parseJson(text: string, what: string): unknown {
  const bytes = Buffer.from(text)
  new JsonScan(what).take(bytes)
  return jsonOf(bytes, what)
}

/** @throws Problem 400 `invalid_json` */
function jsonOf(bytes: Uint8Array, what: string): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes))
  } catch {
    throw problem(400, "invalid_json", `The ${what} is not valid JSON.`)
  }
}

/** The media type without its parameters, lower case; empty when none is stated. */
export function mediaType(request: Request): string {
  return (request.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? ""
}

/** Problem 413, closing the connection: the rest of the body is not wanted. */
export function tooLarge(limit: string, advice?: string) {
  const detail = `The request is larger than ${limit} and was cut off.`
  return problem(413, "body_too_large", advice === undefined ? detail : `${detail} ${advice}`, {
    headers: { connection: "close" },
  })
}

function readBody(request: Request, { bytes, advice }: BodyLimit): Promise<Buffer> {
  const scan = new JsonScan("body")
  const most = { bytes, limit: `${Math.floor(bytes / 100_000) / 10} MB`, advice }
  return readBytes(request, most, (chunk) => scan.take(chunk))
}

/** How long something may be, what sentences call that, and what to do instead. */
interface Most {
  bytes: number
  limit: string
  advice?: string | undefined
}

/** What a request carries, which may be looked at as it comes. @throws Problem 413 `body_too_large` beyond `most`, and what `look` throws */
export async function readBytes(
  request: Request,
  { bytes: most, limit, advice }: Most,
  look: (chunk: Uint8Array) => void = () => {},
): Promise<Buffer> {
  const announced = Number(request.headers.get("content-length") ?? 0)
  if (announced > most) throw tooLarge(limit, advice)
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > most) throw tooLarge(limit, advice)
    look(chunk)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
