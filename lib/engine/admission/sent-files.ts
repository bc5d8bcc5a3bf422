import { statement } from "../../db/statement.ts"
import { isShortOf, outOfTime } from "../../deadline.ts"
import type { Effects } from "../../effects.ts"
import { hashFurther } from "../../store/content-hash.ts"
import type { StoredFile } from "../../store/stored.ts"
import type { PrepareSource } from "./prepare-source.ts"

interface SentFile {
  filename: string
  content_hash: string | null
  passing: boolean
}

/** The stored files a source names. */
export function storedIn(source: PrepareSource): string[] {
  if (source.kind === "stored") return [source.filename]
  if (source.kind !== "several") return []
  return [...source.filenames, ...(source.metadata === undefined ? [] : [source.metadata])]
}

/** What is known of stored files: the hash of a file that was compared when it came, and whether it goes with its import. */
export async function sentFiles(
  filenames: readonly string[],
  effects: Effects,
): Promise<Map<string, SentFile>> {
  if (filenames.length === 0) return new Map()
  const values = { filenames: JSON.stringify(filenames) }
  const found = await effects.db.use((connection) =>
    connection.rows<SentFile>(statement("uploads/of_files"), values),
  )
  return new Map(found.map((file) => [file.filename, file]))
}

/**
 * The hash of a stored file's content. What is not known is read, and kept with the file at once: where the files of a call take
 * longer than it has, the next reads the others. Throws Problem 503 `out_of_time`.
 */
export async function hashOf(
  { filename, locator }: StoredFile,
  sent: Map<string, SentFile>,
  effects: Effects,
): Promise<string> {
  const known = sent.get(filename)
  if (known?.content_hash) return known.content_hash
  const { content_hash } = await hashFurther(locator, [], () => isShortOf(effects, 0))
  if (content_hash === null) throw outOfTime()
  if (known) {
    sent.set(filename, { ...known, content_hash })
    const values = { filename, content_hash }
    await effects.db.use((connection) => connection.run(statement("uploads/set_hash"), values))
  }
  return content_hash
}

/** Removes the files of a form whose import was never admitted: nobody else knows them. */
export async function discardForm(source: PrepareSource, { store }: Effects): Promise<void> {
  if (source.kind !== "upload") return
  const { files, metadata } = source
  for (const file of [...files, ...(metadata ? [metadata] : [])]) await store.remove(file.filename)
}

/** Removes stored files that were sent for an import that was refused; what is kept, or read by another import, stays. */
export async function discardPassing(source: PrepareSource, effects: Effects): Promise<void> {
  const sent = await sentFiles(storedIn(source), effects)
  for (const { filename, passing } of sent.values()) if (passing) await effects.store.remove(filename)
}
