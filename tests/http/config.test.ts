import { expect, test } from "vitest"
import { ConfigError, readConfig, sha256Of } from "../../lib/config.ts"

function problemsOf(env: Record<string, string>): string[] {
  try {
    readConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

test("nothing needs to be configured", () => {
  const config = readConfig({})
  expect(config).toMatchObject({
    host: "127.0.0.1",
    port: 3000,
    api_keys: [],
    lease_seconds: 60,
    on_vercel: false,
  })
  expect(config.database).toMatch(/data\/sluice\.duckdb$/)
})

test.each([
  [{}, null, "http://127.0.0.1:3000"],
  [{ HOST: "0.0.0.0", PORT: "8080" }, null, "http://localhost:8080"],
  [{ HOST: "::1" }, null, "http://[::1]:3000"],
  [{ VERCEL_PROJECT_PRODUCTION_URL: "sluice.example" }, null, "https://sluice.example"],
  [{ SLUICE_PUBLIC_URL: "https://a.example/b/" }, "https://a.example/b", "http://127.0.0.1:3000"],
])("with %j links lead to %s, or else to %s", (env, public_url, own_url) => {
  expect(readConfig(env as Record<string, string>)).toMatchObject({ public_url, own_url })
})

test("an empty variable counts as unset", () => {
  expect(readConfig({ PORT: "", SLUICE_API_KEYS: "", SLUICE_MEMORY_BUDGET_MB: "" }).port).toBe(3000)
})

test("every problem is reported at once, and no value is repeated", () => {
  const problems = problemsOf({
    PORT: "hunter2",
    LOG_LEVEL: "hunter2",
    SLUICE_API_KEYS: '[{"name":"a","role":"boss","key":"hunter2"}]',
    CRON_SECRET: "hunter2",
  })
  expect(problems.map((line) => line.split(":")[0])).toEqual(
    expect.arrayContaining(["PORT", "LOG_LEVEL", "SLUICE_API_KEYS[0].role", "CRON_SECRET"]),
  )
  expect(problems.join("\n")).not.toContain("hunter2")
})

test("keys and the scheduler's secret are kept as digests only", () => {
  const config = readConfig({
    SLUICE_API_KEYS: '[{"name":"ops","role":"operator","key":"open sesame"}]',
    CRON_SECRET: "sixteen letters!",
  })
  expect(config.api_keys[0]).toEqual({
    name: "ops",
    role: "operator",
    projects: ["*"],
    sha256: sha256Of("open sesame"),
  })
  expect(JSON.stringify(config)).not.toMatch(/open sesame|sixteen letters/)
})

test.each([
  ["no keys on Vercel", { VERCEL: "1" }, "SLUICE_API_KEYS"],
  ["an empty list of keys on Vercel", { VERCEL: "1", SLUICE_API_KEYS: "[]" }, "SLUICE_API_KEYS"],
  ["a fail point on Vercel", { VERCEL: "1", SLUICE_FAIL_AT: "after_claim" }, "SLUICE_FAIL_AT"],
  ["a lease no longer than a batch may take", { SLUICE_LEASE_SECONDS: "25" }, "SLUICE_LEASE_SECONDS"],
  ["no start at all in a minute", { SLUICE_STARTS_PER_MINUTE: "0" }, "SLUICE_STARTS_PER_MINUTE"],
  ["a page that is no web page", { SLUICE_PUBLIC_URL: "javascript:alert(1)" }, "SLUICE_PUBLIC_URL"],
  ["MotherDuck without its token", { SLUICE_DATABASE: "md:register" }, "MOTHERDUCK_TOKEN"],
  ["keys that are no JSON", { SLUICE_API_KEYS: "[{" }, "SLUICE_API_KEYS"],
  [
    "the same key twice",
    { SLUICE_API_KEYS: '[{"name":"a","role":"viewer","key":"k"},{"name":"b","role":"admin","key":"k"}]' },
    "SLUICE_API_KEYS",
  ],
  [
    "a key without its text and digest",
    { SLUICE_API_KEYS: '[{"name":"a","role":"viewer"}]' },
    "SLUICE_API_KEYS[0]",
  ],
])("%s is refused with a sentence", (_what, env, variable) => {
  expect(problemsOf(env as Record<string, string>).some((line) => line.startsWith(`${variable}: `))).toBe(
    true,
  )
})
