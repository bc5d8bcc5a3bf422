import { randomUUID } from "node:crypto"
import { STATUS_CODES } from "node:http"
import type { ZodError } from "zod"
import { ConfigError } from "../config.ts"
import { ANONYMOUS } from "../contract/access.ts"
import type { ProblemAnswer } from "../contract/problem.ts"
import { fullDiskOf, isProblem, messageOf, type Problem, problem, tooManyOpenOf } from "../errors.ts"
import type { Emit } from "../events.ts"
import { callerAddress } from "./client-address.ts"

const MOST_PLACES = 10

/** A problem as RFC 9457 sends it: application/problem+json, never cached. */
export function problemResponse({ status, code, detail, extras }: Problem): Response {
  const body: ProblemAnswer = {
    type: "about:blank",
    title: STATUS_CODES[status] ?? "Error",
    status,
    detail,
    code,
    ...(extras.job_id !== undefined && { job_id: extras.job_id }),
    ...(extras.errors !== undefined && { errors: extras.errors }),
  }
  return new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/problem+json", "cache-control": "no-store", ...extras.headers },
  })
}

/** 400 `invalid_request` naming each offending place; `where` says which part of the request it was. */
export function invalidRequest(error: ZodError, where: string): Problem {
  const places = error.issues.slice(0, MOST_PLACES).map((issue) => ({
    path: issue.path.map(String).join("."),
    message: issue.message,
  }))
  const named = places.map((place) => (place.path ? `${place.path}: ${place.message}` : place.message))
  return problem(400, "invalid_request", `The ${where} cannot be used – ${named.slice(0, 3).join("; ")}.`, {
    errors: places,
  })
}

/**
 * The answer to anything thrown: a Problem as it is, settings that cannot work as 503 `misconfigured`, everything else
 * as 500 `internal` with an id under which its text is in the log, and only there. `actor` is whose request it was, as far as that was made out.
 */
export function failureResponse(error: unknown, request: Request, emit: Emit, actor = ANONYMOUS): Response {
  const path = new URL(request.url).pathname
  const { method } = request
  if (error instanceof ConfigError) {
    emit({ type: "settings.unworkable", variables: error.problems.map(({ variable }) => variable) })
    return problemResponse(misconfigured())
  }
  const refused = isProblem(error) ? error : (fullDiskOf(error) ?? tooManyOpenOf(error))
  if (refused) {
    const { status, code } = refused
    emit({ type: "request.refused", method, path, status, code, actor, address: callerAddress(request) })
    return problemResponse(refused)
  }
  // Nobody is left to answer, and a client that hangs up is no failure of ours.
  if (request.signal.aborted)
    return problemResponse(problem(400, "request_aborted", "The request was broken off."))
  const errorId = randomUUID()
  emit({
    type: "request.failed",
    error_id: errorId,
    method,
    path,
    message: messageOf(error),
    stack: error instanceof Error ? (error.stack ?? null) : null,
  })
  return problemResponse(
    problem(
      500,
      "internal",
      `Something went wrong on our side. It is in the log as ${errorId}; trying again may help.`,
    ),
  )
}

function misconfigured(): Problem {
  const detail = "Some settings of this service cannot work. GET /api/health says which, and what to set."
  return problem(503, "misconfigured", detail)
}

/** There is no call with this path. */
export function notFound(path: string): Problem {
  const detail = `There is nothing at ${path.slice(0, 200)}. GET /api/openapi.json lists what there is.`
  return problem(404, "not_found", detail)
}
