import { DAY_MS, isoTime } from "../../clock.ts"
import { statement } from "../../db/statement.ts"
import { isShortOf } from "../../deadline.ts"
import type { Effects } from "../../effects.ts"
import { wasOvertaken } from "../../engine/jobs/patience.ts"
import { storedAt } from "../../store/file-name.ts"
import { type Upload, writeUpload } from "./upload-rows.ts"

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
    const { upload_id, filename, completed_at } = upload
    if (completed_at === null) await store.abortParts(upload)
    // Others may have taken it up since it was listed; who comes later does not find it by its row.
    if ((await writeUpload("uploads/delete_expired", { upload_id, completed_at }, effects)) === 0) continue
    // One that nobody completed may have become a file all the same, by a call that was killed over it.
    await store.remove(filename)
    removed += 1
  }
  return removed
}

/** Once a day one call looks through all files of the store. */
const LOCK = "unnamed files"

/**
 * Removes what calls had stored, or begun to store, when they were killed, before an upload or an import spoke of it: of what the
 * store itself has named, what is a day old and no row needs. Looks once a day. Safe to run again; answers how many went.
 */
export async function sweepUnnamed(effects: Effects): Promise<number> {
  const { clock, store, db } = effects
  const now = clock.now()
  if (!(await isFirstToday(Math.floor(now / DAY_MS), effects))) return 0
  const whole = (await store.list()).flatMap(({ filename }) => {
    const at = storedAt(filename)
    return at !== null && at < now - DAY_MS ? [{ filename, stored_at: isoTime(at) }] : []
  })
  const begun = (await store.abandoned()).flatMap((filename) =>
    storedAt(filename) === null ? [] : [{ filename, stored_at: null }],
  )
  const files = [...whole, ...begun]
  if (files.length === 0) return 0
  const values = { files: JSON.stringify(files) }
  const unnamed = await db.use((connection) =>
    connection.rows<{ filename: string }>(statement("uploads/unnamed"), values),
  )
  let removed = 0
  for (const { filename } of unnamed) {
    // Tomorrow's call removes what there is no time for.
    if (isShortOf(effects, ONE_SECONDS)) break
    await store.remove(filename)
    removed += 1
  }
  return removed
}

async function isFirstToday(day: number, { db }: Effects): Promise<boolean> {
  const sql = `${statement("locks/ensure")};\n${statement("locks/claim_day")}`
  try {
    return (await db.use((connection) => connection.run(sql, { name: LOCK, day }))) > 0
  } catch (error) {
    if (wasOvertaken(error)) return false
    throw error
  }
}
