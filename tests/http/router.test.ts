import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { listFunctions } from "../../lib/http/functions.ts"
import type { Handler } from "../../lib/http/route.ts"
import { createApi } from "../../lib/http/router.ts"

const FILES: Record<string, string> = {
  "api/fixed.js":
    'export const GET = (r) => Response.json({ at: "fixed", url: r.url })\nexport const POST = GET',
  "api/slow.js": "export const GET = () => new Promise(() => {})",
  "api/late.js":
    "export const POST = () => new Promise((r) => setTimeout(() => r(new Response('late')), 60))",
  "api/throws.js": 'export const GET = () => { throw new Error("hunter2") }',
  "api/_shared.js": "export const GET = () => new Response()",
  "api/types.d.ts": "export {}",
  "vercel.json": JSON.stringify({
    functions: { "api/slow.js": { maxDuration: 0.02 }, "api/late.js": { maxDuration: 0.02 } },
    rewrites: [
      { source: "/api/things/:id/parts", destination: "/api/fixed" },
      { source: "/api/v1/documents/ingest/batch/:batch_id/status", destination: "/api/slow" },
      { source: "/api/backup", destination: "/api/late" },
      { source: "/((?!api/).*)", destination: "/index.html" },
    ],
    headers: [{ source: "/(.*)", headers: [{ key: "X-Content-Type-Options", value: "nosniff" }] }],
  }),
}

let root: string
let api: Handler
const get = (path: string, method = "GET") => api(new Request(`http://localhost${path}`, { method }))
const seen = async (path: string) => (await (await get(path)).json()) as { at: string; url: string }

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "sluice-router-"))
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  writeFileSync(join(root, "package.json"), '{"type":"module"}')
  api = createApi(root)
})
afterAll(() => rmSync(root, { recursive: true }))

test("files starting with an underscore and type declarations are not functions", () => {
  expect(listFunctions(root)).toEqual(["api/fixed.js", "api/late.js", "api/slow.js", "api/throws.js"])
})

test("a rewritten path reaches its function, which sees what was asked for and its parameters", async () => {
  expect(await seen("/api/fixed?a=1")).toEqual({ at: "fixed", url: "http://localhost/api/fixed?a=1" })
  const url = "http://localhost/api/things/7/parts?id=7"
  expect(await seen("/api/things/7/parts?id=8")).toEqual({ at: "fixed", url })
})

test.each([
  ["/api/nothing", "GET", 404, "not_found"],
  ["/api/_shared", "GET", 404, "not_found"],
  ["/api/things/1/2/3", "GET", 404, "not_found"],
  ["/api/fixed", "DELETE", 405, "method_not_allowed"],
  ["/api/slow", "GET", 504, "function_timeout"],
  ["/api/throws", "GET", 500, "internal"],
])("%s asked with %s is answered %i", async (path, method, status, code) => {
  const response = await get(path, method)
  expect(response.status).toBe(status)
  const text = await response.text()
  expect(JSON.parse(text).code).toBe(code)
  expect(text).not.toContain("hunter2")
})

test("an address that refuses with an object does so also when its time is up", async () => {
  const response = await get("/api/v1/documents/ingest/batch/7/status")
  expect([response.status, response.headers.get("content-type")]).toEqual([504, "application/json"])
  expect(await response.json()).toEqual({ error: { code: "FUNCTION_TIMEOUT", message: expect.any(String) } })
})

test("a call that is unhurried is given the time it takes, and no other", async () => {
  expect((await get("/api/late", "POST")).status).toBe(504)
  expect(await (await get("/api/backup", "POST")).text()).toBe("late")
})

test("405 names the methods there are", async () => {
  expect((await get("/api/fixed", "DELETE")).headers.get("allow")).toBe("GET, POST")
})

test("HEAD is GET without a body", async () => {
  const response = await get("/api/fixed", "HEAD")
  expect([response.status, await response.text()]).toEqual([200, ""])
})

test("the headers of the platform are on every answer", async () => {
  for (const path of ["/api/fixed", "/api/nothing"]) {
    expect((await get(path)).headers.get("x-content-type-options")).toBe("nosniff")
  }
})
