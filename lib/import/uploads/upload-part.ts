import type { PartAnswer } from "../../contract/index.ts"
import type { Effects } from "../../effects.ts"
import { problem } from "../../errors.ts"
import { assertLength, lengthOfPart } from "../../store/part-sizes.ts"
import { findUpload, isComplete, type OfUpload } from "./upload-rows.ts"

/**
 * Takes a part where the store has no door of its own. Throws Problem 404 `upload_not_found`, 409 `upload_elsewhere` and
 * `upload_completed`, 422 `part_size_wrong`, 507 `store_full`.
 */
export async function receivePart(
  { number, body, ...asked }: OfUpload & { number: number; body: (most: number) => Promise<Buffer> },
  effects: Effects,
): Promise<PartAnswer> {
  const upload = await findUpload(asked, effects)
  if (upload.completed_at !== null) throw isComplete()
  if ((await effects.store.partUrl(upload, number)) !== null) {
    const detail =
      "Parts of this upload go straight to the store: PUT them to the urls the upload was answered with."
    throw problem(409, "upload_elsewhere", detail)
  }
  const bytes = await body(lengthOfPart(upload, number))
  assertLength(upload, number, bytes.length)
  return effects.store.writePart(upload, number, bytes)
}
