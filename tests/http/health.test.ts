import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { readConfig } from "../../lib/config.ts"
import { openDatabase } from "../../lib/db/connection.ts"
import { openEffects } from "../../lib/effects.ts"
import { orMisconfigured } from "../../lib/http/misconfigured.ts"
import { sharedFolder } from "../support/own-lab.ts"

const folder = sharedFolder()

/** What health answers where that is the database. */
async function healthOf(SLUICE_DATABASE: string) {
  const effects = () => openEffects(readConfig({ SLUICE_DATABASE, SLUICE_FILES: join(folder, "files") }))
  const check = orMisconfigured(effects, async () => Response.json({ status: "ok" }))
  const response = await check(new Request("http://localhost/api/health"))
  return { status: response.status, answer: await response.json() }
}

const UNAVAILABLE = { status: "unavailable", database: "unreachable", schema_version: null }

test("a database that cannot be opened is unavailable, and nothing of this machine is told", async () => {
  const path = join(folder, "hunter2.duckdb")
  writeFileSync(path, "no database, but as long as one".repeat(1_000))
  expect(await healthOf(path)).toEqual({ status: 503, answer: UNAVAILABLE })
})

test("a database of another schema version is unavailable, and what to do is told", async () => {
  const path = join(folder, "new.duckdb")
  const db = await openDatabase(path)
  db.close()
  const { status, answer } = await healthOf(path)
  expect(status).toBe(503)
  expect(answer).toMatchObject({ ...UNAVAILABLE, detail: expect.stringContaining("npm run migrate") })
})
