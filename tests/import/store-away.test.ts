import { beforeAll, expect, test } from "vitest"
import { ImportOptions } from "../../lib/contract/index.ts"
import { contacts } from "../../lib/datasets/contacts.ts"
import type { Effects } from "../../lib/effects.ts"
import { problem } from "../../lib/errors.ts"
import { driveOpenJobs } from "../../lib/import/drive.ts"
import { prepareImport } from "../../lib/import/prepare.ts"
import { processBatch } from "../../lib/import/process-batch.ts"
import { jobStatus } from "../../lib/import/status.ts"
import { actor, carryOn } from "../support/imports.ts"
import { sharedLab } from "../support/own-lab.ts"

const lab = sharedLab()
let job_id: string
beforeAll(async () => {
  const rows = [{ email: "ann@example.org" }, { email: "bob@example.org" }]
  const options = ImportOptions.parse({ run: "background" })
  const source = { kind: "rows" as const, rows }
  const { answer } = await prepareImport({ dataset: contacts, source, options, actor }, lab.effects)
  job_id = answer.job_id
})

const away = problem(
  503,
  "store_unreachable",
  "The file store cannot be used: it does not answer. Try again later.",
)

/** As if the store did not answer. */
function withoutStore({ store, ...effects }: Effects): Effects {
  const resolve = async () => Promise.reject(away)
  const gone = { ...store, resolve, list: resolve, until: () => gone, trouble: async () => away }
  return { ...effects, store: gone }
}

const driver = { id: "one", label: "CLI" }

test("an import whose source cannot be read for the moment waits, and is neither refused nor failed", async () => {
  const effects = withoutStore(lab.effects)
  const asked = { dataset: contacts, job_id, driver, actor }
  expect(await processBatch(asked, effects)).toMatchObject({
    batch_completed: false,
    status: "waiting",
    next_batch: null,
    error: { code: "store_unreachable" },
  })
  const status = await jobStatus({ dataset: contacts, job_id, actor }, effects)
  expect(status).toMatchObject({ status: "preparing", waits_for: { code: "store_unreachable" } })
})

test("the scheduler waits for it, says so, and goes on with it by itself", async () => {
  lab.clock.advance(61)
  const { jobs } = await driveOpenJobs({ driver, silent_ms: 0 }, withoutStore(lab.effects))
  expect(jobs).toMatchObject([{ job_id, status: "preparing" }])
  expect(lab.events).toContainEqual({ type: "drive.waiting", job_id, code: "store_unreachable" })
  lab.clock.advance(61)
  await driveOpenJobs({ driver, silent_ms: 0 }, lab.effects)
  expect(await carryOn(lab, contacts, job_id)).toMatchObject({ outcome: "complete" })
})
