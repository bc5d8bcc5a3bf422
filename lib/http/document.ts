import { createLog } from "../log.ts"
import { failureResponse } from "./problem.ts"
import type { Handler } from "./route.ts"

/**
 * A document that is the same for everyone and built once, served as JSON. `settings` throws where this service
 * cannot work as it is set up, and is then answered like any other call.
 */
export function document(build: () => unknown, settings: () => unknown): Handler {
  let text: string | undefined
  return async (request) => {
    try {
      settings()
      text ??= JSON.stringify(build())
    } catch (error) {
      return failureResponse(error, request, createLog({ level: "error" }))
    }
    return new Response(text, {
      headers: { "content-type": "application/json", "cache-control": "no-store" },
    })
  }
}
