import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { statement, statementNames } from "../../lib/db/statement.ts"
import { controlJob } from "../../lib/import/control.ts"
import { driveOpenJobs } from "../../lib/import/drive.ts"
import { listAudit, listBatches, listImports, listRowErrors } from "../../lib/import/listings.ts"
import { jobReport } from "../../lib/import/report.ts"
import { jobStatus } from "../../lib/import/status.ts"
import { ROOT } from "../../scripts/root.mjs"
import { type MadeExtract, makeExtracts } from "../../scripts/sample/archive.ts"
import { actor, dataset, driveToEnd, finalize, importExtract, prepare, rollBack } from "../support/drive.ts"
import { openLab } from "../support/lab.ts"
import { checksums, leftovers } from "../support/tables.ts"
import { asRemote } from "./as-remote.ts"

/** What MotherDuck has not, has on the client only, or promises nothing of; each with why it matters here. */
const MISSING: [what: string, pattern: RegExp][] = [
  [
    "keys and constraints between rows, which are not enforced",
    /\b(primary key|unique|foreign key|references)\b/i,
  ],
  ["on conflict, which needs a key", /\bon conflict\b/i],
  ["indexes, which no query uses", /\bindex\b/i],
  ["temporary tables, which live on the client", /\btemp(orary)?\b/i],
  ["sequences", /\b(sequence|nextval)\b/i],
  ["the checkpoint of a local file", /\bcheckpoint/i],
  ["settings of a local file", /(^|;)\s*(set|pragma)\s+(?!variable\b)/i],
  ["other databases and extensions", /(^|;)\s*(attach|detach|install|load)\b/i],
]

function missingIn(sql: string): string[] {
  const text = sql.replace(/^\s*--.*$/gm, "")
  return MISSING.filter(([, pattern]) => pattern.test(text)).map(([what]) => what)
}

test("the check sees what it should refuse", () => {
  expect(missingIn("create table t (id integer primary key)")).toHaveLength(1)
  expect(missingIn("create temp table t as select 1")).toHaveLength(1)
  expect(missingIn("begin;\nset threads = 1")).toHaveLength(1)
  expect(missingIn("-- no index\nset variable batch = 1;\nupdate t set a = 1")).toEqual([])
})

/** They copy a database of this machine; whoever keeps another one is asked for its backups. */
const OF_A_COPY = ["schema/copy_attach", "schema/copy_detach", "schema/copy_fold"]

test("no statement file needs what MotherDuck lacks", () => {
  const names = statementNames().filter((name) => !OF_A_COPY.includes(name))
  const texts = names.map((name) => [name, readFileSync(join(ROOT, `sql/${name}.sql`), "utf8")])
  const found = texts.flatMap(([name, text = ""]) => missingIn(text).map((what) => `${name}: ${what}`))
  expect(texts.length).toBeGreaterThan(80)
  expect(found).toEqual([])
})

/** They write a database's own file anew, which is done on this machine only. */
const IN_A_FILE = ["forget/delete_older", "forget/last_row", "forget/write_anew"]

test("only the order of the audit log looks at where a row lies", () => {
  const users = statementNames().filter((name) =>
    /\browid\b/.test(readFileSync(join(ROOT, `sql/${name}.sql`), "utf8")),
  )
  expect(users).toEqual([...IN_A_FILE, "status/audit_page"])
  expect(statement("status/audit_page")).toContain("order by happened_at, place, nth")
})

test("no code appends rows past the statements", () => {
  const files = readdirSync(join(ROOT, "lib"), { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".ts"),
  )
  const users = files.filter((name) =>
    /appender|registerTableFunction/i.test(readFileSync(join(ROOT, "lib", name), "utf8")),
  )
  expect(users).toEqual([])
})

test("a whole import and its undoing send a remote database nothing that it lacks", async () => {
  const local = await openLab()
  const lab = asRemote(local)
  const steps = [{ type: "full" }, { type: "update" }, { type: "full" }] as const
  const [full, update, later] = (await makeExtracts({
    seed: 9,
    rows: 600,
    changes: 200,
    traps: true,
    steps: [...steps],
  })) as [MadeExtract, MadeExtract, MadeExtract]
  const before = await checksums(lab)
  const jobs = [await importExtract(lab, full), await importExtract(lab, update)]
  const dry = (await prepare(lab, later, { dry_run: true })).answer.job_id
  await driveToEnd(lab, dry)
  await finalize(lab, dry)
  await controlJob({ dataset, job_id: dry, action: "apply", actor }, lab.effects)
  for (const action of ["pause", "resume"] as const)
    await controlJob({ dataset, job_id: dry, action, actor }, lab.effects)
  lab.clock.advance(120)
  await driveOpenJobs({ driver: { id: "scheduler", label: "scheduler" } }, lab.effects)
  for (const job_id of [...jobs, dry]) await lookAt(lab, job_id)
  for (const job_id of [dry, ...jobs.reverse()]) await rollBack(lab, job_id)
  expect(await checksums(lab)).toEqual(before)
  expect(await leftovers(lab)).toEqual({})
  local.close()
  expect(lab.sent.size).toBeGreaterThan(100)
  const found = [...lab.sent].flatMap((sql) => missingIn(sql).map((what) => `${what}: ${sql.slice(0, 200)}`))
  expect(found).toEqual([])
})

async function lookAt({ effects }: ReturnType<typeof asRemote>, job_id: string): Promise<void> {
  const page = { job_id, limit: 50, actor }
  await Promise.all([listBatches(page, effects), listRowErrors(page, effects), listAudit(page, effects)])
  await listImports({ limit: 50, actor }, effects)
  await jobStatus({ dataset, job_id, actor }, effects)
  const report = await jobReport({ job_id, actor }, effects)
  expect(report.job.status).toBe("completed")
}
