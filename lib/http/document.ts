import { createLog } from "../log.ts"
import { callerAddress } from "./client-address.ts"
import { type HostNames, refuseOtherHost } from "./origin.ts"
import { failureResponse } from "./problem.ts"
import type { Handler } from "./route.ts"

/**
 * A document that is the same for everyone who calls the service by its name, built once and served as JSON. `settings` throws where this service
 * cannot work as it is set up, and is then answered like any other call.
 */
export function document(build: () => unknown, settings: () => HostNames): Handler {
  let text: string | undefined
  return async (request) => {
    try {
      refuseOtherHost(request, callerAddress(request), settings())
      text ??= JSON.stringify(build())
    } catch (error) {
      return failureResponse(error, request, createLog({ level: "error" }))
    }
    return new Response(text, {
      headers: { "content-type": "application/json", "cache-control": "no-store" },
    })
  }
}
