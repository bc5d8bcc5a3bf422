import { expect } from "vitest"
import type { ControlAction } from "../../lib/contract/index.ts"
import { isProblem } from "../../lib/errors.ts"
import { controlJob } from "../../lib/import/control.ts"
import { driveOpenJobs } from "../../lib/import/drive.ts"
import { retryBatches } from "../../lib/import/retry.ts"
import { jobStatus } from "../../lib/import/status.ts"
import { compareDatabase } from "../reference/compare.ts"
import { Reference } from "../reference/reference.ts"
import { actor, dataset, type Sent } from "./drive.ts"
import type { Lab } from "./lab.ts"

export function control(lab: Lab, job_id: string, action: ControlAction) {
  return controlJob({ dataset, job_id, action, actor }, lab.effects)
}

export function statusOf(lab: Lab, job_id: string) {
  return jobStatus({ dataset, job_id, actor }, lab.effects)
}

export function retryAll(lab: Lab, job_id: string) {
  return retryBatches({ dataset, job_id, all_failed: true, actor }, lab.effects)
}

/** What the scheduler does once nobody has driven for a minute. */
export function schedule(lab: Lab) {
  lab.clock.advance(61)
  return driveOpenJobs({ driver: { id: "scheduler", label: "scheduler" } }, lab.effects)
}

/** The status and code of the problem that `work` is refused with. Throws anything else that it throws. */
export async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (isProblem(error)) return `${error.status} ${error.code}`
  throw error ?? new Error("It was not refused.")
}

/** Expects the targets to be, row for row, what the extracts make of an empty register. */
export async function expectRegister(lab: Lab, ...extracts: Sent[]): Promise<void> {
  const reference = new Reference()
  for (const { bytes } of extracts) await reference.apply(bytes)
  expect(await compareDatabase(lab.read, reference.register)).toEqual([])
}

/** The batches of a job that are in a state, as `enterprise insert 1`. */
export async function batchesThat(lab: Lab, job_id: string, status: string): Promise<string[]> {
  const rows = await lab.read(
    `select table_name || ' ' || operation || ' ' || batch_number as batch from import_job_batches
     where job_id = '${job_id}' and status = '${status}' order by position`,
  )
  return rows.map((row) => String(row.batch))
}
