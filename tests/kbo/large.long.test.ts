import { expect, test } from "vitest"
import { makeExtracts } from "../../scripts/sample/archive.ts"
import { compareDatabase } from "../reference/compare.ts"
import { Reference } from "../reference/reference.ts"
import { countsOf, expectedCounts } from "../support/counts.ts"
import { driveToEnd, finalize, importExtract, prepare } from "../support/drive.ts"
import { sharedLab } from "../support/own-lab.ts"

const lab = sharedLab()

test("an update of more than 152,000 rows, thousands of delete keys a table, loses nothing", async () => {
  const [full, update] = await makeExtracts({
    seed: 6090,
    rows: 300_000,
    changes: 190_000,
    steps: [{ type: "full" }, { type: "update" }],
  })
  if (!full || !update) throw new Error("no extracts were made")
  const recordsOf = (name: string) => update.files.find((file) => file.name === name)?.records.length ?? 0
  for (const table of ["enterprise", "denomination", "address", "activity"]) {
    expect({ table, keys: recordsOf(`${table}_delete.csv`) > 5000 }).toEqual({ table, keys: true })
  }
  await importExtract(lab, full)
  const { answer } = await prepare(lab, update)
  const rows = update.files.reduce((sum, { name, records }) => sum + (/_/.test(name) ? records.length : 0), 0)
  expect(rows).toBeGreaterThan(152_000)
  await Promise.all(["one", "two", "three"].map((driver) => driveToEnd(lab, answer.job_id, driver)))
  await finalize(lab, answer.job_id)

  const reference = new Reference()
  await reference.apply(full.bytes)
  const counts = await reference.apply(update.bytes)
  expect(await countsOf(lab, answer.job_id)).toEqual(expectedCounts(counts))
  expect(await compareDatabase(lab.read, reference.register)).toEqual([])
})
