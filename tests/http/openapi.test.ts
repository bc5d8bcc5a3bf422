import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { type Endpoint, endpoints } from "../../lib/contract/endpoints.ts"
import { matchPath } from "../../lib/http/path.ts"
import { createApi } from "../../lib/http/router.ts"
import { openApiDocument } from "../../lib/openapi.ts"
import { ROOT } from "../../scripts/root.mjs"

function refsIn(value: unknown): string[] {
  if (value === null || typeof value !== "object") return []
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "$ref" && typeof inner === "string" ? [inner] : refsIn(inner),
  )
}

test("docs/openapi.json is what the server answers", () => {
  const kept: unknown = JSON.parse(readFileSync(join(ROOT, "docs/openapi.json"), "utf8"))
  expect(kept, "run npm run openapi:dump").toEqual(JSON.parse(JSON.stringify(openApiDocument())))
})

test("every reference leads somewhere", () => {
  const document = openApiDocument() as { components: { schemas: Record<string, unknown> } }
  const refs = refsIn(document)
  expect(refs.length).toBeGreaterThan(50)
  const dangling = refs.filter(
    (ref) => !(ref.replace("#/components/schemas/", "") in document.components.schemas),
  )
  expect(dangling).toEqual([])
})

test("every call is answered at its path and method, and its path refuses other methods", async () => {
  const api = createApi(ROOT, { load: async (file) => import(join(ROOT, file)) })
  const ask = (path: string, method: string) => api(new Request(`http://localhost${path}`, { method }))
  const calls = Object.values<Endpoint>(endpoints)
  for (const { path } of calls) {
    const sample = path.replace(/:\w+/g, "x")
    const here = calls.filter((call) => call.path === path)
    const methods = here.map((call) => call.method)
    const refused = await ask(sample, methods.includes("PATCH") ? "PUT" : "PATCH")
    expect(refused.status, path).toBe(405)
    expect(refused.headers.get("allow"), path).toBe(methods.join(", "))
    const said = here.some(({ error_object }) => error_object)
      ? { error: { code: "METHOD_NOT_ALLOWED" } }
      : { code: "method_not_allowed" }
    expect(await refused.json(), path).toMatchObject(said)
  }
  expect((await ask("/api/work", "GET")).status).toBe(404)
  expect((await ask("/api/nothing", "GET")).status).toBe(404)
})

test("requests refuse unknown keys in the description as in the check", () => {
  const { components } = openApiDocument() as {
    components: { schemas: Record<string, Record<string, unknown>> }
  }
  const requests = Object.entries(components.schemas).filter(([name]) => name.endsWith("Request"))
  expect(requests.length).toBeGreaterThan(4)
  for (const [name, schema] of requests) expect(schema.additionalProperties, name).toBe(false)
})

test.each([
  ["/api/import/:dataset/prepare", "/api/import/daily-update/prepare", { dataset: "daily-update" }],
  ["/api/import/:dataset/prepare", "/api/import/daily-update/prepare/", { dataset: "daily-update" }],
  ["/api/import/:dataset/prepare", "/api/import//prepare", null],
  ["/api/import/:dataset/prepare", "/api/import/a/b/prepare", null],
  ["/api/import/:dataset/prepare", "/api/import/%E0%A4%A/prepare", null],
  ["/api/import/:dataset/prepare", "/api/import/__proto__/prepare", { dataset: "__proto__" }],
])("the pattern %s reads %s", (pattern, path, params) => {
  expect(matchPath(pattern, path)).toEqual(params)
})
