import { join } from "node:path"
import { pathToFileURL } from "node:url"
import type { Actor } from "../contract/access.ts"
import { within } from "../deadline.ts"
import { problem } from "../errors.ts"
import { createLog } from "../log.ts"
import { actingAs } from "./auth.ts"
import { mediaType } from "./body.ts"
import { isUnhurried, METHODS, methodNotAllowed, withoutBody } from "./calls.ts"
import { withErrorObject } from "./error-object.ts"
import { type FunctionFile, headersFor, type Platform, readPlatform } from "./functions.ts"
import { failureResponse, problemResponse } from "./problem.ts"
import type { Handler } from "./route.ts"

export interface ApiOptions {
  /** Whoever holds this api is this actor and needs no key; left out, requests must authenticate. */
  actor?: Actor
  /** How function files are loaded, by their path below `root`. */
  load?: (file: string) => Promise<Record<string, unknown>>
}

interface Found {
  fn: FunctionFile
  /** What the platform appends to the query: the parameters in the path. */
  appended: URLSearchParams
}

/**
 * Serves the function files under `root`/api in this process by the platform's own rules: file routing,
 * the rewrites, headers and time limits of vercel.json, 404, 405, 504. Never throws.
 */
export function createApi(root: string, options: ApiOptions = {}): Handler {
  const platform = readPlatform(root)
  const load = options.load ?? ((file) => import(pathToFileURL(join(root, file)).href))
  return async (request) => {
    const { pathname } = new URL(request.url)
    const serve = () => answer(platform, load, request)
    const answered = await (options.actor ? actingAs(options.actor, serve) : serve())
    const response = await withErrorObject(answered, pathname)
    for (const [key, value] of headersFor(platform, pathname)) response.headers.set(key, value)
    return response
  }
}

async function answer(
  platform: Platform,
  load: (file: string) => Promise<Record<string, unknown>>,
  request: Request,
): Promise<Response> {
  const found = findFunction(platform, new URL(request.url))
  if (!found) return problemResponse(problem(404, "not_found", "There is no such address under /api."))
  try {
    const module = await load(found.fn.file)
    const method = request.method === "HEAD" && !module.HEAD ? "GET" : request.method
    const handler = module[method]
    if (typeof handler !== "function") return methodNotAllowed(METHODS.filter((name) => module[name]))
    const response = await withinLimit(found.fn, handler as Handler, withQuery(request, found.appended))
    return method === request.method ? response : withoutBody(response)
  } catch (error) {
    return failureResponse(error, request, createLog({ level: "error" }))
  }
}

/** Files first, then rewrites: the platform's order. What a rewrite's source names is appended to the query. */
function findFunction({ functions, rewrites }: Platform, { pathname }: URL): Found | null {
  const at = (path: string) => functions.find((fn) => fn.path === path)
  const file = at(pathname)
  if (file) return { fn: file, appended: new URLSearchParams() }
  for (const { pattern, names, destination } of rewrites) {
    const match = pattern.exec(pathname)
    const fn = match && at(destination)
    if (!fn) continue
    return { fn, appended: new URLSearchParams(names.map((name, index) => [name, match[index + 1] ?? ""])) }
  }
  return null
}

function withQuery(request: Request, appended: URLSearchParams): Request {
  if (appended.size === 0) return request
  const url = new URL(request.url)
  for (const [name, value] of appended) url.searchParams.set(name, value)
  return new Request(url, request)
}

/**
 * Answers 504 when the function's time is up, as the platform would. A form with files, or a part of one, is left its
 * time: here it may be far larger and slower than what the platform lets in at all; and so is what is unhurried.
 */
async function withinLimit(fn: FunctionFile, handler: Handler, request: Request): Promise<Response> {
  if (request.method === "PUT" || mediaType(request) === "multipart/form-data") return handler(request)
  if (isUnhurried(request.method, new URL(request.url).pathname)) return handler(request)
  return within(fn.max_duration_seconds * 1000, handler(request), () => timedOut(fn))
}

function timedOut(fn: FunctionFile): Response {
  const detail = `The call took longer than ${fn.max_duration_seconds} s and was given up. Nothing is lost: ask again.`
  return problemResponse(problem(504, "function_timeout", detail))
}
