import { extname } from "node:path"
import { Readable } from "node:stream"
import { ZipFile } from "yazl"
import type { Dataset } from "../../datasets/define.ts"
import { headOf } from "../../formats/dialect.ts"
import {
  assertCount,
  BUNDLE,
  entriesOf,
  isArchive,
  isMetadata,
  twoMetadata,
} from "../../reading/document-files.ts"
import { blocksOf, openBytes, withBytes } from "../../store/bytes.ts"
import type { FileStore, ReceivedFile } from "../../store/stored.ts"

/** Of every entry, so that the same files always make the same bytes. */
const OPTIONS = { mtime: new Date("2025-01-01T00:00:00Z"), mode: 0o100644 }

/** The form's field for metadata, as sentences name it. */
const FIELD = "the field metadata_mapping"

/** What goes into the ZIP, and where it came from. */
interface Item {
  name: string
  /** For sentences. */
  from: string
  /** Of the file's content. */
  content_hash: string
  add(zip: ZipFile, name: string): void
}

/**
 * Makes one ZIP of several files and the metadata that came with them, in the order of their names: an import has one source, which can be read again and whose content has one hash. What
 * files that are ZIPs hold goes into it one by one. Throws Problem 422 `metadata_invalid` when there is more than
 * one list of metadata, `no_documents`, `batch_too_large`, and what a broken ZIP throws.
 */
export async function bundleFiles(
  dataset: Dataset,
  files: readonly ReceivedFile[],
  metadata: ReceivedFile | undefined,
  store: FileStore,
): Promise<ReceivedFile> {
  const items = (await Promise.all(files.map(itemsOf))).flat().sort(byName)
  const [one, other] = items.filter(({ name }) => isMetadata(name))
  if (one && (other || metadata)) throw twoMetadata(one.from, other?.from ?? FIELD)
  assertCount(dataset, items.length - (one ? 1 : 0))
  const named = withOwnNames(items).sort(byName)
  const all = metadata ? [...named, { ...itemOf(metadata), name: await metadataName(metadata) }] : named
  return packed(all, files, store)
}

async function packed(
  items: readonly Item[],
  files: readonly ReceivedFile[],
  store: FileStore,
): Promise<ReceivedFile> {
  const zip = new ZipFile()
  zip.once("error", (error) => (zip.outputStream as Readable).destroy(error))
  for (const item of items) item.add(zip, item.name)
  zip.end()
  // What is sent was let in under the limits already, and packing it adds little.
  return store.receive(zip.outputStream as Readable, bundleName(files), {
    max_bytes: Number.MAX_SAFE_INTEGER,
  })
}

function bundleName([file, ...more]: readonly ReceivedFile[]): string {
  if (!file || more.length > 0) return BUNDLE
  return isArchive(file.original_name) ? file.original_name : `${file.original_name}.zip`
}

async function itemsOf(file: ReceivedFile): Promise<Item[]> {
  if (!isArchive(file.original_name)) return [itemOf(file)]
  const entries = await entriesOf(file.locator)
  return entries.map((entry) => ({
    name: entry.name,
    from: `${entry.name} in ${file.original_name}`,
    content_hash: file.content_hash,
    // Packed again: a small ZIP may hold more than there is room for.
    add: (zip, name) =>
      zip.addReadStreamLazy(name, { ...OPTIONS, compress: true }, (done) =>
        done(null, Readable.from(entry.open())),
      ),
  }))
}

function itemOf({ locator, original_name, content_hash }: ReceivedFile): Item {
  const name = original_name.replace(/^.*[/\\]/, "") || "document"
  return {
    name,
    from: name,
    content_hash,
    add: (zip, name) =>
      zip.addReadStreamLazy(name, { ...OPTIONS, compress: false }, (done) =>
        done(null, Readable.from(contentOf(locator), { objectMode: false })),
      ),
  }
}

async function* contentOf(locator: string): AsyncGenerator<Buffer> {
  const bytes = await openBytes(locator)
  try {
    yield* blocksOf(bytes)
  } finally {
    await bytes.close()
  }
}

/** Files of a form arrive in any order: those of the same name are told apart by their content. */
function byName(one: Item, other: Item): number {
  if (one.name !== other.name) return one.name < other.name ? -1 : 1
  return one.content_hash < other.content_hash ? -1 : 1
}

/** Two files of the same name become two entries. */
function withOwnNames(items: readonly Item[]): Item[] {
  const taken = new Set<string>()
  return items.map((item) => {
    const ending = extname(item.name)
    let name = item.name
    for (let copy = 2; taken.has(name.normalize("NFC")); copy += 1) {
      name = `${item.name.slice(0, item.name.length - ending.length)} (${copy})${ending}`
    }
    taken.add(name.normalize("NFC"))
    return { ...item, name }
  })
}

/** Metadata is CSV unless it begins like JSON, be it a list, which is then refused as what it is. */
async function metadataName(file: ReceivedFile): Promise<string> {
  const text = (await withBytes(file.locator, (bytes) => headOf(bytes, 1_000)))
    .toString("utf8")
    .replace(/^\uFEFF/, "")
  return /^\s*[{[]/.test(text) ? "metadata.json" : "metadata.csv"
}
