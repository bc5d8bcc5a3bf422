import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { DuckDBInstance } from "@duckdb/node-api"
import { afterAll, beforeAll, expect, test } from "vitest"
import { copyDatabase } from "../../lib/db/copy.ts"
import { makeExtracts } from "../../scripts/sample/archive.ts"
import { startServer } from "../http/own-server.ts"
import { compareDatabase } from "../reference/compare.ts"
import { Reference } from "../reference/reference.ts"
import { driveToEnd, finalize, importExtract, prepare, step } from "../support/drive.ts"
import { copyTemplate, newFolder, openLab, openLabIn } from "../support/lab.ts"
import { rowsText } from "../upgrade/dump.ts"
import { runCommand, runForJson, startCommand } from "./child.ts"
import { commandEnvironment, writeSamples } from "./samples.ts"

const KEYS = { admin: "the admin's key".padEnd(32, "."), operator: "the operator's key".padEnd(32, ".") }

let folder: string
let files: string[]
let env: Record<string, string>
let server: Awaited<ReturnType<typeof startServer>>

beforeAll(async () => {
  folder = newFolder()
  files = await writeSamples(folder, {
    rows: 2_000,
    changes: 60,
    steps: [{ type: "full" }, { type: "update" }],
  })
  env = commandEnvironment(folder)
  copyTemplate(env.SLUICE_DATABASE)
  const keys = Object.entries(KEYS).map(([role, key]) => ({ name: role, role, key, projects: ["*"] }))
  server = await startServer({
    ...{ ...env, PORT: "0", SLUICE_API_KEYS: JSON.stringify(keys) },
    // Each call does little, so that an import takes its time.
    ...{ SLUICE_STRIDE_SECONDS: "0", SLUICE_STATEMENT_LATENCY_MS: "10" },
    // Whoever goes on with the copy waits for the batch that was in hand then.
    ...{ SLUICE_BATCH_BUDGET_SECONDS: "5", SLUICE_LEASE_SECONDS: "10" },
  })
}, 60_000)
afterAll(async () => {
  server.kill("SIGTERM")
  await server.ended
  rmSync(folder, { recursive: true, force: true })
})

const as = (role: keyof typeof KEYS) => ({ ...env, SLUICE_API_KEY: KEYS[role] })
const placeOf = (name: string) => join(folder, name)

test("in the middle of an import, a backup, a diagnosis and an export go through the server, and stop nothing", async () => {
  const importing = startCommand("import", as("admin"), files[0] ?? "", "--json")
  const ask = async () => {
    const response = await fetch(`${server.url}/api/imports`, { headers: { "x-api-key": KEYS.admin } })
    const { imports } = (await response.json()) as { imports: { status: string; progress?: unknown }[] }
    return imports[0]?.status
  }
  await expect.poll(ask, { timeout: 30_000 }).toBe("processing")
  const [saved, found, exported] = await Promise.all([
    runForJson("backup", as("admin"), placeOf("copy.duckdb")),
    runForJson("diagnose", as("operator")),
    runForJson("export", as("operator"), "enterprises", "--format", "csv", "--out", placeOf("e.csv")),
  ])
  expect(saved).toMatchObject({ status: 0, json: { imports: 1, extract_number: null } })
  expect(found).toMatchObject({ status: 0, json: { findings: [] } })
  expect(exported.status).toBe(0)
  expect(readFileSync(placeOf("e.csv"), "utf8")).toMatch(/^id,/)
  expect((await importing.ended).status).toBe(0)

  const elsewhere = { ...commandEnvironment(placeOf("elsewhere")), SLUICE_FILES: env.SLUICE_FILES ?? "" }
  mkdirSync(placeOf("elsewhere"))
  expect(await runForJson("restore", elsewhere, placeOf("copy.duckdb"))).toMatchObject({
    status: 0,
    json: { kept: null, imports: 1 },
  })
  const [open] = (await runForJson("jobs", elsewhere)).json.imports as { job_id: string; status: string }[]
  expect(open?.status).toBe("processing")
  expect((await runCommand("import", elsewhere, open?.job_id ?? "")).status).toBe(0)
  const reference = new Reference()
  await reference.apply(readFileSync(files[0] ?? ""))
  const restored = await openLabIn(placeOf("elsewhere"))
  expect(await compareDatabase(restored.read, reference.register)).toEqual([])
  restored.close()
}, 120_000)

test("an export has the rows of then, as Parquet too", async () => {
  expect((await runCommand("import", as("operator"), files[1] ?? "")).status).toBe(0)
  const out = placeOf("then.parquet")
  const { status } = await runCommand(
    ...(["export", as("operator"), "enterprises", "--at", "140", "--out", out] as const),
  )
  expect(status).toBe(0)
  const duck = await (await DuckDBInstance.create(":memory:")).connect()
  const rows = async (sql: string) => (await duck.run(sql)).getRowObjectsJson()
  const now = placeOf("now.parquet")
  expect((await runCommand("export", as("operator"), "enterprises", "--out", now)).status).toBe(0)
  const [then] = await rows(
    `select count(*) > 0 as some, count(*) = count(distinct id) as once from '${out}'`,
  )
  expect(then).toEqual({ some: true, once: true })
  const [changed] = await rows(`select count(*) > 0 as some from (from '${now}' except from '${out}')`)
  expect(changed).toEqual({ some: true })
  duck.closeSync()
}, 60_000)

test("what a command may not or cannot do it says, and leaves no file", async () => {
  const forbidden = await runCommand("backup", as("operator"), placeOf("no.duckdb"))
  expect(forbidden).toMatchObject({ status: 1, err: expect.stringContaining("admin") })
  const unknown = await runCommand("export", as("operator"), "nothing", "--out", placeOf("no.csv"))
  expect(unknown.status).toBe(1)
  expect((await runCommand("export", as("operator"), "enterprises", "--format", "xlsx")).status).toBe(2)
  const nowhere = await runCommand("backup", as("admin"), placeOf("none/no.duckdb"))
  expect(nowhere.status).toBe(1)
  for (const name of ["no.duckdb", "no.duckdb.part", "no.csv", "no.csv.part"])
    expect(existsSync(placeOf(name))).toBe(false)
  for (const name of ["backup", "export", "diagnose"]) {
    const args = { backup: [placeOf("no.duckdb")], export: ["enterprises"], diagnose: [] }[name] ?? []
    const missing = await runCommand(name, commandEnvironment(placeOf("missing")), ...args)
    expect(missing).toMatchObject({ status: 1, err: expect.stringContaining("npm run migrate") })
  }
}, 60_000)

test("a backup is restored with the server stopped, and what was there is kept", async () => {
  const saved = await runForJson("backup", as("admin"), placeOf("whole.duckdb"))
  expect(saved).toMatchObject({ status: 0, json: { imports: 2, extract_number: 141 } })
  expect(statSync(placeOf("whole.duckdb")).mode & 0o777).toBe(0o600)
  const held = await runCommand("restore", env, placeOf("whole.duckdb"), "--yes")
  expect(held).toMatchObject({ status: 1, err: expect.stringContaining(server.url) })
  writeFileSync(placeOf("text.duckdb"), "no database")
  const none = await runCommand("restore", env, placeOf("text.duckdb"), "--yes")
  expect(none).toMatchObject({ status: 1, err: expect.stringContaining("not a database of Sluice") })

  const other = commandEnvironment(placeOf("elsewhere"))
  const unasked = await runCommand("restore", other, placeOf("whole.duckdb"))
  expect(unasked).toMatchObject({ status: 3, err: expect.stringContaining("--yes") })
  const { status, json } = await runForJson("restore", other, placeOf("whole.duckdb"), "--yes")
  expect({ status, json }).toMatchObject({ status: 0, json: { extract_number: 141 } })
  expect(existsSync(String(json.kept))).toBe(true)
  expect((await runForJson("diagnose", other)).json.findings).toEqual([])

  const remote = { ...other, SLUICE_DATABASE: "md:sluice", MOTHERDUCK_TOKEN: "none" }
  const elsewhere = await runCommand("restore", remote, placeOf("whole.duckdb"), "--yes")
  expect(elsewhere).toMatchObject({ status: 1, err: expect.stringContaining("snapshots") })
}, 60_000)

test("a copy that somebody made of the file and its log is restored with what is in the log", async () => {
  const [from, to] = [placeOf("copied"), placeOf("from-log")]
  const lab = await openLabIn(from)
  await lab.run("pragma disable_checkpoint_on_shutdown")
  const [full] = await makeExtracts({ rows: 20, steps: [{ type: "full" }] })
  await importExtract(lab, full as NonNullable<typeof full>)
  lab.close()
  expect(existsSync(join(from, "sluice.duckdb.wal"))).toBe(true)
  const env = commandEnvironment(to)
  const restored = await runForJson("restore", env, join(from, "sluice.duckdb"), "--yes")
  expect(restored).toMatchObject({ status: 0, json: { imports: 1 } })
  expect((await runForJson("jobs", env)).json.imports).toHaveLength(1)
  expect(existsSync(`${env.SLUICE_DATABASE}.restoring.wal`)).toBe(false)
})

test("a copy made in the middle of an import has every row there was, and the import goes on there as here", async () => {
  const lab = await openLab()
  const place = newFolder()
  const [full, update] = await makeExtracts({ rows: 60, changes: 20 })
  if (!full || !update) throw new Error("no extracts were made")
  await importExtract(lab, full)
  const { answer } = await prepare(lab, update)
  await step(lab, answer.job_id)
  await lab.effects.db.use((connection) => copyDatabase(connection, join(place, "sluice.duckdb")))
  const asOfThen = await rowsText(lab.read)
  await driveToEnd(lab, answer.job_id)
  await finalize(lab, answer.job_id)
  const restored = await openLabIn(place)
  try {
    expect(await rowsText(restored.read)).toBe(asOfThen)
    await driveToEnd(restored, answer.job_id)
    await finalize(restored, answer.job_id)
    const reference = new Reference()
    for (const { bytes } of [full, update]) await reference.apply(bytes)
    for (const { read } of [lab, restored])
      expect(await compareDatabase(read, reference.register)).toEqual([])
  } finally {
    restored.close()
    lab.close()
    rmSync(place, { recursive: true, force: true })
  }
})
