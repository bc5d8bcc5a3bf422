import { expect, test } from "vitest"
import { contacts } from "../../lib/datasets/contacts.ts"
import { jobStatus } from "../../lib/import/status.ts"
import { upTo } from "../support/handmade.ts"
import { actor, carryOn, importFiles, textFile, undo } from "../support/imports.ts"
import { openLab } from "../support/lab.ts"
import { mend, toMend } from "./mending.ts"

const ROWS = 100_000
/** A call of the platform's function that mends. */
const MOST_MS = 30_000

test("a hundred thousand bad rows are mended all alike in one call, and a page of them is read at once", async () => {
  const lab = await openLab()
  const lines = upTo(ROWS).map((n) => `p${n}@example.org,Ann,nope`)
  const file = textFile("people.csv", ["email,first_name,phone", "a@example.org,A,", ...lines].join("\n"))
  const { job_id } = await importFiles(lab, contacts, file, { batch_size: 1_000 })
  const looked = performance.now()
  expect(await toMend(lab, job_id)).toMatchObject({ counts: { open: ROWS }, total: ROWS })
  const begun = performance.now()
  const change = { column: "phone", from: "nope", to: null }
  expect(await mend(lab, job_id, { change })).toMatchObject({ changed: ROWS, accepted: ROWS })
  const spent = { look: begun - looked, mend: performance.now() - begun }
  expect(spent.look).toBeLessThan(MOST_MS)
  expect(spent.mend).toBeLessThan(MOST_MS)
  await carryOn(lab, contacts, job_id)
  expect(await jobStatus({ job_id, actor }, lab.effects)).toMatchObject({
    outcome: "complete",
    row_errors: 0,
  })
  expect(await undo(lab, job_id)).toMatchObject({ rows_removed: ROWS + 1, rows_kept: 0 })
  lab.close()
}, 600_000)
