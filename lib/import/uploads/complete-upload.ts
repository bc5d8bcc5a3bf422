import type { CompleteUploadRequest, UploadAnswer } from "../../contract/index.ts"
import type { Effects } from "../../effects.ts"
import { isProblem } from "../../errors.ts"
import { wholeOf } from "../../store/part-sizes.ts"
import { findStored } from "../../store/stored.ts"
import { findUpload, type OfUpload, type Upload, writeUpload } from "./upload-rows.ts"
import { checkedContent, keepOnce } from "./uploaded-content.ts"

/** With a call beside it that is faster at every step: putting together, noting, and removing what is there already. */
const TRIES = 3

/**
 * Makes a file of the parts that have arrived; again, and beside another call, it answers the same. Throws Problem 404 `upload_not_found`, 422
 * `upload_incomplete`, `part_size_wrong`, `checksum_wrong`, after which nothing is left of it; 503 `out_of_time`.
 */
export async function completeUpload(
  request: CompleteUploadRequest & OfUpload,
  effects: Effects,
): Promise<UploadAnswer> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await completeOnce(request, effects)
    } catch (error) {
      if (!isProblem(error) || error.code !== "file_not_found" || tried === TRIES) throw error
    }
  }
}

async function completeOnce(
  { parts, sha256, ...asked }: CompleteUploadRequest & OfUpload,
  effects: Effects,
): Promise<UploadAnswer> {
  const upload = await findUpload(asked, effects)
  if (upload.completed_at === null) {
    // A call that was killed may have made the file already.
    if (!(await findStored(effects.store, upload.filename))) {
      const whole = wholeOf(upload, await effects.store.partsThere(upload), parts)
      await effects.store.completeParts(upload, whole)
    }
    await effects.store.claim(upload.filename, upload.uploader)
  }
  const checked = { ...upload, ...(await checkedContent(upload, sha256, effects)) }
  const filename = upload.completed_at === null ? await kept(checked, asked, effects) : upload.filename
  const { original_name, bytes } = upload
  effects.emit({ type: "upload.received", filename, bytes, actor: asked.actor.name })
  return { filename, original_name, bytes, sha256: sha256?.toLowerCase() ?? null }
}

/** Notes that a file is stored and what is in it; answers the name it has from now on. */
async function kept(checked: Upload, asked: OfUpload, effects: Effects): Promise<string> {
  // What goes with its import is nobody else's, so it is never another's file.
  const { filename, content_hash } = checked.kept ? await keepOnce(checked, effects) : checked
  const { upload_id } = checked
  const noted = await writeUpload("uploads/complete", { upload_id, filename, content_hash }, effects)
  // Another call has answered meanwhile, and may have answered this very file.
  if (noted === 0) return (await findUpload(asked, effects)).filename
  if (filename !== checked.filename) await effects.store.remove(checked.filename)
  return filename
}
