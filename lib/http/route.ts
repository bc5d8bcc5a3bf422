import type { z } from "zod"
import type { Clock } from "../clock.ts"
import type { Actor, Driver } from "../contract/access.ts"
import type { Endpoint } from "../contract/endpoints.ts"
import { isId } from "../contract/fields.ts"
import { deadlineOf } from "../deadline.ts"
import { problem } from "../errors.ts"
import type { Emit } from "../events.ts"
import { createLog } from "../log.ts"
import { metered } from "../meter.ts"
import { issueText } from "../words.ts"
import { authorise, identify } from "./auth.ts"
import { beforeTheEnd, inFunction } from "./background.ts"
import { mediaType, readJson, readJsonIfAny, rowsLimit } from "./body.ts"
import { matchPath, namesIn, type PathParams } from "./path.ts"
import { failureResponse, invalidRequest, notFound } from "./problem.ts"
import type { SessionEffects } from "./session.ts"

/** What a route itself needs; verbs are handed the whole thing. */
export interface RouteEffects extends SessionEffects {
  clock: Clock
  emit: Emit
  deadline?: number | undefined
  store?: { until(deadline: number): unknown }
}

export interface Call<E, P, Q, B> {
  request: Request
  params: P
  query: Q
  body: B
  actor: Actor
  driver: Driver
  effects: E
}

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined

/** The answer, `reply(status, answer)` for another status than 200, or a Response as it is. */
type Result<A extends z.ZodType> = z.input<A> | Reply<z.input<A>> | Response

export type Handler = (request: Request) => Promise<Response>

const REPLY = Symbol("reply")

interface Reply<A> {
  [REPLY]: true
  status: number
  answer: A
  headers: Record<string, string>
}

/** An answer with a status of its own, and perhaps headers. */
export function reply<A>(status: number, answer: A, headers: Record<string, string> = {}): Reply<A> {
  return { [REPLY]: true, status, answer, headers }
}

/**
 * Makes a platform handler of a verb: the endpoint says who may call it, what it takes and answers.
 * `effects` puts together what it works with and is called once a request, so it should remember.
 * Everything that can go wrong on the way is answered as a problem; nothing is thrown. An answer says in
 * `x-sluice-statements` how many round trips to the database it took, `x-sluice-sql-statements` with how many statements.
 */
export function route<
  E extends RouteEffects,
  Path extends string,
  A extends z.ZodType,
  Q extends z.ZodType | undefined,
  B extends z.ZodType | undefined,
>(
  endpoint: Endpoint<Path, A, Q, B>,
  effects: () => Promise<E>,
  run: (call: Call<E, PathParams<Path>, Parsed<Q>, Parsed<B>>) => Promise<Result<A>> | Result<A>,
): Handler {
  return async (request) => {
    let emit: Emit = createLog({ level: "error" })
    let who: string | undefined
    const begun = performance.now()
    try {
      const live = untilTheEnd(await effects(), endpoint, request, begun)
      emit = live.emit
      const { params, actor, now } = await admitted(endpoint, request, live)
      who = actor.name
      authorise(actor, request, endpoint.access, now)
      const call = await callOf(endpoint, request, { params, actor, effects: live })
      const work = metered(async () => run(call as Parameters<typeof run>[0]))
      const { value, trips, statements } = await beforeTheEnd(work, live.deadline - live.clock.now())
      const response = answerOf(endpoint.answer, value)
      response.headers.set("x-sluice-statements", String(trips))
      response.headers.set("x-sluice-sql-statements", String(statements))
      return response
    } catch (error) {
      return failureResponse(error, request, emit, who)
    }
  }
}

/**
 * The effects of one call, which know when its function ends. Opening them takes part of its time. Where none ends, the store
 * takes in a form however long that is in coming.
 */
function untilTheEnd<E extends RouteEffects>(live: E, endpoint: Endpoint, request: Request, begun: number) {
  const spent = performance.now() - begun
  const deadline = deadlineOf(endpoint.in, live.clock.now() - spent)
  const timeless = !inFunction() && mediaType(request) === "multipart/form-data"
  return { ...live, deadline, ...(live.store && !timeless && { store: live.store.until(deadline) }) }
}

/** Whose request it is, of one that is for this endpoint. */
async function admitted(endpoint: Endpoint, request: Request, effects: RouteEffects) {
  const { pathname } = new URL(request.url)
  const params = matchPath(endpoint.path, pathname)
  if (!params) throw notFound(pathname)
  const now = effects.clock.now()
  return { params, now, actor: await identify(request, endpoint.access, now, effects) }
}

async function callOf<E extends RouteEffects>(
  endpoint: Endpoint,
  request: Request,
  known: { params: Record<string, string>; actor: Actor; effects: E },
) {
  const { params, actor, effects } = known
  const url = new URL(request.url)
  assertJobId(params)
  const query = endpoint.query && parsed(endpoint.query, queryOf(url, endpoint.path), "query")
  const read = endpoint.bodyless ? readJsonIfAny : readJson
  const limit = endpoint.large ? rowsLimit(effects.config) : undefined
  const body = endpoint.body && parsed(endpoint.body, await read(request, limit), "body")
  assertJobId(body)
  return { request, params, query, body, actor, driver: driverOf(request, actor), effects }
}

/** What is sent is what the schema lets through, never more. */
function answerOf<A extends z.ZodType>(schema: A, result: Result<A>): Response {
  if (result instanceof Response) return result
  const { status, answer, headers } = isReply(result) ? result : { status: 200, answer: result, headers: {} }
  return Response.json(schema.parse(answer), { status, headers: { "cache-control": "no-store", ...headers } })
}

/** @throws Problem 400 `invalid_request`; `where` names the part of the request */
export function parsed<S extends z.ZodType>(schema: S, value: unknown, where: string): z.output<S> {
  const result = schema.safeParse(value, { error: issueText })
  if (!result.success) throw invalidRequest(result.error, where)
  return result.data
}

/** What cannot be the id of a job is answered like an unknown one. @throws Problem 404 `job_not_found` */
export function assertJobId(fields: unknown): void {
  const id = fields !== null && typeof fields === "object" && "job_id" in fields ? fields.job_id : undefined
  if (typeof id !== "string" || isId(id)) return
  throw problem(404, "job_not_found", "There is no import with this id. GET /api/imports lists them.")
}

/** The query without what the platform appends to it: the parameters of the path. */
function queryOf(url: URL, pattern: string): Record<string, string> {
  const appended = new Set(namesIn(pattern))
  return Object.fromEntries([...url.searchParams].filter(([name]) => !appended.has(name)))
}

function driverOf(request: Request, actor: Actor): Driver {
  const id = request.headers.get("x-sluice-driver")?.slice(0, 100)
  const label = request.headers.get("x-sluice-driver-label")?.slice(0, 100)
  return { id: id || `key:${actor.name}`, label: label || "API" }
}

function isReply<A>(result: A | Reply<A>): result is Reply<A> {
  return typeof result === "object" && result !== null && REPLY in result
}
