import { describe, expect, test } from "vitest"
import { actingAs } from "../../lib/http/auth.ts"
import { document } from "../../lib/http/document.ts"
import type { Handler } from "../../lib/http/route.ts"
import { CRON_SECRET, echoRoute, effectsOf, KEYS, post, problemOf, WITH_KEYS } from "./small-api.ts"

const keyed = effectsOf(WITH_KEYS)
const keyless = effectsOf()

test.each([
  ["viewer", "viewer", 200],
  ["viewer", "operator", 403],
  ["viewer", "admin", 403],
  ["operator", "viewer", 200],
  ["operator", "operator", 200],
  ["operator", "admin", 403],
  ["admin", "viewer", 200],
  ["admin", "operator", 200],
  ["admin", "admin", 200],
] as const)("a key of a %s on a call for a %s is answered %i", async (role, access, status) => {
  const call = echoRoute(keyed, access)
  const bearer = await call(post("/api/echo/x", "{}", { authorization: `Bearer ${KEYS[role]}` }))
  const header = await call(post("/api/echo/x", "{}", { "x-api-key": KEYS[role] }))
  expect([bearer.status, header.status]).toEqual([status, status])
})

test.each([
  ["no key", {}],
  ["a wrong key", { authorization: "Bearer viewer-keys" }],
  ["a key without its scheme", { authorization: KEYS.admin }],
  ["a key in the wrong scheme", { authorization: `Basic ${btoa(`x:${KEYS.admin}`)}` }],
  ["an empty key", { "x-api-key": "" }],
])("%s is refused with 401 and told how", async (_what, headers) => {
  const response = await echoRoute(
    keyed,
    "viewer",
  )(post("/api/echo/x", "{}", headers as Record<string, string>))
  expect(response.status).toBe(401)
  expect(response.headers.get("www-authenticate")).toMatch(/^Bearer/)
  expect((await problemOf(response)).code).toBe("unauthorized")
})

test("a header full of what is no key costs no time", async () => {
  const call = echoRoute(keyed, "viewer")
  const begun = performance.now()
  for (let n = 0; n < 20; n += 1) {
    const response = await call(
      post("/api/echo/x", "{}", { authorization: `Bearer${"\u00a0".repeat(15_000)}` }),
    )
    expect(response.status).toBe(401)
  }
  expect(performance.now() - begun).toBeLessThan(1_000)
})

test("a request is refused for its key before its body is looked at", async () => {
  expect((await echoRoute(keyed, "operator")(post("/api/echo/x", "{"))).status).toBe(401)
})

test("a public call needs no key", async () => {
  expect((await echoRoute(keyed, "public")(post("/api/echo/x", "{}"))).status).toBe(200)
})

test.each([
  ["its secret", { authorization: `Bearer ${CRON_SECRET}` }, 200],
  ["a wrong secret", { authorization: `Bearer ${CRON_SECRET}s` }, 401],
  ["an admin's key", { authorization: `Bearer ${KEYS.admin}` }, 401],
  ["nothing", {}, 401],
] as const)("the scheduler with %s is answered %i", async (_what, headers, status) => {
  const response = await echoRoute(
    keyed,
    "scheduler",
  )(post("/api/echo/x", "{}", headers as Record<string, string>))
  expect(response.status).toBe(status)
})

test("without a configured secret nobody is the scheduler", async () => {
  const headers = { authorization: `Bearer ${CRON_SECRET}` }
  expect((await echoRoute(keyless, "scheduler")(post("/api/echo/x", "{}", headers))).status).toBe(401)
})

test.each([
  "evil.example",
  "evil.example:3000",
  "192.168.1.5:3000",
  "localhost.evil.example",
  "127.0.0.1.evil.example",
])("without keys a request for the host %s is refused", async (host) => {
  const response = await echoRoute(keyless, "viewer")(post("/api/echo/x", "{}", { host }))
  expect([response.status, (await problemOf(response)).code]).toEqual([403, "loopback_only"])
})

test.each(["localhost:3000", "127.0.0.1:3000", "[::1]:3000", "LOCALHOST"])(
  "without keys a request for the host %s is served as local admin",
  async (host) => {
    const response = await echoRoute(keyless, "admin")(post("/api/echo/x", "{}", { host }))
    expect(await response.json()).toMatchObject({ actor: "local" })
  },
)

test.each([
  ["from another origin", { origin: "https://evil.example" }],
  ["from an opaque origin", { origin: "null" }],
  ["from another port of this machine", { origin: "http://localhost:4000" }],
  ["that the browser calls cross-site", { "sec-fetch-site": "cross-site" }],
])("a state-changing request %s is refused", async (_what, headers) => {
  for (const effects of [keyed, keyless]) {
    const all = { host: "localhost:3000", authorization: `Bearer ${KEYS.admin}`, ...headers } as Record<
      string,
      string
    >
    const response = await echoRoute(effects, "operator")(post("/api/echo/x", "{}", all))
    expect([response.status, (await problemOf(response)).code]).toEqual([403, "cross_site"])
  }
})

test("the page's own requests pass", async () => {
  const headers = { host: "localhost:3000", origin: "http://localhost:3000", "sec-fetch-site": "same-origin" }
  expect((await echoRoute(keyless, "operator")(post("/api/echo/x", "{}", headers))).status).toBe(200)
})

test("reading from another site is not a state change", async () => {
  const request = new Request("http://localhost/api/echo/x", {
    headers: { "sec-fetch-site": "cross-site", authorization: `Bearer ${KEYS.viewer}` },
  })
  expect((await echoRoute(keyed, "viewer", "GET")(request)).status).toBe(200)
})

test("whoever keeps guessing keys is told to wait, and learns of no key whether it is right", async () => {
  const call = echoRoute(effectsOf(WITH_KEYS), "viewer")
  const guess = () => call(post("/api/echo/x", "{}", { "x-api-key": "guess", "x-real-ip": "203.0.113.9" }))
  const statuses = new Set<number>()
  for (let at = 0; at < 80; at += 1) statuses.add((await guess()).status)
  expect([...statuses]).toEqual([401, 429])
  expect((await guess()).headers.get("retry-after")).toMatch(/^\d+$/)
  const other = await call(
    post("/api/echo/x", "{}", { "x-api-key": KEYS.viewer, "x-real-ip": "203.0.113.9" }),
  )
  expect(other.status).toBe(429)
  const elsewhere = post("/api/echo/x", "{}", { "x-api-key": KEYS.viewer, "x-real-ip": "203.0.113.10" })
  expect((await call(elsewhere)).status).toBe(200)
})

test("a command that holds the database itself needs no key", async () => {
  const actor = { name: "command line", role: "admin", projects: ["*"] } as const
  const response = await actingAs({ ...actor, projects: ["*"] }, () =>
    echoRoute(keyed, "admin")(post("/api/echo/x", "{}")),
  )
  expect(await response.json()).toMatchObject({ actor: "command line" })
})

describe("where it is configured by which name the page is reached", () => {
  const small = effectsOf({ ...WITH_KEYS, SLUICE_PUBLIC_URL: "https://imports.example" })
  const echo = echoRoute(small, "viewer")
  const openapi = document(
    () => ({}),
    () => small.config,
  )
  const asked = (call: Handler, host: string, address: string) =>
    call(post("/api/echo/x", "{}", { "x-api-key": KEYS.viewer, host, "x-real-ip": address }))

  test.each([
    ["imports.example", "203.0.113.20", 200],
    ["evil.example", "203.0.113.20", 421],
    ["localhost:3000", "203.0.113.20", 421],
    ["localhost:3000", "127.0.0.1", 200],
    ["[::1]:3000", "::1", 200],
    ["evil.example", "127.0.0.1", 421],
  ])("a request with the Host %s from %s is answered %i", async (host, address, status) => {
    for (const call of [echo, openapi]) {
      const response = await asked(call, host, address)
      expect(response.status).toBe(status)
      if (status === 421) expect((await problemOf(response)).code).toBe("other_host")
    }
  })
})
