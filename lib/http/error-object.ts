import type { Endpoint } from "../contract/endpoint.ts"
import { endpoints } from "../contract/endpoints.ts"
import { ProblemAnswer } from "../contract/problem.ts"
import { matchPath } from "./path.ts"

/** Refusals whose status the first who asked for them named otherwise. */
const STATUS: Readonly<Record<string, number>> = { batch_too_large: 400 }

const PATHS = Object.values<Endpoint>(endpoints)
  .filter(({ error_object }) => error_object)
  .map(({ path }) => path)

/** The same answer; at an address whose refusals are declared as objects, a problem as `{ error: { code, message } }`, its code in capitals. */
export async function withErrorObject(response: Response, pathname: string): Promise<Response> {
  if (response.headers.get("content-type") !== "application/problem+json") return response
  if (response.body === null || !PATHS.some((path) => matchPath(path, pathname))) return response
  const { code, detail, status } = ProblemAnswer.parse(await response.json())
  const headers = new Headers(response.headers)
  headers.set("content-type", "application/json")
  const error = { code: code.toUpperCase(), message: detail }
  return new Response(JSON.stringify({ error }), { status: STATUS[code] ?? status, headers })
}
