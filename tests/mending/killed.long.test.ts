import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { beforeAll, expect, test } from "vitest"
import { runCommand, runForJson, startCommand } from "../commands/child.ts"
import { commandEnvironment } from "../commands/samples.ts"
import { openLabIn } from "../support/lab.ts"
import { sharedFolder } from "../support/own-lab.ts"

const folder = sharedFolder()
// What a killed process has taken is given to others soon.
const env = commandEnvironment(folder, { SLUICE_LEASE_SECONDS: "2", SLUICE_BATCH_BUDGET_SECONDS: "1.5" })

const path = join(folder, "people.csv")
const mended = join(folder, "mended.csv")
let job_id: string

beforeAll(async () => {
  const rows = Array.from({ length: 300 }, (_, i) => `p${i}${i % 3 === 0 ? " at " : "@"}example.org,P${i}`)
  writeFileSync(path, ["email,first_name", ...rows].join("\n"))
  const { json } = await runForJson("import", env, path, "--dataset", "contacts", "--max-retries", "10")
  job_id = (json.imports as { job_id: string }[])[0]?.job_id ?? ""
  const header = "email,first_name,_row"
  const right = rows.flatMap((row, i) => (i % 3 === 0 ? [`${row.replace(" at ", "@")},${i + 1}`] : []))
  writeFileSync(mended, [header, ...right].join("\n"))
})

async function people(): Promise<unknown> {
  const lab = await openLabIn(folder)
  const rows = await lab.read("select count(*) as rows, count(distinct email) as people from contact_person")
  lab.close()
  return rows[0]
}

/** Runs a command that kills itself at a place. */
async function killedAt(point: string, name: string, ...args: string[]): Promise<void> {
  expect((await startCommand(name, { ...env, SLUICE_FAIL_AT: point }, ...args).ended).status).toBe(null)
}

test("whoever is killed while mending has mended all or nothing, and the import goes on to the same end", async () => {
  await killedAt("mid_mend", "mend", job_id, mended)
  expect(await people()).toEqual({ rows: 200, people: 200 })
  await killedAt("after_mend", "mend", job_id, mended)
  const again = await runForJson("mend", env, job_id, mended)
  expect(again).toMatchObject({ status: 3, json: { error: { code: "illegal_transition" } } })
  for (const point of ["before_claim", "after_claim", "mid_apply", "before_commit", "after_commit"])
    await killedAt(point, "import", job_id)
  await killedAt("mid_finalize", "import", job_id)
  expect(await runForJson("import", env, job_id)).toMatchObject({
    status: 0,
    json: { imports: [{ outcome: "complete", row_errors: 0 }] },
  })
  expect(await people()).toEqual({ rows: 300, people: 300 })
  expect(await runCommand("rollback", env, job_id, "--yes")).toMatchObject({ status: 0 })
  expect(await people()).toEqual({ rows: 0, people: 0 })
})
