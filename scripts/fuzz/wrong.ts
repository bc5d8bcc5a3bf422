import { existsSync } from "node:fs"
import type { Answered, Sent } from "./exchange.ts"

/** Of a list in a refusal; what it says in all. */
export const MOST_LISTED = 10
const MOST_REFUSAL_BYTES = 20_000
/** Without it every address of the page is answered 503 `page_not_built`. */
const PAGE_IS_BUILT = existsSync("dist/index.html")
const isPage = (target: string) => !/^\/api(?![^/?])/.test(target)

/** What no answer may be, whatever was sent; null where there is nothing to say. */
export function wrongWith(
  { method, target, raw }: Sent,
  { status, headers, body, ms }: Answered,
): string | null {
  // What is no request, or waits for more of it, has nobody who could read an answer.
  if (status === 0) return raw ? null : `there was no answer within ${Math.round(ms)} ms`
  if (status >= 500 && !(status === 503 && isPage(target) && !PAGE_IS_BUILT))
    return `it was answered ${status} ${body.slice(0, 500)}`
  if (status < 400 || method === "HEAD") return null
  if (!/\r\ncontent-type: application\/(problem\+)?json/i.test(headers))
    return `${status} says not what it is: ${headers}`
  if (body.length > MOST_REFUSAL_BYTES) return `a refusal of ${body.length} bytes`
  if (/\r\ncontent-encoding:/i.test(headers)) return null
  const told = parsed(plain(headers, body))
  if (told === undefined) return raw ? null : `${status} has a body that is no JSON: ${body.slice(0, 300)}`
  const listed = Math.max(0, ...listsOf(told).map((list) => list.length))
  return listed > MOST_LISTED ? `a refusal lists ${listed} things` : null
}

/** A body in chunks without what is between them. */
function plain(headers: string, body: string): string {
  if (!/\r\ntransfer-encoding: chunked/i.test(headers)) return body
  return body.slice(body.indexOf("{"), body.lastIndexOf("}") + 1)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const listsOf = (value: unknown): unknown[][] => {
  if (value === null || typeof value !== "object") return []
  const inner = Object.values(value).flatMap(listsOf)
  return Array.isArray(value) ? [value, ...inner] : inner
}
