import { randomUUID } from "node:crypto"
import { nowOf } from "../../clock.ts"
import { mostUploadBytes } from "../../config.ts"
import type { PartedUpload, UploadAnswer, UploadRequest } from "../../contract/index.ts"
import type { Effects } from "../../effects.ts"
import { isProblem, problem } from "../../errors.ts"
import { lengthOfPart, numbersOf, partBytesFor } from "../../store/part-sizes.ts"
import type { ArrivedPart } from "../../store/parts.ts"
import type { UploadedFile } from "../../store/stored.ts"
import { sizeText } from "../../words.ts"
import {
  findUpload,
  isComplete,
  type OfUpload,
  type Upload,
  type Uploader,
  writeUpload,
} from "./upload-rows.ts"
import { keepOnce } from "./uploaded-content.ts"

/**
 * Plans a file that its sender brings in parts, several at once, wherever the store wants them. Throws Problem 413
 * `upload_too_large`.
 */
export async function beginUpload(
  { name, bytes, keep, actor }: UploadRequest & { actor: Uploader },
  effects: Effects,
): Promise<PartedUpload> {
  const most = mostUploadBytes(effects.config)
  if (bytes > most) {
    const detail = `The file is larger than ${sizeText(most)}, the limit for uploads (SLUICE_MAX_UPLOAD_MB).`
    throw problem(413, "upload_too_large", detail)
  }
  const filename = effects.store.newName(name)
  const upload: Upload = {
    upload_id: randomUUID(),
    filename,
    original_name: name,
    bytes,
    part_bytes: partBytesFor(bytes),
    token: await effects.store.beginParts(filename),
    uploader: actor.name,
    kept: keep,
    completed_at: null,
    content_hash: null,
    hashed: null,
  }
  // Nobody is told of it, so nobody could give it up.
  await note(upload, effects).catch(async (error: unknown) => {
    await effects.store.abortParts(upload)
    throw error
  })
  return planOf(upload, [], effects)
}

/** Notes a file that came in one go; answers the name under which its content is kept. */
export async function noteUpload(
  file: UploadedFile,
  { name: uploader }: Uploader,
  effects: Effects,
): Promise<UploadAnswer> {
  const { original_name, bytes, content_hash, sha256 } = file
  const { filename } = await keepOnce({ ...file, uploader }, effects)
  if (filename !== file.filename) await effects.store.remove(file.filename)
  else {
    const own = { upload_id: randomUUID(), filename, original_name, bytes, uploader, content_hash }
    const upload = { ...own, kept: true }
    await note(
      { ...upload, part_bytes: bytes, token: "", hashed: null, completed_at: nowOf(effects) },
      effects,
    )
  }
  return { filename, original_name, bytes, sha256 }
}

/** Which parts have arrived, and where the others go. Throws Problem 404 `upload_not_found`. */
export async function uploadState(asked: OfUpload, effects: Effects): Promise<PartedUpload> {
  const upload = await findUpload(asked, effects)
  if (upload.completed_at === null) {
    return planOf(upload, (await effects.store.partsThere(upload)) ?? [], effects)
  }
  const all = numbersOf(upload).map((number) => ({ number, etag: "", bytes: lengthOfPart(upload, number) }))
  return planOf(upload, all, effects)
}

/** Gives an upload up; again, or of one that is unknown, it does nothing. Throws Problem 409 `upload_completed`. */
export async function abandonUpload(asked: OfUpload, effects: Effects): Promise<void> {
  const upload = await findUpload(asked, effects).catch((error: unknown) => {
    if (isProblem(error) && error.code === "upload_not_found") return null
    throw error
  })
  if (upload === null) return
  if (upload.completed_at !== null) throw isComplete()
  await effects.store.abortParts(upload)
  const { upload_id } = upload
  // Another call was faster, and either completed it or gave it up.
  if ((await writeUpload("uploads/delete", { upload_id }, effects)) === 0) await abandonUpload(asked, effects)
}

async function planOf(
  upload: Upload,
  there: readonly ArrivedPart[],
  { store }: Effects,
): Promise<PartedUpload> {
  const { upload_id, filename, bytes, part_bytes } = upload
  const at = new Map(there.map((part) => [part.number, part]))
  const partOf = async (number: number) => {
    const arrived = at.get(number)
    if (arrived) return { number, etag: arrived.etag }
    const url = await store.partUrl(upload, number)
    return { number, url: url ?? `/api/uploads/${upload_id}/parts/${number}` }
  }
  return { upload_id, filename, bytes, part_bytes, parts: await Promise.all(numbersOf(upload).map(partOf)) }
}

async function note({ completed_at, hashed: _hashed, ...upload }: Upload, effects: Effects): Promise<void> {
  await writeUpload("uploads/create", { ...upload, completed: completed_at !== null }, effects)
}
