import { z } from "zod"
import type { Clock } from "../../lib/clock.ts"
import { readConfig } from "../../lib/config.ts"
import type { Access } from "../../lib/contract/endpoints.ts"
import { JobReference } from "../../lib/contract/fields.ts"
import type { SluiceEvent } from "../../lib/events.ts"
import { route } from "../../lib/http/route.ts"

/** As long as a key has to be. */
const longKey = (name: string) => name.padEnd(32, "-")

export const KEYS = {
  viewer: longKey("viewer-key"),
  operator: longKey("operator-key"),
  admin: longKey("admin-key"),
} as const
export const CRON_SECRET = "the scheduler's secret"

export const WITH_KEYS = {
  SLUICE_API_KEYS: JSON.stringify(
    Object.entries(KEYS).map(([role, key]) => ({ name: `the ${role}`, role, key, projects: ["*"] })),
  ),
  CRON_SECRET,
}

/** Effects as a route needs them, on a clock that stands still, remembering what was told. */
export function effectsOf(env: Record<string, string> = {}) {
  const config = readConfig(env)
  const events: SluiceEvent[] = []
  const clock: Clock = { now: () => 1_000_000, wait: async () => {} }
  return { config, clock, events, emit: (event: SluiceEvent) => void events.push(event) }
}

export type SmallEffects = ReturnType<typeof effectsOf>

const Echo = z.strictObject({ job_id: JobReference.optional(), text: z.string().max(20).default("nothing") })

/** A call that answers who asked and with what. */
export function echoRoute(effects: SmallEffects, access: Access, method: "GET" | "POST" = "POST") {
  return route(
    {
      method,
      path: "/api/echo/:name",
      in: "rest",
      access,
      summary: "Say it again",
      ...(method === "POST" && { body: Echo }),
      answer: z.object({ actor: z.string(), name: z.string(), text: z.string() }),
    },
    async () => effects,
    ({ params, body, actor }) => {
      if (params.name === "broken") throw new Error("the password is hunter2")
      const text = body === undefined ? "" : Echo.parse(body).text
      return { actor: actor.name, name: params.name, text, secret: "stays here" }
    },
  )
}

export function post(path: string, body: BodyInit, headers: Record<string, string> = {}): Request {
  const all = { "content-type": "application/json", ...headers }
  return new Request(`http://localhost:3000${path}`, { method: "POST", body, headers: all })
}

export async function problemOf(response: Response) {
  return (await response.json()) as {
    code: string
    detail: string
    errors?: { path: string; message: string }[]
  }
}
