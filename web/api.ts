import type { z } from "zod"
import { ProblemAnswer } from "../lib/contract/problem.ts"

const DRIVER_ID = crypto.randomUUID()

/** What the API refused, in its own words. */
class RefusedError extends Error {
  readonly problem: ProblemAnswer

  constructor(problem: ProblemAnswer) {
    super(problem.detail)
    this.name = "RefusedError"
    this.problem = problem
  }
}

/**
 * Calls the API and checks its answer; a body makes it a POST.
 * @throws RefusedError with the problem's sentence, TypeError when the server cannot be reached
 */
export async function call<S extends z.ZodType>(
  path: string,
  answer: S,
  body?: unknown,
): Promise<z.output<S>> {
  const response = await fetch(path, {
    method: body === undefined ? "GET" : "POST",
    headers: {
      "x-sluice-driver": DRIVER_ID,
      "x-sluice-driver-label": "browser tab",
      ...(body !== undefined && { "content-type": "application/json" }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const json: unknown = await response.json().catch(() => null)
  if (response.ok) return answer.parse(json)
  const refusal = ProblemAnswer.safeParse(json)
  if (refusal.success) throw new RefusedError(refusal.data)
  throw new Error(`The server answered ${response.status} and said nothing more.`)
}
