import { ConfigError } from "../config.ts"
import type { HealthAnswer } from "../contract/health.ts"
import type { Handler } from "./route.ts"

/**
 * A health check that can be answered while nothing else can: where the settings cannot work it says each of them
 * that does not, and what to set. `effects` is what the check itself works with.
 */
export function orMisconfigured(effects: () => Promise<unknown>, check: Handler): Handler {
  return async (request) => {
    try {
      await effects()
    } catch (error) {
      if (error instanceof ConfigError) return misconfigured(error)
    }
    return check(request)
  }
}

function misconfigured({ problems }: ConfigError): Response {
  const answer: HealthAnswer = {
    status: "misconfigured",
    database: "unknown",
    schema_version: null,
    problems,
  }
  return Response.json(answer, { status: 503, headers: { "cache-control": "no-store" } })
}
