import { createHmac, randomBytes, timingSafeEqual } from "node:crypto"
import { type ApiKey, type Config, sha256Of } from "../config.ts"

const COOKIE = "sluice_session"
const LASTS_SECONDS = 7 * 24 * 3_600
const FINGERPRINT_LENGTH = 32

/** Good for one process: without a configured secret a restart signs everybody out. */
const ownSecret = randomBytes(32).toString("base64url")

/**
 * The Set-Cookie that signs in whoever holds this key, for a week. It names the key by a fingerprint, so taking
 * the key out of the configuration ends its sessions.
 */
export function sessionCookie(request: Request, key: ApiKey, config: Config, now: number): string {
  const content = `${fingerprintOf(key)}.${Math.floor(now / 1000) + LASTS_SECONDS}`
  return cookie(request, `${content}.${signatureOf(content, config)}`, LASTS_SECONDS)
}

/** The Set-Cookie that signs out. */
export function endedCookie(request: Request): string {
  return cookie(request, "", 0)
}

/** The key a request's cookie stands for; null without one, or with one that is expired, altered or of no key. */
export function keyOfSession(request: Request, config: Config, now: number): ApiKey | null {
  const value = cookieOf(request)
  const [fingerprint, expires, signature, ...more] = value?.split(".") ?? []
  if (!fingerprint || !expires || !signature || more.length > 0) return null
  if (!sameText(signature, signatureOf(`${fingerprint}.${expires}`, config))) return null
  if (!(Number(expires) * 1000 > now)) return null
  return config.api_keys.filter((key) => sameText(fingerprint, fingerprintOf(key)))[0] ?? null
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
  return sha256Of(`session of ${key.name}: ${key.sha256}`).slice(0, FINGERPRINT_LENGTH)
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
