import { expect, test } from "vitest"
import { sha256Of } from "../../lib/api-keys.ts"
import { ConfigError, readConfig } from "../../lib/config.ts"

function refusedOf(env: Record<string, string>) {
  try {
    readConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error
    throw error
  }
  return null
}

const variablesOf = (env: Record<string, string>) =>
  (refusedOf(env)?.problems ?? []).map(({ variable }) => variable)

const keys = (...entries: object[]) => ({
  SLUICE_API_KEYS: JSON.stringify(
    entries.map((entry) => ({ role: "viewer", key: "k".repeat(32), ...entry })),
  ),
})

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
  [{}, null],
  [{ HOST: "0.0.0.0", PORT: "8080" }, null],
  [{ VERCEL_PROJECT_PRODUCTION_URL: "sluice.example" }, null],
  [{ SLUICE_PUBLIC_URL: "https://a.example/b/" }, "https://a.example/b"],
])("with %j links lead to %s", (env, public_url) => {
  expect(readConfig(env as Record<string, string>)).toMatchObject({ public_url })
})

test("an empty variable counts as unset", () => {
  expect(readConfig({ PORT: "", SLUICE_API_KEYS: "", SLUICE_MEMORY_BUDGET_MB: "" }).port).toBe(3000)
})

test("every problem is reported at once, and no value is repeated", () => {
  const refused = refusedOf({
    PORT: "hunter2",
    LOG_LEVEL: "hunter2",
    SLUICE_API_KEYS: '[{"name":"a","role":"boss","key":"hunter2"}]',
    CRON_SECRET: "hunter2",
  })
  expect(refused?.problems.map(({ variable }) => variable)).toEqual(
    expect.arrayContaining(["PORT", "LOG_LEVEL", "SLUICE_API_KEYS[0].role", "CRON_SECRET"]),
  )
  expect(refused?.message).not.toContain("hunter2")
  expect(JSON.stringify(refused?.problems)).not.toContain("hunter2")
})

test("keys and the scheduler's secret are kept as digests only", () => {
  const config = readConfig({
    SLUICE_API_KEYS: '[{"name":"ops","role":"operator","key":"open sesame, and thirty-two letters"}]',
    CRON_SECRET: "sixteen letters!",
  })
  expect(config.api_keys[0]).toEqual({
    name: "ops",
    role: "operator",
    projects: ["*"],
    datasets: ["*"],
    sha256: sha256Of("open sesame, and thirty-two letters"),
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
  ["the same key twice", keys({ name: "a" }, { name: "b" }), "SLUICE_API_KEYS"],
  ["two keys of one name", keys({ name: "a" }, { name: "a", key: "b".repeat(32) }), "SLUICE_API_KEYS"],
  ["a key that could be guessed", keys({ name: "a", key: "a".repeat(31) }), "SLUICE_API_KEYS[0].key"],
  ["a proxy that is no address", { SLUICE_TRUSTED_PROXIES: "10.0.0.0/8,proxy" }, "SLUICE_TRUSTED_PROXIES"],
  [
    "a key without its text and digest",
    { SLUICE_API_KEYS: '[{"name":"a","role":"viewer"}]' },
    "SLUICE_API_KEYS[0]",
  ],
])("%s is refused with a sentence", (_what, env, variable) => {
  const refused = refusedOf(env as Record<string, string>)
  expect(refused?.problems.map((problem) => problem.variable)).toContain(variable)
  expect(refused?.message).toContain(`${variable}: `)
})

const DEPLOYABLE = {
  VERCEL: "1",
  SLUICE_DATABASE: "md:register",
  MOTHERDUCK_TOKEN: "a token",
  SLUICE_FILES: "s3://bucket/prefix",
  S3_ACCESS_KEY_ID: "a name",
  S3_SECRET_ACCESS_KEY: "a key",
  ...keys({ name: "a" }),
  SLUICE_SESSION_SECRET: "sixteen characters at least",
  CRON_SECRET: "sixteen characters at least",
}

test("on Vercel a setting that cannot work there is refused, each with what to set, all at once", () => {
  const refused = refusedOf({ VERCEL: "1" })
  expect(refused?.problems.map(({ variable }) => variable)).toEqual([
    "SLUICE_DATABASE",
    "SLUICE_FILES",
    "SLUICE_API_KEYS",
    "SLUICE_SESSION_SECRET",
    "CRON_SECRET",
  ])
  for (const { problem, advice } of refused?.problems ?? []) {
    expect(problem).toMatch(/\w+ \w+/)
    expect(advice).toMatch(/^Set .*\.$/)
  }
})

test.each([
  ["a database file", { SLUICE_DATABASE: "/tmp/hunter2.duckdb" }, "SLUICE_DATABASE"],
  ["a database in memory", { SLUICE_DATABASE: ":memory:" }, "SLUICE_DATABASE"],
  ["a store on disk", { SLUICE_FILES: "/tmp/hunter2" }, "SLUICE_FILES"],
  ["no store", { SLUICE_FILES: "" }, "SLUICE_FILES"],
  ["no token", { MOTHERDUCK_TOKEN: "" }, "MOTHERDUCK_TOKEN"],
  ["no keys", { SLUICE_API_KEYS: "" }, "SLUICE_API_KEYS"],
  ["no session secret", { SLUICE_SESSION_SECRET: "" }, "SLUICE_SESSION_SECRET"],
  ["no secret of the scheduler", { CRON_SECRET: "" }, "CRON_SECRET"],
])("on Vercel %s is refused, and only that is", (_what, env, variable) => {
  const set: Record<string, string> = { ...DEPLOYABLE, ...env }
  expect(variablesOf(set)).toEqual([variable])
  expect(refusedOf(set)?.message).not.toContain("hunter2")
})

test("what a deployment needs is all it needs", () => {
  expect(variablesOf(DEPLOYABLE)).toEqual([])
})

test("built functions may run on one machine's file and folder, a deployment may not", () => {
  const local = { ...DEPLOYABLE, SLUICE_DATABASE: "a.duckdb", SLUICE_FILES: "files", SLUICE_ALLOW_LOCAL: "1" }
  expect(variablesOf(local)).toEqual([])
  expect(variablesOf({ ...local, CRON_SECRET: "" })).toEqual(["CRON_SECRET"])
  expect(variablesOf({ ...local, AWS_LAMBDA_FUNCTION_NAME: "prepare" })).toEqual([
    "SLUICE_DATABASE",
    "SLUICE_FILES",
    "SLUICE_ALLOW_LOCAL",
  ])
})
