import { type Endpoint, endpoints } from "../contract/endpoints.ts"
import type { FunctionName } from "../contract/functions.ts"
import { problem } from "../errors.ts"
import { withErrorObject } from "./error-object.ts"
import { matchPath } from "./path.ts"
import { notFound, problemResponse } from "./problem.ts"
import type { Handler } from "./route.ts"

type Endpoints = typeof endpoints

/** A handler for each call that is declared to be in the function, and for no other. */
export type Calls<F extends FunctionName> = {
  [Name in keyof Endpoints as F extends Endpoints[Name]["in"] ? Name : never]: Handler
}

/** What a function file may export. */
export const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const
type Methods = Record<(typeof METHODS)[number], Handler>

/**
 * What a function file exports: it answers the calls that lib/contract/endpoints.ts puts into it, by the path that was
 * asked for; 404 for another path, 405 naming the methods there are.
 */
export function functionOf<F extends FunctionName>(_name: F, calls: Calls<F>): Methods {
  const declared = Object.entries<Handler>(calls).map(([name, handler]) => {
    const { method, path } = endpoints[name as keyof Endpoints]
    return { method, path, handler }
  })
  const answer: Handler = async (request) => {
    const { pathname } = new URL(request.url)
    const here = declared.filter(({ path }) => matchPath(path, pathname))
    if (here.length === 0) return problemResponse(notFound(pathname))
    const asked = request.method === "HEAD" ? "GET" : request.method
    const call = here.find(({ method }) => method === asked)
    const answered = call ? await call.handler(request) : methodNotAllowed(here.map(({ method }) => method))
    const response = await withErrorObject(answered, pathname)
    return request.method === "HEAD" ? withoutBody(response) : response
  }
  return Object.fromEntries(METHODS.map((method) => [method, answer])) as Methods
}

const UNHURRIED = Object.values<Endpoint>(endpoints).filter(({ unhurried }) => unhurried)

/** Whether a call takes as long as it has to, where no platform ends it. */
export function isUnhurried(method: string | undefined, pathname: string): boolean {
  return UNHURRIED.some((one) => one.method === method && matchPath(one.path, pathname))
}

/** What HEAD answers: the same but for the body. */
export function withoutBody(response: Response): Response {
  void response.body?.cancel()
  return new Response(null, response)
}

/** 405 with the methods an address has. */
export function methodNotAllowed(methods: readonly string[]): Response {
  const allow = methods.join(", ")
  const detail = `This address answers ${allow} only.`
  return problemResponse(problem(405, "method_not_allowed", detail, { headers: { allow } }))
}
