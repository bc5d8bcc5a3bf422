import { createWriteStream } from "node:fs"
import { extname } from "node:path"
import type { Readable } from "node:stream"
import { pipeline } from "node:stream/promises"
import { ZipFile } from "yazl"
import { headOf } from "../source/dialect.ts"
import type { FileStore, ReceivedFile } from "../source/store.ts"

/** Of every entry, so that the same files always make the same bytes. */
const MADE_AT = new Date("2025-01-01T00:00:00Z")

/**
 * Makes one ZIP of several files and the metadata that came with them, in the order of their names, and removes
 * the files themselves: an import has one source, which can be read again and whose content has one hash.
 */
export async function bundleFiles(
  files: readonly ReceivedFile[],
  metadata: ReceivedFile | undefined,
  store: FileStore,
): Promise<ReceivedFile> {
  const zip = new ZipFile()
  zip.once("error", (error) => (zip.outputStream as Readable).destroy(error))
  const named = entryNames(files).sort((one, other) => (one.name < other.name ? -1 : 1))
  const all = metadata ? [...named, { name: await metadataName(metadata), file: metadata }] : named
  for (const { name, file } of all)
    zip.addFile(file.path, name, { mtime: MADE_AT, mode: 0o100644, compress: false })
  zip.end()
  const partial = store.partialPath(`bundle-${files[0]?.filename ?? ""}`)
  try {
    await pipeline(zip.outputStream, createWriteStream(partial, { mode: 0o600 }))
    const bundle = await store.adopt(
      partial,
      files.length === 1 ? `${files[0]?.original_name}.zip` : "documents.zip",
    )
    for (const { file } of all) await store.remove(file.filename)
    return bundle
  } catch (error) {
    await store.removePartial(partial)
    throw error
  }
}

/** Two files of the same name become two entries. */
function entryNames(files: readonly ReceivedFile[]): { name: string; file: ReceivedFile }[] {
  const taken = new Set<string>()
  return files.map((file) => {
    const base = file.original_name.replace(/^.*[/\\]/, "") || "document"
    const ending = extname(base)
    let name = base
    for (let copy = 2; taken.has(name.toLowerCase()); copy += 1) {
      name = `${base.slice(0, base.length - ending.length)} (${copy})${ending}`
    }
    taken.add(name.toLowerCase())
    return { name, file }
  })
}

/** Metadata is CSV unless it begins like JSON. */
async function metadataName(file: ReceivedFile): Promise<string> {
  const text = (await headOf(file.path, 1_000)).toString("utf8").replace(/^\uFEFF/, "")
  return text.trimStart().startsWith("{") ? "metadata.json" : "metadata.csv"
}
