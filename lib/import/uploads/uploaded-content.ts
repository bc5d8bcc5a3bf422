import { statement } from "../../db/statement.ts"
import { callAgain, isShortOf } from "../../deadline.ts"
import type { Effects } from "../../effects.ts"
import { problem } from "../../errors.ts"
import { hashBoth, hashFurther } from "../../store/content-hash.ts"
import { findStored } from "../../store/stored.ts"
import { type Upload, writeUpload } from "./upload-rows.ts"

/** A file that is stored, and whose it is. */
interface Uploaded {
  filename: string
  bytes: number
  uploader: string
}

/**
 * Compares a file with what its sender says it is: its length, and its SHA-256 or content hash where one is told. What is other is
 * removed, unless it was completed before: then others may know it. Throws Problem 422 `upload_incomplete`, `checksum_wrong`; 503
 * `out_of_time` for what one call cannot read: the next goes on behind it.
 */
export async function checkedContent(
  { upload_id, filename, bytes, completed_at, hashed }: Upload,
  told: string | undefined,
  effects: Effects,
): Promise<{ content_hash: string | null }> {
  const stored = await effects.store.resolve(filename)
  const refuse = async (code: string, wrong: string) => {
    const known = completed_at !== null
    if (!known) await effects.store.remove(filename)
    const detail = `${wrong} ${known ? "The file that is stored stays; send" : "It was removed; send"} the file again.`
    throw problem(422, code, detail)
  }
  if (stored.bytes !== bytes) {
    await refuse("upload_incomplete", `${stored.bytes} bytes are stored of a file that should have ${bytes}.`)
  }
  if (told === undefined) return { content_hash: null }
  const found = await hashBoth(stored.locator, hashed, () => isShortOf(effects, REST_SECONDS))
  if ("parts" in found) {
    await writeUpload("uploads/set_hashed", { upload_id, hashed: JSON.stringify(found) }, effects)
    throw callAgain("out_of_time", "The file is stored, but its checksum takes longer than one call.")
  }
  const { content_hash, sha256 } = found
  if (![content_hash, sha256].includes(told.toLowerCase())) {
    await refuse("checksum_wrong", "What has arrived is not what was sent: its checksum is another.")
  }
  return { content_hash }
}

/** Of a call, for what comes after a file is read. */
const REST_SECONDS = 3

/**
 * The same content of the same person is stored once: answers the name it has, and its hash where that is known. Only what is as long can be the same, and is
 * read for it where nobody told a checksum, as far as one call can. Where the name is another, the caller removes this file when nothing speaks of it any more.
 */
export async function keepOnce(
  file: Uploaded & { content_hash: string | null },
  effects: Effects,
): Promise<{ filename: string; content_hash: string | null }> {
  const { uploader, filename, bytes } = file
  const values = { filename, uploader, bytes }
  const others = await effects.db.use((connection) =>
    connection.rows<Pick<typeof file, "filename" | "content_hash">>(statement("uploads/as_long"), values),
  )
  if (others.length === 0) return file
  const content_hash = file.content_hash ?? (await hashWithin(filename, effects))
  if (content_hash === null) return file
  for (const other of others) {
    if (!(await findStored(effects.store, other.filename))) continue
    if ((other.content_hash ?? (await learn(other.filename, effects))) !== content_hash) continue
    // One whose time was up is being removed.
    if ((await writeUpload("uploads/touch", { filename: other.filename }, effects)) === 0) continue
    return { filename: other.filename, content_hash }
  }
  return { filename, content_hash }
}

/** The hash of a stored file's content; null when that takes longer than the call has. */
async function hashWithin(filename: string, effects: Effects): Promise<string | null> {
  const { locator } = await effects.store.resolve(filename)
  return (await hashFurther(locator, [], () => isShortOf(effects, REST_SECONDS))).content_hash
}

/** The same, kept with the file. */
async function learn(filename: string, effects: Effects): Promise<string | null> {
  const content_hash = await hashWithin(filename, effects)
  if (content_hash !== null) await writeUpload("uploads/set_hash", { filename, content_hash }, effects)
  return content_hash
}
