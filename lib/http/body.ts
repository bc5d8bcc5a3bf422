import { problem } from "../errors.ts"

/** How long a body may be, and what to do instead of a longer one. */
interface BodyLimit {
  bytes: number
  advice?: string
}

const JSON_LIMIT: BodyLimit = { bytes: 1_048_576 }
/** What the platform lets through to a function, its framing included. */
export const MOST_IN_A_FUNCTION = 4_500_000
const MOST_ROWS_BYTES = 33_554_432
const MOST_LEVELS = 500

/** Of JSON with rows in it: a function is handed no more than a few megabytes. */
export function rowsLimit({ on_vercel }: { on_vercel: boolean }): BodyLimit {
  const advice = "Send more rows in several imports, or as a file in parts (POST /api/uploads)."
  return { bytes: on_vercel ? MOST_IN_A_FUNCTION : MOST_ROWS_BYTES, advice }
}

/**
 * The JSON a request carries, as plain data.
 * @throws Problem 415 `unsupported_media_type`, 413 `body_too_large`, 400 `invalid_json`
 */
export async function readJson(request: Request, limit = JSON_LIMIT): Promise<unknown> {
  assertJsonType(request)
  return parseJson(await readBody(request, limit), "body")
}

/** The same of a request that may have no body: then an empty object. */
export async function readJsonIfAny(request: Request, limit = JSON_LIMIT): Promise<unknown> {
  const bytes = await readBody(request, limit)
  if (bytes.byteLength === 0) return {}
  assertJsonType(request)
  return parseJson(bytes, "body")
}

/** What a page's fetch says of a text is enough: pages of other sites are kept out by where they are from, not by this. */
function assertJsonType(request: Request): void {
  const type = mediaType(request)
  if (["application/json", "text/plain", ""].includes(type) || type.endsWith("+json")) return
  throw problem(415, "unsupported_media_type", "Send the body as application/json.")
}

/** `what` names the text in the sentence. @throws Problem 400 `invalid_json`, also of half a character, which no text can hold; `invalid_request` of what is nested without end */
export function parseJson(body: string | Uint8Array, what: string): unknown {
  const text = typeof body === "string" ? body : utf8(body)
  const value = text === null ? undefined : parsed(text)
  if (text === null || value === undefined)
    throw problem(400, "invalid_json", `The ${what} is not valid JSON.`)
  if (isDeeper(value, MOST_LEVELS)) {
    const detail = `The ${what} is nested more than ${MOST_LEVELS} levels deep.`
    throw problem(400, "invalid_request", detail)
  }
  if (!HALF_A_CHARACTER.test(text)) return value
  const detail = `The ${what} holds half a character: one of \\ud800 to \\udfff without its other half is no text.`
  throw problem(400, "invalid_json", detail)
}

/** An escape of a first half without a second behind it, or of a second without a first before it; `\\ud800` is no escape. */
const HALF_A_CHARACTER =
  /(?<!\\)(?:\\\\)*\\u(?:d[89ab]..(?!\\ud[c-f])|(?<!(?<!\\)(?:\\\\)*\\ud[89ab]..\\u)d[c-f])/i

function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

/** Level by level: whatever looks into it by calling itself would run out of stack. */
function isDeeper(value: unknown, most: number): boolean {
  let level = [value].filter(isNested)
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > most) return true
    level = level.flatMap((one) => Object.values(one).filter(isNested))
  }
  return false
}

const isNested = (value: unknown): value is object => typeof value === "object" && value !== null

/** Undefined for what is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
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

const readBody = (request: Request, { bytes, advice }: BodyLimit) =>
  readBytes(request, bytes, `${Math.floor(bytes / 100_000) / 10} MB`, advice)

/** What a request carries. @throws Problem 413 `body_too_large` beyond `most` bytes, which sentences call `limit` */
export async function readBytes(
  request: Request,
  most: number,
  limit: string,
  advice?: string,
): Promise<Buffer> {
  const announced = Number(request.headers.get("content-length") ?? 0)
  if (announced > most) throw tooLarge(limit, advice)
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > most) throw tooLarge(limit, advice)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
