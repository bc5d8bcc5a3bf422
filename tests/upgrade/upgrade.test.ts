import { rmSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, onTestFinished, test } from "vitest"
import { findDataset, listDatasets } from "../../lib/datasets/index.ts"
import { openDatabase } from "../../lib/db/connection.ts"
import { codeVersion, migrate, versionOf } from "../../lib/db/migrate.ts"
import { JOB_TRANSITIONS } from "../../lib/engine/jobs/transitions.ts"
import { listImports } from "../../lib/import/listings.ts"
import { jobReport } from "../../lib/import/report.ts"
import { jobStatus } from "../../lib/import/status.ts"
import { schemaTextOf } from "../../scripts/schema/text.ts"
import { toMend } from "../mending/mending.ts"
import { actor } from "../support/imports.ts"
import { copyTemplate, newFolder } from "../support/lab.ts"
import { LONG_RUN } from "../support/rounds.ts"
import { restore, rowsIn, rowsText } from "./dump.ts"
import { DUMPS, readDump, restored } from "./restored.ts"

const SCHEMA_VERSIONS: Record<string, number> = {
  "0.1.0": 21,
  "0.1.0-extract-being-prepared": 21,
  "0.1.0-extract-being-taken-back": 21,
  "1.0.0": 55,
  "1.0.0-extract-being-prepared": 55,
  "1.0.0-extract-being-taken-back": 55,
}

/** The schema of a database that is opened anew: DuckDB writes some types another way in the process that made them. */
async function schemaIn(path: string): Promise<string> {
  const db = await openDatabase(path)
  try {
    return await schemaTextOf(db)
  } finally {
    db.close()
  }
}

test("the databases of the versions there were are here", () => {
  expect(DUMPS.sort()).toEqual(Object.keys(SCHEMA_VERSIONS).sort())
})

test.each(LONG_RUN ? DUMPS : DUMPS.filter((name) => !name.includes("-")))(
  "%s is restored to what it was, and brought up to date has the schema of a fresh one",
  async (name) => {
    const folder = newFolder()
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const path = join(folder, "sluice.duckdb")
    await restore(readDump(name), path)
    const db = await openDatabase(path)
    try {
      expect(await db.use(versionOf)).toBe(SCHEMA_VERSIONS[name])
      expect(await rowsText((sql) => db.use((connection) => connection.rows(sql)))).toBe(
        rowsIn(readDump(name)),
      )
      await migrate(db, () => new Date(0).toISOString())
      expect(await db.use(versionOf)).toBe(codeVersion())
    } finally {
      db.close()
    }
    const fresh = join(folder, "fresh.duckdb")
    expect(copyTemplate(fresh)).toBe(true)
    expect(await schemaIn(path)).toBe(await schemaIn(fresh))
  },
)

test("batches that an import of 1.0.0 was closed without are known as such, and none that can be tried again", async () => {
  const folder = newFolder()
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const path = join(folder, "sluice.duckdb")
  await restore(readDump("1.0.0"), path)
  const db = await openDatabase(path)
  onTestFinished(() => db.close())
  await db.use(async (connection) => {
    const imports = "select job_id from import_jobs where dataset = 'qa-pairs' and status = 'completed'"
    await connection.run(`update import_job_batches set status = 'failed' where job_id in (${imports})`)
    await migrate(db, () => new Date(0).toISOString())
    const closed = `select operation, abandoned, count(*) > 0 as any from import_job_batches
      where job_id in (${imports}) group by all order by all`
    expect(await connection.rows(closed)).toEqual([
      { operation: "embed", abandoned: null, any: true },
      { operation: "insert", abandoned: true, any: true },
    ])
    const others = `select b.status from import_job_batches as b join import_jobs as j using (job_id)
      where b.abandoned and j.finished_at is null`
    expect(await connection.rows(others)).toEqual([])
  })
})

describe.each(["0.1.0", "1.0.0"])("the database of %s", (version) => {
  const old = restored(version)

  test("holds imports of every dataset, and in every state there is", async () => {
    const jobs = await old.lab.read("select distinct dataset, status from import_jobs")
    const values = (name: string) => [...new Set(jobs.map((job) => job[name]))].filter(Boolean).sort()
    expect(values("dataset")).toEqual(
      listDatasets()
        .map(({ name }) => name)
        .sort(),
    )
    expect(values("status")).toEqual(Object.keys(JOB_TRANSITIONS).sort())
    const mails = await old.lab.read("select distinct status from outbox where channel = 'mail' order by all")
    expect(mails.map(({ status }) => status)).toEqual(["delivered", "due", "failed", "sending"])
    const batches = await old.lab.read("select distinct status from import_job_batches order by all")
    expect(batches.map(({ status }) => status)).toEqual(["completed", "failed", "pending", "processing"])
  })

  test("lists every import, and tells of each how far it is and what it did", async () => {
    const { lab } = old
    const { imports } = await listImports({ limit: 100, actor }, lab.effects)
    expect(imports).toHaveLength(23)
    for (const { job_id, dataset, status } of imports) {
      const told = await jobStatus({ dataset: findDataset(dataset), job_id, actor }, lab.effects)
      expect(told.status).toBe(status)
      const report = await jobReport({ job_id, actor }, lab.effects)
      expect({ job_id, status: report.job.status }).toEqual({ job_id, status })
    }
  })
})

const first = restored("0.1.0")

test("the database of 0.1.0 tells of its row errors that they cannot be mended", async () => {
  const { lab } = first
  const jobs = await lab.read(
    "select distinct job_id::varchar as job_id from import_row_errors where row_no is not null",
  )
  expect(jobs.length).toBeGreaterThan(1)
  for (const { job_id } of jobs) {
    const { why_not, rows } = await toMend(lab, String(job_id))
    expect({ job_id, mendable: why_not === null && rows.some(({ mendable }) => mendable) }).toEqual({
      job_id,
      mendable: false,
    })
  }
})
