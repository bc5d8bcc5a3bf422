import { expect, test } from "vitest"
import { readConfig } from "../../lib/config.ts"
import { endedCookie, keyOfSession, sessionCookie } from "../../lib/http/session.ts"
import { echoRoute, effectsOf, KEYS, post, problemOf, WITH_KEYS } from "./small-api.ts"

const SECRET = { SLUICE_SESSION_SECRET: "sixteen characters at least" }
const NOW = 1_000_000
const WEEK_MS = 7 * 24 * 3_600_000
const config = readConfig({ ...WITH_KEYS, ...SECRET })
const operator = config.api_keys.find((key) => key.role === "operator") ?? config.api_keys[0]
if (!operator) throw new Error("no key")

const asked = (headers: Record<string, string> = {}, url = "http://localhost:3000/api/session") =>
  new Request(url, { headers })

/** The pair a browser sends back of a Set-Cookie. */
const pairOf = (setCookie: string) => setCookie.split(";")[0] ?? ""

const signedIn = (at = NOW) => pairOf(sessionCookie(asked(), operator, config, at))

test("a cookie stands for the key that it was made for", () => {
  expect(keyOfSession(asked({ cookie: `a=b; ${signedIn()}` }), config, NOW)?.name).toBe("the operator")
})

test("scripts and other sites do not get at the cookie", () => {
  expect(sessionCookie(asked(), operator, config, NOW)).toMatch(/; HttpOnly; SameSite=Strict$/)
  expect(sessionCookie(asked({ "x-forwarded-proto": "https" }), operator, config, NOW)).toMatch(/; Secure$/)
  expect(sessionCookie(asked({}, "https://sluice.example/"), operator, config, NOW)).toMatch(/; Secure$/)
})

test("the cookie names neither the key nor its digest", () => {
  expect(signedIn()).not.toContain(operator.sha256)
  expect(signedIn()).not.toContain(KEYS.operator)
})

test("a cookie is good for a week and no longer", () => {
  const cookie = signedIn()
  expect(keyOfSession(asked({ cookie }), config, NOW + WEEK_MS - 1_000)).not.toBeNull()
  expect(keyOfSession(asked({ cookie }), config, NOW + WEEK_MS)).toBeNull()
})

test.each([
  ["a longer life", (value: string) => value.replace(/\.(\d+)\./, (_, at) => `.${Number(at) + 1}.`)],
  ["another key", (value: string) => value.replace(/=./, "=0").replace(/=0(.)/, "=1$1")],
  ["another signature", (value: string) => `${value}x`],
  ["no signature", (value: string) => value.slice(0, value.lastIndexOf("."))],
  ["nothing in it", () => "sluice_session="],
])("a cookie altered to have %s is none", (_what, altered) => {
  expect(keyOfSession(asked({ cookie: altered(signedIn()) }), config, NOW)).toBeNull()
})

test("another secret, and a key taken out of the configuration, end the sessions", () => {
  const cookie = signedIn()
  const otherSecret = readConfig({ ...WITH_KEYS, SLUICE_SESSION_SECRET: "another one of sixteen" })
  expect(keyOfSession(asked({ cookie }), otherSecret, NOW)).toBeNull()
  const without = { ...config, api_keys: config.api_keys.filter((key) => key !== operator) }
  expect(keyOfSession(asked({ cookie }), without, NOW)).toBeNull()
})

test("without a configured secret a session is good for this process", () => {
  const own = readConfig(WITH_KEYS)
  const cookie = pairOf(sessionCookie(asked(), operator, own, NOW))
  expect(keyOfSession(asked({ cookie }), own, NOW)?.name).toBe("the operator")
})

test("signing out takes the cookie away", () => {
  expect(endedCookie(asked())).toMatch(/^sluice_session=; Path=\/; Max-Age=0; HttpOnly/)
})

test("the session of a role may do what its key may, and a key that is sent goes before it", async () => {
  const effects = effectsOf({ ...WITH_KEYS, ...SECRET })
  const call = (access: "operator" | "admin", more: Record<string, string> = {}) =>
    echoRoute(effects, access)(post("/api/echo/x", "{}", { cookie: signedIn(), ...more }))
  expect((await call("operator")).status).toBe(200)
  expect((await call("admin")).status).toBe(403)
  expect((await call("operator", { "x-api-key": KEYS.viewer })).status).toBe(403)
})

test("another site's page cannot use the session", async () => {
  const effects = effectsOf({ ...WITH_KEYS, ...SECRET })
  const headers = { cookie: signedIn(), origin: "https://evil.example" }
  const response = await echoRoute(effects, "operator")(post("/api/echo/x", "{}", headers))
  expect([response.status, (await problemOf(response)).code]).toEqual([403, "cross_site"])
})
