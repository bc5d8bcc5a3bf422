import { type IncomingMessage, request as requestHttp } from "node:http"
import { request as requestHttps } from "node:https"
import { isProblem, type Problem, problem, systemCodeOf } from "../errors.ts"
import { checkUrl, guardedLookup, urlRefused } from "./address.ts"

const MOST_REDIRECTS = 5
const REDIRECTS = new Set([301, 302, 303, 307, 308])

export interface RequestOptions {
  allow: string[]
  headers: Record<string, string>
  /** Silence for this long is the end. */
  idle_ms: number
  signal: AbortSignal
  /** GET where nothing else is said; `body` goes with a POST. */
  method?: "GET" | "POST"
  body?: string
}

/** Something that may pass; `problem` is what to give up with when it does not. */
export class TryAgain extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail)
    this.problem = problem
  }
}

/**
 * Asks for a URL and follows redirects, each checked like the first. The answer's status is anything but a
 * redirect; its body has not been read. Throws 422 `url_refused`, `url_unreachable`,
 * `download_too_slow`, and TryAgain.
 */
export async function requestUrl(
  text: string,
  options: RequestOptions,
): Promise<{ answer: IncomingMessage; url: URL }> {
  let target = text
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const { url, allowed } = checkUrl(target, options.allow)
    const answer = await ask(url, allowed, options)
    const location = answer.headers.location
    if (!REDIRECTS.has(answer.statusCode ?? 0) || location === undefined) return { answer, url }
    answer.destroy()
    if (!URL.canParse(location, url)) throw urlRefused(url.host, "it redirects to something that is no URL")
    target = new URL(location, url).href
  }
  throw urlRefused(
    checkUrl(target, options.allow).url.host,
    `there are more than ${MOST_REDIRECTS} redirects`,
  )
}

/** One request, without following where it leads to: the answer's status may be any. Throws as `requestUrl`. */
export async function requestOnce(text: string, options: RequestOptions): Promise<IncomingMessage> {
  const { url, allowed } = checkUrl(text, options.allow)
  return ask(url, allowed, options)
}

function ask(url: URL, allowed: boolean, options: RequestOptions): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const send = url.protocol === "https:" ? requestHttps : requestHttp
    const request = send(url, {
      agent: false,
      method: options.method ?? "GET",
      headers: { "user-agent": "sluice", accept: "*/*", "accept-encoding": "identity", ...options.headers },
      signal: options.signal,
      ...(allowed ? {} : { lookup: guardedLookup() }),
    })
    const silent = tooSlow(`${url.host} sent nothing for ${options.idle_ms / 1_000} seconds`)
    const patience = setTimeout(() => request.destroy(silent), options.idle_ms)
    request.on("close", () => clearTimeout(patience))
    request.on("error", (error) => reject(failureOf(error, url)))
    request.on("response", (answer) => {
      clearTimeout(patience)
      // Kept for whoever reads the body; without a listener it would be lost.
      answer.on("error", () => {})
      answer.setTimeout(options.idle_ms, () => answer.destroy(silent))
      resolve(answer)
    })
    request.end(options.body)
  })
}

/** The body of an answer. Throws TryAgain and Problems only, and what an abort throws. */
export async function* bodyOf(answer: IncomingMessage, url: URL): AsyncGenerator<Buffer> {
  try {
    yield* answer
  } catch (error) {
    throw failureOf(error, url)
  }
}

const LOST = new Set(["ECONNRESET", "EPIPE", "ETIMEDOUT", "EAI_AGAIN", "ERR_STREAM_PREMATURE_CLOSE"])

function failureOf(error: unknown, url: URL): unknown {
  if (isProblem(error) || !(error instanceof Error)) return error
  const code = systemCodeOf(error)
  if (error.name === "AbortError") return error
  if (LOST.has(code)) return new TryAgain(unreachable(url.host, `the connection broke off (${code})`))
  return unreachable(url.host, code || "it gives no HTTP answer")
}

export function unreachable(host: string, why: string): Problem {
  return problem(
    422,
    "url_unreachable",
    `${host} cannot be reached: ${why}. Check the URL, or try again later.`,
  )
}

export function tooSlow(what: string): Problem {
  return problem(
    422,
    "download_too_slow",
    `The download was given up: ${what}. Try again later, or upload the file.`,
  )
}
