import { readdirSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { beforeAll, describe, expect, test } from "vitest"
import { openDatabase } from "../../lib/db/connection.ts"
import { bucketEnv } from "../../scripts/command/bucket.ts"
import { serveS3 } from "../store/s3-server.ts"
import { sharedFolder } from "../support/own-lab.ts"
import { runCommand, runForJson } from "./child.ts"
import { commandEnvironment } from "./samples.ts"

interface Check {
  check: string
  ok: boolean
  detail: string
  advice: string | null
}

const folder = sharedFolder()
let env: Record<string, string>

beforeAll(async () => {
  env = commandEnvironment(folder)
  expect((await runCommand("migrate", env)).status).toBe(0)
})

async function checksOf(more: Record<string, string> = {}) {
  const { status, json } = await runForJson("doctor", { ...env, ...more })
  return { status, checks: json.checks as Check[] }
}

const wrong = (checks: readonly Check[]) => checks.filter(({ ok }) => !ok).map(({ check }) => check)

test("where all is well it says so of each thing, with exit status 0, and leaves nothing behind", async () => {
  const { status, out, err } = await runCommand("doctor", env)
  expect({ status, err }).toEqual({ status: 0, err: "" })
  const lines = out.trimEnd().split("\n")
  expect(lines.map((line) => /^✓ ([\w ]+):/.exec(line)?.[1])).toEqual([
    "settings",
    "database",
    "schema",
    "database writes",
    "database trip",
    "store",
    "uploads",
    "mail",
    "embeddings",
    "scheduler",
    "versions",
  ])
  expect(readdirSync(env.SLUICE_FILES ?? "")).toEqual([])
})

test("a program gets the same as one object", async () => {
  const { status, checks } = await checksOf()
  expect(status).toBe(0)
  expect(checks.every(({ ok, detail, advice }) => ok && detail !== "" && advice === null)).toBe(true)
})

test("settings that cannot work are each told with what to set, and nothing else is tried", async () => {
  const { status, checks } = await checksOf({ VERCEL: "1", SLUICE_DATABASE: "/hunter2.duckdb" })
  expect(status).toBe(4)
  expect(wrong(checks).length).toBeGreaterThanOrEqual(4)
  expect(new Set(wrong(checks))).toEqual(new Set(["settings"]))
  expect(checks.filter(({ ok }) => !ok).every(({ advice }) => /^(Set|Unset) /.test(advice ?? ""))).toBe(true)
  expect(JSON.stringify(checks)).not.toContain("hunter2")
})

test("what does not work is told with what to do, and the rest is tried all the same", async () => {
  const broken = createServer((_request, answer) => answer.writeHead(401).end("hunter2 is no key"))
  await new Promise<void>((ready) => broken.listen(0, "127.0.0.1", ready))
  const { port } = broken.address() as AddressInfo
  try {
    const { status, checks } = await checksOf({
      SLUICE_DATABASE: join(folder, "none.duckdb"),
      SLUICE_FILES: join(env.SLUICE_DATABASE ?? "", "below-a-file"),
      SMTP_URL: "smtp://somebody:hunter2@127.0.0.1:1",
      EMBEDDINGS_URL: `http://127.0.0.1:${port}/v1`,
      EMBEDDINGS_KEY: "hunter2",
    })
    expect(status).toBe(4)
    expect(wrong(checks)).toEqual(["database", "store", "uploads", "mail", "embeddings"])
    expect(checks.filter(({ ok }) => !ok).every(({ advice }) => (advice ?? "").length > 20)).toBe(true)
    expect(JSON.stringify(checks)).not.toContain("hunter2")
  } finally {
    broken.close()
  }
})

describe("of a bucket", () => {
  const page = "https://sluice.example"
  const rule = (origin: string, more = "") =>
    `<CORSConfiguration><CORSRule><AllowedOrigin>${origin}</AllowedOrigin><AllowedMethod>PUT</AllowedMethod>${more}</CORSRule></CORSConfiguration>`
  const exposed = "<ExposeHeader>ETag</ExposeHeader>"

  async function uploadsTo(rules: string) {
    const server = await serveS3("sources", { rules })
    const bucket = bucketEnv(server.endpoint, "sources/some")
    try {
      const { checks } = await checksOf({ ...bucket, SLUICE_PUBLIC_URL: `${page}/` })
      expect(checks.find(({ check }) => check === "store")).toMatchObject({ ok: true })
      return checks.find(({ check }) => check === "uploads")
    } finally {
      await server.close()
    }
  }

  test("it sends a part to a signed address, as the page does whose origin the CORS rule names", async () => {
    const uploads = await uploadsTo(rule(page, exposed))
    expect(uploads).toMatchObject({ ok: true, detail: expect.stringContaining(page) })
  })

  test.each([
    ["has no CORS rule for the page", rule("https://another.example", exposed), "does not let pages of"],
    ["does not expose ETag", rule(page), "not read their ETag"],
  ])("that %s it says so, with the rule to set", async (_which, rules, said) => {
    const uploads = await uploadsTo(rules)
    expect(uploads).toMatchObject({ ok: false, detail: expect.stringContaining(said) })
    expect(uploads?.advice).toContain("CORS rule")
  })
})

test("a database of another schema version is told with the command that mends it", async () => {
  const own = { SLUICE_DATABASE: join(folder, "empty.duckdb") }
  const db = await openDatabase(own.SLUICE_DATABASE)
  db.close()
  const { checks } = await checksOf(own)
  expect(checks.find(({ check }) => check === "schema")).toMatchObject({
    ok: false,
    advice: expect.stringContaining("npm run migrate"),
  })
})
