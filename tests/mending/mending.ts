import { type MendAnswer, MendQuery, MendRequest } from "../../lib/contract/index.ts"
import type { Dataset } from "../../lib/datasets/declaration.ts"
import { mendRows } from "../../lib/import/mending/mend.ts"
import { rowsToMend } from "../../lib/import/mending/rows-to-mend.ts"
import { jobStatus } from "../../lib/import/status.ts"
import { actor, drive, finish } from "../support/imports.ts"
import type { Lab } from "../support/lab.ts"

type Asked = Parameters<typeof MendRequest.parse>[0]

/** Says what rows are to be. */
export function mend(lab: Lab, job_id: string, asked: Asked, by = "tester"): Promise<MendAnswer> {
  return mendRows({ job_id, actor: { ...actor, name: by }, request: MendRequest.parse(asked) }, lab.effects)
}

/** The rows there are to mend. */
export function toMend(lab: Lab, job_id: string, query: object = {}, unmasked = true) {
  return rowsToMend({ job_id, actor, unmasked, ...MendQuery.parse(query) }, lab.effects)
}

/** Mends rows and has them imported; answers how that went and where the import stands then. */
export async function mendToEnd(lab: Lab, dataset: Dataset, job_id: string, asked: Asked) {
  const answer = await mend(lab, job_id, asked)
  if (answer.status === "processing") await driveOn(lab, dataset, job_id)
  return { answer, status: await jobStatus({ job_id, actor }, lab.effects) }
}

/** Applies what there is to apply, and closes the import. */
async function driveOn(lab: Lab, dataset: Dataset, job_id: string): Promise<void> {
  await drive(lab, dataset, job_id)
  await finish(lab, dataset, job_id)
}
