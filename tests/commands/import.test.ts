import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { beforeAll, expect, test } from "vitest"
import { openLabIn } from "../support/lab.ts"
import { sharedFolder } from "../support/own-lab.ts"
import { inLongRuns } from "../support/rounds.ts"
import { checksums, leftovers } from "../support/tables.ts"
import { type Ended, runCommand, runForJson, startCommand } from "./child.ts"
import { commandEnvironment, writeSamples } from "./samples.ts"

const folder = sharedFolder()
let full: string
let update: string
let first: Awaited<ReturnType<typeof runForJson>> & { seconds: number }

beforeAll(async () => {
  ;[full = "", update = ""] = await writeSamples(folder, { rows: 800, changes: 100 })
  mkdirSync(join(folder, "full"))
  const begun = performance.now()
  const ended = await runForJson("import", commandEnvironment(join(folder, "full")), full)
  first = { ...ended, seconds: (performance.now() - begun) / 1_000 }
})

/** A database of its own in which the Full is imported. */
function withFull(name: string): { env: Record<string, string>; place: string } {
  const place = join(folder, name)
  mkdirSync(place)
  copyFileSync(join(folder, "full/sluice.duckdb"), join(place, "sluice.duckdb"))
  return { env: commandEnvironment(place), place }
}

async function inLab<T>(place: string, look: (lab: Awaited<ReturnType<typeof openLabIn>>) => Promise<T>) {
  const lab = await openLabIn(place)
  try {
    return await look(lab)
  } finally {
    lab.close()
  }
}

const importsOf = (json: Record<string, unknown>) => json.imports as Record<string, unknown>[]

test("a new database is made ready, and a file imported into it as one object tells", async () => {
  expect(first).toMatchObject({ status: 0, err: "" })
  expect(first.json).toMatchObject({ exit_code: 0, not_tried: [] })
  const [imported] = importsOf(first.json)
  expect(imported).toMatchObject({
    source: full,
    end: "completed",
    status: "completed",
    outcome: "complete",
    title: "Full extract 140",
    extract_number: 140,
    row_errors: 0,
    reconciles: true,
  })
  await inLab(join(folder, "full"), async (lab) => {
    const [there] = await lab.read("select count(*) as activities from activity_current")
    const tables = imported?.tables as Record<string, { inserted: number }>
    expect(there?.activities).toBe(tables.activities?.inserted)
    expect(await leftovers(lab)).toEqual({})
    expect(readdirSync(join(folder, "full/files"))).toEqual([])
  })
})

test("a command is over when its import is, whatever waits for more to do", () => {
  expect(first.seconds).toBeLessThan(30)
})

test("what is no extract is refused, and leaves nothing behind", async () => {
  const { env, place } = withFull("broken")
  const page = join(place, "page.zip")
  writeFileSync(page, "<!doctype html><title>Log in</title>")
  const { status, json } = await runForJson("import", env, page)
  expect(status).toBe(1)
  expect(json).toMatchObject({ imports: [{ end: "refused", error: { code: "not_a_zip" } }], exit_code: 1 })
  expect(readdirSync(join(place, "files"))).toEqual([])
  expect(await runCommand("import", env, join(place, "none.zip"))).toMatchObject({ status: 1, out: "" })
})

inLongRuns("a dry run tells what would change, changes nothing, and is cleaned up", async () => {
  const { env, place } = withFull("dry")
  const before = await inLab(place, checksums)
  const { status, json } = await runForJson("import", env, update, "--dry-run")
  expect(status).toBe(0)
  const [tried] = importsOf(json)
  expect(tried).toMatchObject({ end: "completed", dry_run: true })
  expect(
    Object.values(tried?.changes as Record<string, { new: number }>).some((table) => table.new > 0),
  ).toBe(true)
  expect(await inLab(place, checksums)).toEqual(before)

  const job_id = String(tried?.job_id)
  const cleaned = await runForJson("cleanup", env, job_id, "--yes")
  expect(cleaned).toMatchObject({ status: 0, json: { job_id, removed: true } })
  expect(cleaned.json.staged_rows).toBeGreaterThan(0)
  expect(await inLab(place, leftovers)).toEqual({})
})

test("Ctrl-C pauses an import, and the same command again takes it to the same end", async () => {
  const straight = withFull("straight")
  expect(await runCommand("import", straight.env, update)).toMatchObject({ status: 0 })

  const { env, place } = withFull("paused")
  const slow = { ...env, SLUICE_STATEMENT_LATENCY_MS: "5", LOG_LEVEL: "info" }
  const importing = startCommand("import", slow, update, "--batch-size", "20")
  await importing.says("batch.completed")
  importing.kill("SIGINT")
  const paused = await importing.ended
  expect(paused.status).toBe(130)
  expect(paused.err).toContain("Pausing once the batch under way is done.")
  expect(idIn(paused)).not.toBe("")

  const tried = await runCommand("import", env, update, "--dry-run")
  expect(tried).toMatchObject({ status: 3, out: "" })
  expect(tried.err).toContain("is paused. Finish, cancel or roll it back first.")

  const resumed = await runForJson("import", env, update)
  expect(resumed.status).toBe(0)
  expect(resumed.err).toContain("Going on with the import, which was paused.")
  expect(importsOf(resumed.json)[0]).toMatchObject({ job_id: idIn(paused), outcome: "complete" })
  const contents = "select entity_number, nace_code, _is_current, _extract_number from activity order by all"
  const read = (where: string) => inLab(where, (lab) => lab.read(contents))
  expect(await read(place)).toEqual(await read(straight.place))
})

/** The import that is to be gone on with. */
const idIn = ({ out }: Ended) => /: npm run import -- (\S+)/.exec(out)?.[1] ?? ""

inLongRuns("a rollback restores every table, once it is confirmed", async () => {
  const { env, place } = withFull("back")
  const before = await inLab(place, checksums)
  expect(await runCommand("import", env, update)).toMatchObject({ status: 0 })
  expect(await inLab(place, checksums)).not.toEqual(before)

  const shown = await runForJson("rollback", env, "--extract", "141", "--dry-run")
  expect(shown).toMatchObject({ status: 0, json: { title: "Daily update – extract 141", done: false } })
  const unsure = await runCommand("rollback", env, "--extract", "141")
  expect(unsure).toMatchObject({ status: 3, out: "" })
  expect(unsure.err).toContain("Nobody can be asked here")

  const older = await runCommand("rollback", env, "--extract", "140", "--yes")
  expect(older.status).toBe(3)
  expect(older.err).toContain("Later imports build on this one: Daily update – extract 141")

  const done = await runForJson("rollback", env, String(shown.json.job_id), "--yes")
  expect(done).toMatchObject({ status: 0, json: { done: true, rows_removed: shown.json.rows_removed } })
  expect(await inLab(place, checksums)).toEqual(before)
})

inLongRuns(
  "failed batches stop an import with advice, and are tried again once the cause is mended",
  async () => {
    const { env, place } = withFull("failing")
    const change = (sql: string) => inLab(place, (lab) => lab.run(sql))
    await change("alter table activity rename column nace_code to nace")
    const failed = await runCommand("import", env, update, "--max-retries", "1")
    expect(failed.status).toBe(4)
    expect(failed.out).toMatch(/could not be finished: \d+ of \d+ batches are done/)
    expect(failed.out).toMatch(/Failed: activities insert 1, after 1 attempt: /)

    await change("alter table activity rename column nace to nace_code")
    const mended = await runForJson("import", env, idIn(failed))
    expect(mended.err).toMatch(/Trying \d failed batch(es)? of this import again\./)
    expect(mended).toMatchObject({
      status: 0,
      json: { imports: [{ end: "completed", outcome: "complete" }] },
    })
  },
)
