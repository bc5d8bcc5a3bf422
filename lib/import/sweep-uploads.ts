import { isoTime } from "../clock.ts"
import { statement } from "../db/statement.ts"
import { isShortOf } from "../deadline.ts"
import type { Effects } from "../effects.ts"
import type { Upload } from "./upload-rows.ts"

const DAY_MS = 86_400_000
/** Removing one takes as long at the most. */
const ONE_SECONDS = 2

/**
 * Removes uploads that nobody has completed within a day, and files that were sent `SLUICE_KEEP_FILES_DAYS` ago and that no open
 * import reads: what was imported of them can be taken back without them. Safe to run again; answers how many went.
 */
export async function sweepUploads(effects: Effects): Promise<number> {
  const { config, clock, store, db } = effects
  const before = (days: number) => isoTime(clock.now() - days * DAY_MS)
  const values = { begun_before: before(1), kept_before: before(config.keep_files_days) }
  const gone = await db.use((connection) => connection.rows<Upload>(statement("uploads/expired"), values))
  let removed = 0
  for (const upload of gone) {
    // The next call removes what there is no time for.
    if (isShortOf(effects, ONE_SECONDS)) break
    if (upload.completed_at === null) await store.abortParts(upload)
    // One that nobody completed may have become a file all the same, by a call that was killed over it.
    await store.remove(upload.filename)
    await db.use((connection) => connection.run(statement("uploads/delete"), { upload_id: upload.upload_id }))
    removed += 1
  }
  return removed
}
