import type { z } from "zod"
import type { Endpoint } from "../../lib/contract/endpoints.ts"
import { ProblemAnswer } from "../../lib/contract/problem.ts"
import { driverHeaders } from "./driver-id.ts"

/** What a call sends beside its method and path. */
export interface Sent {
  params?: Record<string, string>
  query?: Record<string, string | number | boolean | undefined>
  body?: unknown
  /** Instead of a body. */
  form?: FormData
  /** Gives up waiting for the answer; a prepare may take longest. */
  timeout_ms?: number
  signal?: AbortSignal
}

const PATIENCE_MS = 45_000

/** What the API refused, in its own words. */
class RefusedError extends Error {
  readonly problem: ProblemAnswer

  constructor(problem: ProblemAnswer) {
    const { detail, errors = [] } = problem
    const unsaid = errors.filter(({ message }) => !detail.includes(message.replace(/\.$/, "")))
    super([detail, ...unsaid.map(({ path, message }) => `${path}: ${message}.`)].join(" "))
    this.name = "RefusedError"
    this.problem = problem
  }
}

/** The server could not be reached, or something in between answered for it. */
export class UnreachableError extends Error {
  /** What stands before the server answered; null where nothing did. */
  readonly status: number | null

  constructor(message = "The server cannot be reached.", status: number | null = null) {
    super(message)
    this.name = "UnreachableError"
    this.status = status
  }
}

/** Whether the same call may well succeed in a moment. */
export function isTransient(error: unknown): boolean {
  if (error instanceof UnreachableError) return !isTooLarge(error)
  return error instanceof RefusedError && (error.problem.status >= 500 || error.problem.status === 429)
}

/** Whether more was sent than is taken at once, by the server or by what stands before it. */
export function isTooLarge(error: unknown): boolean {
  const status = error instanceof UnreachableError ? error.status : problemOf(error)?.status
  return status === 413
}

/** Why something failed, as a sentence. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** What the API refused; undefined for anything else. */
export function problemOf(error: unknown): ProblemAnswer | undefined {
  return error instanceof RefusedError ? error.problem : undefined
}

/** The stable code of a refusal; null for anything else. */
export function codeOf(error: unknown): string | null {
  return problemOf(error)?.code ?? null
}

/** What is wrong with single fields, by their names; an option goes by its own. */
export function fieldErrorsOf(error: unknown): Record<string, string> {
  const errors = problemOf(error)?.errors ?? []
  return Object.fromEntries(errors.map(({ path, message }) => [path.replace(/^options\./, ""), message]))
}

/** The address of an endpoint, its parameters filled in. */
export function addressOf(endpoint: Endpoint, { params = {}, query = {} }: Sent = {}): string {
  const path = endpoint.path.replace(/:(\w+)/g, (_, name) => encodeURIComponent(params[name] ?? ""))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== "") search.set(name, String(value))
  }
  return search.size > 0 ? `${path}?${search}` : path
}

/**
 * Calls an endpoint and checks its answer.
 * @throws RefusedError with the problem's sentence, UnreachableError when nobody who speaks for it answers
 */
export async function call<A extends z.ZodType>(
  endpoint: Endpoint<string, A>,
  sent: Sent = {},
): Promise<z.output<A>> {
  return (await answered(endpoint, sent)).answer
}

/** An answer, and whether something was made for it: 201 says so. */
export interface Answered<T> {
  answer: T
  created: boolean
}

/** The same, telling whether something new was made. */
export async function answered<A extends z.ZodType>(
  endpoint: Endpoint<string, A>,
  sent: Sent = {},
): Promise<Answered<z.output<A>>> {
  const response = await request(endpoint, sent)
  const text = await response.text().catch(unreachable)
  return { answer: answerOf(endpoint.answer, response.status, text), created: response.status === 201 }
}

/** Sends the request and answers the response as it is, whatever its status. */
export async function request(
  endpoint: Endpoint,
  sent: Sent,
  accept = "application/json",
): Promise<Response> {
  const { body, form, signal, timeout_ms = PATIENCE_MS } = sent
  const patience = AbortSignal.timeout(timeout_ms)
  return fetch(addressOf(endpoint, sent), {
    method: endpoint.method,
    headers: {
      accept,
      ...driverHeaders(),
      ...(body !== undefined && { "content-type": "application/json" }),
    },
    signal: signal ? AbortSignal.any([signal, patience]) : patience,
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(form && { body: form }),
  }).catch(unreachable)
}

/** Reads an answer that has arrived; the same for fetched and for uploaded ones. */
export function answerOf<A extends z.ZodType>(schema: A, status: number, text: string): z.output<A> {
  const json = parsed(text)
  if (status < 200 || status > 299) throw refusalOf(status, json)
  const answer = schema.safeParse(json)
  if (answer.success) return answer.data
  throw new Error("The server speaks another version than this page. Reload the page.")
}

function refusalOf(status: number, json: unknown): Error {
  const refusal = ProblemAnswer.safeParse(json)
  if (refusal.success) return new RefusedError(refusal.data)
  return new UnreachableError(`The server answered ${status} and said nothing more.`, status)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function unreachable(): never {
  throw new UnreachableError()
}
