import type { Caller, DailyUpdateAnswer, DailyUpdateRequest } from "../contract/index.ts"
import { ImportOptions } from "../contract/index.ts"
import { dailyUpdate } from "../datasets/daily-update.ts"
import { statement } from "../db/statement.ts"
import type { Effects } from "../effects.ts"
import type { EarlierJob } from "../engine/admission/extract-guards.ts"
import { type NextExtract, nextExtract } from "../engine/admission/next-extract.ts"
import { assertReach } from "../engine/jobs/reach.ts"
import { connectWithinTime } from "../engine/jobs/time-limit.ts"
import { prepareImport } from "../import/prepare.ts"

/**
 * Opens a daily update by one call; the server goes on by itself. The same extract again answers with the import it belongs to.
 * Throws Problem 4xx as prepare does.
 */
export async function importDailyUpdate(
  { url, filename, actor }: DailyUpdateRequest & { actor: Caller },
  effects: Effects,
): Promise<DailyUpdateAnswer> {
  const source =
    url === undefined ? { kind: "stored" as const, filename: filename ?? "" } : { kind: "url" as const, url }
  const options = ImportOptions.parse({ run: "background" })
  const { answer } = await prepareImport({ dataset: dailyUpdate, source, options, actor }, effects)
  return { job_id: answer.job_id, progress_url: `/admin/imports/${answer.job_id}/progress` }
}

/**
 * The newest stored extract that may be imported now, or why none; `uploader` as for the list of stored files. Throws Problem 403
 * `dataset_forbidden`, `project_forbidden`.
 */
export async function nextDailyUpdate(
  { uploader, actor }: { uploader: string | undefined; actor: Caller },
  effects: Effects,
): Promise<NextExtract> {
  assertReach(actor, dailyUpdate)
  const files = await effects.store.list(uploader)
  const earlier = await connectWithinTime(effects, (connection) =>
    connection.rows<EarlierJob>(statement("jobs/of_dataset"), { dataset: dailyUpdate.name }),
  )
  return nextExtract(
    files.map(({ filename }) => filename),
    earlier,
  )
}
