import { beforeEach, expect, test } from "vitest"
import { type Config, readConfig } from "../../lib/config.ts"
import { keyOfSession, type SessionEffects, signIn, signOut } from "../../lib/http/session.ts"
import { createSessions } from "../../lib/sessions.ts"
import { besideWriting } from "../support/gate.ts"
import { sharedLab } from "../support/own-lab.ts"
import { echoRoute, effectsOf, KEYS, post, problemOf, WITH_KEYS } from "./small-api.ts"

const SECRET = { SLUICE_SESSION_SECRET: "sixteen characters at least" }
const WEEK_MS = 7 * 24 * 3_600_000
const config = readConfig({ ...WITH_KEYS, ...SECRET })
const operator = config.api_keys.find((key) => key.role === "operator") ?? config.api_keys[0]
if (!operator) throw new Error("no key")

const lab = sharedLab()
let effects: SessionEffects
let cookie: string
beforeEach(async () => {
  effects = { config, sessions: lab.effects.sessions }
  cookie = pairOf(await signIn(asked(), operator, now(), effects))
})

const now = () => lab.clock.now()
const asked = (headers: Record<string, string> = {}, url = "http://localhost:3000/api/session") =>
  new Request(url, { headers })

/** The pair a browser sends back of a Set-Cookie. */
const pairOf = (setCookie: string) => setCookie.split(";")[0] ?? ""

const holder = async (sent: string, with_config: Config = config, at = now()) =>
  (await keyOfSession(asked({ cookie: sent }), at, { ...effects, config: with_config }))?.name ?? null

const rows = () =>
  lab.read("select id_hash, key_name, fingerprint, last_seen_at from sessions order by made_at desc")

test("a cookie stands for the key that it was made for", async () => {
  expect(await holder(`a=b; ${cookie}`)).toBe("the operator")
})

test("scripts and other sites do not get at the cookie", async () => {
  const made = (...of: Parameters<typeof asked>) => signIn(asked(...of), operator, now(), effects)
  expect(await made()).toMatch(/; HttpOnly; SameSite=Strict$/)
  expect(await made({ "x-forwarded-proto": "https" })).toMatch(/; Secure$/)
  expect(await made({}, "https://sluice.example/")).toMatch(/; Secure$/)
})

test("neither the cookie names the key or its digest, nor what is kept of it the cookie", async () => {
  expect(cookie).not.toContain(operator.sha256)
  expect(cookie).not.toContain(KEYS.operator)
  const [id = ""] = cookie.replace("sluice_session=", "").split(".")
  const kept = JSON.stringify(await rows())
  for (const secret of [id, operator.sha256, KEYS.operator]) expect(kept).not.toContain(secret)
})

test("a cookie is good for a week and no longer, and what is over is not kept", async () => {
  expect(await holder(cookie, config, now() + WEEK_MS - 1_000)).not.toBeNull()
  expect(await holder(cookie, config, now() + WEEK_MS)).toBeNull()
  lab.clock.advance(WEEK_MS / 1_000)
  await signIn(asked(), operator, now(), effects)
  expect(await rows()).toHaveLength(1)
})

test.each([
  ["a longer life", (value: string) => value.replace(/\.(\d+)\./, (_, at) => `.${Number(at) + 1}.`)],
  ["another id", (value: string) => value.replace(/=(.)/, (_, first) => (first === "0" ? "=1" : "=0"))],
  ["another signature", (value: string) => `${value}x`],
  ["no signature", (value: string) => value.slice(0, value.lastIndexOf("."))],
  ["nothing in it", () => "sluice_session="],
])("a cookie altered to have %s is none", async (_what, altered) => {
  expect(await holder(altered(cookie))).toBeNull()
})

test("another secret, and a key taken out of the configuration, end the sessions", async () => {
  expect(
    await holder(cookie, readConfig({ ...WITH_KEYS, SLUICE_SESSION_SECRET: "another one of sixteen" })),
  ).toBeNull()
  expect(
    await holder(cookie, { ...config, api_keys: config.api_keys.filter((key) => key !== operator) }),
  ).toBeNull()
})

test("without a configured secret a session is good for this process", async () => {
  effects = { ...effects, config: readConfig(WITH_KEYS) }
  const own = pairOf(await signIn(asked(), operator, now(), effects))
  expect(await holder(own, effects.config)).toBe("the operator")
})

test("signing out takes the cookie away and ends the session at once, whoever still has it, and no other", async () => {
  const other = pairOf(await signIn(asked(), operator, now(), effects))
  expect(await signOut(asked({ cookie }), now(), effects)).toMatch(
    /^sluice_session=; Path=\/; Max-Age=0; HttpOnly/,
  )
  expect([await holder(cookie), await holder(other)]).toEqual([null, "the operator"])
  expect(await signOut(asked(), now(), effects)).toMatch(/Max-Age=0/)
})

test("two who sign out of one session at once are both told that it has ended", async () => {
  const signedOut = await besideWriting(lab, "delete from sessions", ({ db, clock }) =>
    signOut(asked({ cookie }), now(), { config, sessions: createSessions(db, clock) }),
  )
  expect(signedOut).toMatch(/Max-Age=0/)
  expect(await holder(cookie)).toBeNull()
})

test("two who sign in at once do not fail over what is over and goes", async () => {
  lab.clock.advance(WEEK_MS / 1_000)
  const signedIn = await besideWriting(lab, "delete from sessions", ({ db, clock }) =>
    signIn(asked(), operator, now(), { config, sessions: createSessions(db, clock) }),
  )
  expect(await holder(pairOf(signedIn))).toBe("the operator")
})

test("when somebody was last seen is written at most once in five minutes", async () => {
  const seen = async () => (await rows())[0]?.last_seen_at
  const before = await seen()
  lab.clock.advance(299)
  await holder(cookie)
  expect(await seen()).toEqual(before)
  lab.clock.advance(2)
  await holder(cookie)
  expect(await seen()).not.toEqual(before)
})

test("the session of a role may do what its key may, and a key that is sent goes before it", async () => {
  const small = { ...effectsOf({ ...WITH_KEYS, ...SECRET }), ...effects, clock: lab.clock }
  const call = (access: "operator" | "admin", more: Record<string, string> = {}) =>
    echoRoute(small, access)(post("/api/echo/x", "{}", { cookie, ...more }))
  expect((await call("operator")).status).toBe(200)
  expect((await call("admin")).status).toBe(403)
  expect((await call("operator", { "x-api-key": KEYS.viewer })).status).toBe(403)
})

test("another site's page cannot use the session", async () => {
  const small = { ...effectsOf({ ...WITH_KEYS, ...SECRET }), ...effects, clock: lab.clock }
  const headers = { cookie, origin: "https://evil.example" }
  const response = await echoRoute(small, "operator")(post("/api/echo/x", "{}", headers))
  expect([response.status, (await problemOf(response)).code]).toEqual([403, "cross_site"])
})
