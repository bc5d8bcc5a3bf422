import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { readConfig } from "../../lib/config.ts"
import { pagePolicy, withPolicy } from "../../lib/http/page-policy.ts"
import { storeOrigin } from "../../lib/store/store.ts"
import { ROOT } from "../../scripts/root.mjs"

const bucket = {
  SLUICE_FILES: "s3://sources/kbo",
  S3_ENDPOINT: "https://account.r2.cloudflarestorage.com/",
  S3_ACCESS_KEY_ID: "a",
  S3_SECRET_ACCESS_KEY: "b",
}
const connectOf = (env: Record<string, string>) =>
  /connect-src ([^;]+)/.exec(pagePolicy(storeOrigin(readConfig(env)), ""))?.[1]

test("the page may speak with its server, and with the store its files go to", () => {
  expect(connectOf({})).toBe("'self'")
  expect(connectOf(bucket)).toBe("'self' https://account.r2.cloudflarestorage.com")
  const { S3_ENDPOINT: _endpoint, ...amazon } = bucket
  expect(connectOf({ ...amazon, S3_REGION: "eu-west-1" })).toBe(
    "'self' https://sources.s3.eu-west-1.amazonaws.com",
  )
  expect(pagePolicy(null, "")).toMatch(/^default-src 'none'; script-src 'self';/)
})

test("a page has its policy before whatever it holds for, and one only, however often it is built", () => {
  const html = readFileSync(join(ROOT, "web/index.html"), "utf8")
  const [amazon, own] = ["https://sources.s3.amazonaws.com", "https://store.example"]
  const page = withPolicy(withPolicy(html, amazon), own)
  const metas = page.match(/<meta http-equiv="Content-Security-Policy" content="[^"]*" \/>/g)
  expect(metas).toHaveLength(1)
  expect(page).toMatch(/<head><meta http-equiv="Content-Security-Policy"/)
  expect(metas?.[0]).toContain(`connect-src 'self' ${own}"`)
  // A policy of a page may not say who frames it: then browsers complain. The header does.
  expect(metas?.[0]).not.toMatch(/frame-ancestors|report-uri|sandbox/)
  expect(page.replace(metas?.[0] ?? "", "")).toBe(html)
})

test("of styles in the page itself only those are allowed that the build put there", () => {
  const policy = pagePolicy(null, "<style>p { color: red }</style>")
  expect(policy).toContain("style-src 'self' 'sha256-ngewhhP73WDIbgwseeu52VAAJgKdGUsu1IUQQsAm8m4=';")
  expect(policy).not.toContain("unsafe-inline")
})

test("the platform's own headers do not forbid what the page's policy allows", () => {
  const text = readFileSync(join(ROOT, "vercel.json"), "utf8")
  const policy = /"Content-Security-Policy",\s*"value": "([^"]+)"/.exec(text)?.[1] ?? ""
  expect(policy).toContain("script-src 'self'")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).not.toMatch(/default-src|connect-src|style-src/)
})
