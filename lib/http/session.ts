import { createHmac, randomBytes, timingSafeEqual } from "node:crypto"
import { type ApiKey, sha256Of } from "../api-keys.ts"
import { isoTime } from "../clock.ts"
import type { Config } from "../config.ts"

const COOKIE = "sluice_session"
const LASTS_SECONDS = 7 * 24 * 3_600
const ID_BYTES = 32

/** Good for one process: without a configured secret a restart signs everybody out. */
const ownSecret = randomBytes(32).toString("base64url")

/** Where sessions are kept for every instance, see lib/sessions.ts. */
export interface Sessions {
  open(session: { id_hash: string; key_name: string; fingerprint: string; ends_at: string }): Promise<void>
  find(id_hash: string): Promise<string | null>
  end(id_hash: string): Promise<void>
}

/** What a session is looked up in. */
export interface SessionEffects {
  config: Config
  sessions?: Sessions
}

/** Signs in whoever holds this key, for a week: the Set-Cookie, which names a session and is signed. */
export async function signIn(
  request: Request,
  key: ApiKey,
  now: number,
  { config, sessions }: SessionEffects,
): Promise<string> {
  const id = randomBytes(ID_BYTES).toString("base64url")
  const ends = Math.floor(now / 1000) + LASTS_SECONDS
  const ends_at = isoTime(ends * 1000)
  await sessions?.open({
    id_hash: sha256Of(id),
    key_name: key.name,
    fingerprint: fingerprintOf(key),
    ends_at,
  })
  const content = `${id}.${ends}`
  return cookie(request, `${content}.${signatureOf(content, config)}`, LASTS_SECONDS)
}

/** Ends the session of a request; the Set-Cookie takes it from the browser as well. */
export async function signOut(
  request: Request,
  now: number,
  { config, sessions }: SessionEffects,
): Promise<string> {
  const id = idOf(request, config, now)
  if (id !== null) await sessions?.end(sha256Of(id))
  return cookie(request, "", 0)
}

/**
 * The key a request's cookie stands for; null without one, with one that is expired or altered, of a session that has ended, or of a
 * key that is gone.
 */
export async function keyOfSession(
  request: Request,
  now: number,
  { config, sessions }: SessionEffects,
): Promise<ApiKey | null> {
  const id = idOf(request, config, now)
  const fingerprint = id === null ? null : await sessions?.find(sha256Of(id))
  if (!fingerprint) return null
  return config.api_keys.filter((key) => sameText(fingerprint, fingerprintOf(key)))[0] ?? null
}

/** The id in a cookie that we have signed and that is not over. */
function idOf(request: Request, config: Config, now: number): string | null {
  const [id, expires, signature, ...more] = cookieOf(request)?.split(".") ?? []
  if (!id || !expires || !signature || more.length > 0) return null
  if (!sameText(signature, signatureOf(`${id}.${expires}`, config))) return null
  return Number(expires) * 1000 > now ? id : null
}

function cookie(request: Request, value: string, maxAge: number): string {
  const forwarded = request.headers.get("x-forwarded-proto") ?? new URL(request.url).protocol
  const secure = forwarded.startsWith("https") ? "; Secure" : ""
  return `${COOKIE}=${value}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Strict${secure}`
}

function cookieOf(request: Request): string | null {
  const pairs = (request.headers.get("cookie") ?? "").split(";").map((pair) => pair.trim())
  return pairs.find((pair) => pair.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1) || null
}

function fingerprintOf(key: ApiKey): string {
  return sha256Of(`session of ${key.name}: ${key.sha256}`)
}

function signatureOf(content: string, config: Config): string {
  return createHmac("sha256", config.session_secret ?? ownSecret)
    .update(content)
    .digest("base64url")
}

/** In constant time for texts of the same length, which is no secret here. */
function sameText(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)]
  return left.length === right.length && timingSafeEqual(left, right)
}
