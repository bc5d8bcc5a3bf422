import { AsyncLocalStorage } from "node:async_hooks"
import { timingSafeEqual } from "node:crypto"
import { type ApiKey, sha256Of } from "../api-keys.ts"
import type { Config } from "../config.ts"
import { type Actor, ANONYMOUS, Role } from "../contract/access.ts"
import type { Access } from "../contract/endpoints.ts"
import { problem } from "../errors.ts"
import { callerAddress } from "./client-address.ts"
import { refuseCrossSite, refuseOtherHost, refuseRemote } from "./origin.ts"
import { createRateLimit } from "./rate.ts"
import { keyOfSession, type SessionEffects } from "./session.ts"

const LOCAL: Actor = { name: "local", role: "admin", projects: ["*"] }
const SCHEDULER: Actor = { name: "scheduler", role: "operator", projects: ["*"] }
const NOBODY: Actor = { name: ANONYMOUS, role: "viewer", projects: [] }

const inProcess = new AsyncLocalStorage<Actor>()
const wrongKeys = createRateLimit({ burst: 60, per_second: 1 })
const calls = createRateLimit({ burst: 4_000, per_second: 1_000 })

/** Serves what `work` requests as this actor: for a command that holds the database itself. */
export function actingAs<T>(actor: Actor, work: () => T): T {
  return inProcess.run(actor, work)
}

/**
 * Who sends the request.
 * @throws Problem 401 `unauthorized`, 403 `cross_site` | `loopback_only`, 421 `other_host`, 429 `too_many_requests`
 */
export async function identify(
  request: Request,
  access: Access,
  now: number,
  effects: SessionEffects,
): Promise<Actor> {
  const { config } = effects
  const trusted = inProcess.getStore()
  if (trusted) return trusted
  refuseOtherHost(request, callerAddress(request), config)
  refuseCrossSite(request)
  if (config.api_keys.length === 0 && !config.on_vercel && access !== "scheduler") refuseRemote(request)
  return actorOf(request, access, now, effects)
}

/**
 * Lets through whoever may do what the route does, and has not called too often.
 * @throws Problem 403 `forbidden`, 429 `too_many_requests`
 */
export function authorise(actor: Actor, request: Request, access: Access, now: number): void {
  if (inProcess.getStore()) return
  const wait = calls(`${actor.name} ${access === "public" ? callerAddress(request) : ""}`, now)
  if (wait > 0) throw tooMany(wait)
  if (access !== "public" && access !== "scheduler") assertRole(actor, access, "this")
}

/** For what only some may ask for of a route. @throws Problem 403 `forbidden` */
export function assertRole(actor: Actor, role: Role, what: string): void {
  if (rank(actor.role) >= rank(role)) return
  throw problem(
    403,
    "forbidden",
    `The key "${actor.name}" has the role ${actor.role}; ${what} needs the role ${role}.`,
  )
}

async function actorOf(
  request: Request,
  access: Access,
  now: number,
  effects: SessionEffects,
): Promise<Actor> {
  const { config } = effects
  if (access === "public") return NOBODY
  if (access === "scheduler") return schedulerOf(request, config, now)
  if (config.api_keys.length === 0) return LOCAL
  const presented = presentedKey(request)
  const key =
    presented === null ? await keyOfSession(request, now, effects) : holderOf(request, presented, config, now)
  if (!key) {
    throw unauthorized("Sign in, or send your key as Authorization: Bearer KEY or X-API-Key: KEY.")
  }
  return { name: key.name, role: key.role, projects: key.projects, datasets: key.datasets }
}

/** Whose key this is. @throws Problem 401 `unauthorized`, 429 `too_many_requests` for whoever keeps guessing */
export function holderOf(request: Request, presented: string, config: Config, now: number): ApiKey {
  assertNoGuesser(request, now)
  const key = keyOf(presented, config.api_keys)
  if (!key) throw wrongKey(request, now)
  return key
}

function schedulerOf(request: Request, config: Config, now: number): Actor {
  const expected = config.cron_secret_sha256
  const presented = presentedKey(request)
  if (expected === null) throw unauthorized("No CRON_SECRET is configured, so the scheduler is refused.")
  if (presented === null)
    throw unauthorized("Send the secret of the scheduler as Authorization: Bearer SECRET.")
  assertNoGuesser(request, now)
  if (!sameDigest(sha256Of(presented), expected)) throw wrongKey(request, now)
  return SCHEDULER
}

function presentedKey(request: Request): string | null {
  const bearer = /^bearer\s(.*)/i.exec(request.headers.get("authorization") ?? "")?.[1]?.trim()
  return bearer || request.headers.get("x-api-key")
}

/** Looks at every key whether or not one matched already, so that the time tells nothing. */
function keyOf(presented: string, keys: ApiKey[]): ApiKey | undefined {
  const digest = sha256Of(presented)
  return keys.filter((key) => sameDigest(digest, key.sha256))[0]
}

function sameDigest(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(one, "hex"), Buffer.from(other, "hex"))
}

/** Where too many wrong keys come from a right one waits as well: it would tell a guesser that it is right. */
function assertNoGuesser(request: Request, now: number): void {
  const wait = wrongKeys(callerAddress(request), now, { look: true })
  if (wait > 0) throw tooMany(wait)
}

function wrongKey(request: Request, now: number) {
  const wait = wrongKeys(callerAddress(request), now)
  return wait > 0 ? tooMany(wait) : unauthorized("This key is not known here.")
}

function unauthorized(detail: string) {
  return problem(401, "unauthorized", detail, { headers: { "www-authenticate": 'Bearer realm="sluice"' } })
}

function tooMany(seconds: number) {
  return problem(429, "too_many_requests", `Too many requests. Wait ${seconds} s and try again.`, {
    headers: { "retry-after": String(seconds) },
  })
}

function rank(role: Role): number {
  return Role.options.indexOf(role)
}
