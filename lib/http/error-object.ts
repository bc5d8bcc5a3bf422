import { ProblemAnswer } from "../contract/problem.ts"
import type { Handler } from "./route.ts"

/** Refusals whose status the first who asked for them named otherwise. */
const STATUS: Readonly<Record<string, number>> = { batch_too_large: 400 }

/** The same handler for clients that expect a refusal as `{ error: { code, message } }`, its code in capitals. */
export function withErrorObject(handler: Handler): Handler {
  return async (request) => {
    const response = await handler(request)
    if (response.headers.get("content-type") !== "application/problem+json") return response
    const { code, detail, status } = ProblemAnswer.parse(await response.json())
    const headers = new Headers(response.headers)
    headers.set("content-type", "application/json")
    const error = { code: code.toUpperCase(), message: detail }
    return new Response(JSON.stringify({ error }), { status: STATUS[code] ?? status, headers })
  }
}
