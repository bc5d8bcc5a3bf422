import { ConfigError } from "../config.ts"
import type { HealthAnswer } from "../contract/health.ts"
import { isProblem, messageOf } from "../errors.ts"
import { createLog } from "../log.ts"
import type { Handler } from "./route.ts"

/** Which say nothing but what to do about the schema. */
const SCHEMA_CODES = ["schema_outdated", "schema_newer"]

/**
 * A health check that can be answered while nothing else can: where the settings cannot work it says each of them
 * that does not, and what to set; where the database cannot be opened, that. `effects` is what the check itself works with.
 */
export function orMisconfigured(effects: () => Promise<unknown>, check: Handler): Handler {
  return async (request) => {
    try {
      await effects()
    } catch (error) {
      if (error instanceof ConfigError) return unhealthy(misconfigured(error))
      createLog({ level: "error" })({ type: "database.unreachable", message: messageOf(error) })
      return unhealthy(unavailable(error))
    }
    return check(request)
  }
}

function misconfigured({ problems }: ConfigError): HealthAnswer {
  return { status: "misconfigured", database: "unknown", schema_version: null, problems }
}

/** What else is in the error may be about this machine, and is for its log. */
function unavailable(error: unknown): HealthAnswer {
  const told = isProblem(error) && SCHEMA_CODES.includes(error.code) ? { detail: error.detail } : {}
  return { status: "unavailable", database: "unreachable", schema_version: null, ...told }
}

function unhealthy(answer: HealthAnswer): Response {
  return Response.json(answer, { status: 503, headers: { "cache-control": "no-store" } })
}
