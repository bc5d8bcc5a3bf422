import type { Caller, DailyUpdateAnswer, DailyUpdateRequest } from "../contract/index.ts"
import { ImportOptions } from "../contract/index.ts"
import { dailyUpdate } from "../datasets/daily-update.ts"
import type { Effects } from "../effects.ts"
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
