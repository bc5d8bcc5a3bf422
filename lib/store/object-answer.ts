import { decodeXML } from "entities"
import { problem } from "../errors.ts"
import { storeFull } from "./disk.ts"
import { PASSING_STATUS, Passing, type Patience, silenceOf } from "./patience.ts"

/** How a service answers when it has no room. */
const FULL = 507
/** How a service answers what it does not do at all. */
const LACKING: ReadonlySet<number> = new Set([405, 501])
/** As services write them: AccessDenied, NoSuchKey. Anything else in that place is not repeated. */
const CODE = /<Code>([A-Za-z]{1,60})<\/Code>/

/**
 * Sends a request to an object store and waits for the head of the answer. Throws Passing when the connection breaks or
 * nothing comes; no sentence has more of the URL than its host.
 */
export async function send(request: Request, patience: Patience): Promise<Response> {
  const { host } = new URL(request.url)
  try {
    return await within(silenceOf(patience), (signal) => fetch(request, { redirect: "manual", signal }))
  } catch {
    throw new Passing(`${host} does not answer`)
  }
}

/**
 * Passes an answer of success. Throws Passing for what may pass, Problem 404 `file_not_found` where the object is gone,
 * 507 `store_full`, 503 `store_lacks_call` for what the service does not do, and `store_refused` saying what to set for everything else.
 */
export async function assertSuccess(answer: Response, what: string, patience: Patience): Promise<Response> {
  if (answer.ok) return answer
  const { status } = answer
  const text = await within(silenceOf(patience), () => answer.text()).catch(() => "")
  const code = CODE.exec(text)?.[1]
  const shown = code === undefined ? `HTTP status ${status}` : `${status} ${code}`
  const host = answer.url === "" ? "the object store" : new URL(answer.url).host
  if (status === FULL) throw storeFull(`${host} has no room left (${shown}).`)
  if (PASSING_STATUS.has(status)) throw new Passing(`${host} answered ${shown}`)
  if (status === 404 && code !== "NoSuchBucket") {
    throw problem(404, "file_not_found", `${what} is not in the store any more. Upload it again.`)
  }
  const lacks = LACKING.has(status)
  throw problem(
    503,
    lacks ? "store_lacks_call" : "store_refused",
    `${host} refused to work with ${what}: ${shown}. ${adviceOn(status, code)}`,
  )
}

function adviceOn(status: number, code: string | undefined): string {
  if (LACKING.has(status)) return "The service does not know this call."
  if (code === "NoSuchBucket") return "Check the bucket in SLUICE_FILES."
  if (status >= 300 && status < 400) return "Check S3_REGION and S3_ENDPOINT: the bucket is somewhere else."
  if (status === 401 || status === 403) {
    return "Check S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY and what they may do with the bucket; a link may also have expired."
  }
  return "Check SLUICE_FILES and the S3_ settings."
}

/** The body of an answer, chunk by chunk. Throws Passing when it breaks off or stands still. */
export async function* bodyOf(answer: Response, patience: Patience): AsyncGenerator<Buffer> {
  if (answer.body === null) return
  const reader = answer.body.getReader()
  try {
    for (;;) {
      const next = await within(silenceOf(patience), () => reader.read())
      if (next.done) return
      yield Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength)
    }
  } catch {
    throw new Passing("the connection broke off")
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

/** The text of every element of a name, in order. */
export function textsOf(xml: string, element: string): string[] {
  const found = xml.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, "g"))
  return [...found].map(([, text = ""]) => decodeXML(text))
}

/** Every element of a name, with what is in it. */
export function elementsOf(xml: string, element: string): string[] {
  return [...xml.matchAll(new RegExp(`<${element}>([\\s\\S]*?)</${element}>`, "g"))].map(
    ([, text = ""]) => text,
  )
}

async function within<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error("late"))
      stop.abort()
    }, ms)
  })
  try {
    return await Promise.race([work(stop.signal), late])
  } finally {
    clearTimeout(timer)
  }
}
