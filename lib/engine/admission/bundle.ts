import { extname } from "node:path"
import { Readable } from "node:stream"
import { ZipFile } from "yazl"
import type { Dataset } from "../../datasets/declaration.ts"
import { callAgain, isShortOf } from "../../deadline.ts"
import type { Effects } from "../../effects.ts"
import { isProblem, mayPass } from "../../errors.ts"
import { headOf } from "../../formats/dialect.ts"
import type { ZipEntry } from "../../formats/zip.ts"
import {
  assertCount,
  BUNDLE,
  type EntryOptions,
  entriesOf,
  isArchive,
  isMetadata,
  standIn,
  twoMetadata,
} from "../../reading/document-files.ts"
import { blocksOf, openBytes, withBytes } from "../../store/bytes.ts"
import type { ReceivedFile, StoredFile } from "../../store/stored.ts"

/** Of every entry, so that the same files always make the same bytes. */
const OPTIONS = { mtime: new Date("2025-01-01T00:00:00Z"), mode: 0o100644 }

/** The form's field for metadata, as sentences name it. */
const FIELD = "the field metadata_mapping"

/** A file that goes into the ZIP. */
export interface BundledFile extends StoredFile {
  original_name: string
  /** Of its content, which may have to be read for it. */
  hash(): Promise<string>
}

type Timed = Pick<Effects, "store" | "clock" | "deadline">

/** What the files are for, and how they are to be read. */
export interface Bundling {
  dataset: Dataset
  options: EntryOptions
}

/** What goes into the ZIP, and where it came from. */
interface Item {
  name: string
  /** For sentences. */
  from: string
  /** Of the file's content. */
  hash(): Promise<string>
  add(zip: ZipFile, name: string): void
}

/**
 * Makes one ZIP of several files and the metadata that came with them, in the order of their names: an import has one source, which can be read again and whose content has one hash. What
 * files that are ZIPs hold goes into it one by one. Throws Problem 422 `metadata_invalid` when there is more than
 * one list of metadata, `no_documents`, `batch_too_large`, and what a broken ZIP throws; 503 `out_of_time`, after which
 * nothing is left of it.
 */
export async function bundleFiles(
  { dataset, options }: Bundling,
  files: readonly BundledFile[],
  metadata: BundledFile | undefined,
  effects: Timed,
): Promise<ReceivedFile> {
  const unsorted = await Promise.all(files.map((file) => itemsOf(file, options, effects)))
  const items = await inOrder(unsorted.flat())
  const [one, other] = items.filter(({ name }) => isMetadata(name))
  if (one && (other || metadata)) throw twoMetadata(one.from, other?.from ?? FIELD)
  assertCount(dataset, items.length - (one ? 1 : 0))
  const named = withOwnNames(items).sort(byName)
  const all = metadata
    ? [...named, { ...itemOf(metadata, effects), name: await metadataName(metadata) }]
    : named
  try {
    return await packed(all, files, effects)
  } catch (error) {
    // At the end of a call the store is not waited for any longer either.
    throw mayPass(error) && isShortOf(effects, 0) ? tooSlow() : error
  }
}

async function packed(
  items: readonly Item[],
  files: readonly BundledFile[],
  { store }: Timed,
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

function bundleName([file, ...more]: readonly BundledFile[]): string {
  if (!file || more.length > 0) return BUNDLE
  return isArchive(file.original_name) ? file.original_name : `${file.original_name}.zip`
}

async function itemsOf(file: BundledFile, options: EntryOptions, effects: Timed): Promise<Item[]> {
  if (!isArchive(file.original_name)) return [itemOf(file, effects)]
  // What is left out of it is left out again, and told then.
  const { entries } = await entriesOf(file.locator, options)
  return entries.map((entry) => ({
    name: entry.fault ? packable(entry.name) : entry.name,
    from: `${entry.name} in ${file.original_name}`,
    hash: file.hash,
    // Packed again: a small ZIP may hold more than there is room for.
    add: (zip, name) => addTo(zip, name, { compress: true }, () => inTime(contentOrStandIn(entry), effects)),
  }))
}

/** A name that leads nowhere else: of an entry that is refused for its name, what stands for it tells it. */
function packable(name: string): string {
  const within = name.replace(/^[A-Za-z]:|^\/+/, "_/").replace(/(^|\/)\.\.(?=\/|$)/g, "$1__")
  return within || "_"
}

function itemOf({ locator, original_name, hash }: BundledFile, effects: Timed): Item {
  const name = original_name.replace(/^.*[/\\]/, "") || "document"
  return {
    name,
    from: name,
    hash,
    add: (zip, name) => addTo(zip, name, { compress: false }, () => inTime(contentOf(locator), effects)),
  }
}

/** What goes wrong with reading is the ZIP's to tell: nobody else listens, and the process would end of it. */
function addTo(
  zip: ZipFile,
  name: string,
  options: { compress: boolean },
  content: () => AsyncIterable<Buffer>,
): void {
  zip.addReadStreamLazy(name, { ...OPTIONS, ...options }, (done) => {
    const stream = Readable.from(content(), { objectMode: false })
    stream.once("error", (error) => zip.emit("error", error))
    done(null, stream)
  })
}

/** Read once before: half of it would pass for the whole. */
async function* contentOrStandIn(entry: ZipEntry): AsyncGenerator<Buffer> {
  try {
    for await (const _ of entry.open());
  } catch (error) {
    if (!isProblem(error) || !error.code.startsWith("zip_")) throw error
    return yield standIn(error)
  }
  yield* entry.open()
}

async function* contentOf(locator: string): AsyncGenerator<Buffer> {
  const bytes = await openBytes(locator)
  try {
    yield* blocksOf(bytes)
  } finally {
    await bytes.close()
  }
}

/** Throws Problem 503 `out_of_time`. */
async function* inTime(blocks: AsyncIterable<Buffer>, effects: Timed): AsyncGenerator<Buffer> {
  for await (const block of blocks) {
    if (isShortOf(effects, 0)) throw tooSlow()
    yield block
  }
}

function tooSlow() {
  const what =
    "The documents could not be put together within one call. Where that stays so, import them in several imports."
  return callAgain("out_of_time", what)
}

const byName = (one: Item, other: Item) => (one.name < other.name ? -1 : 1)

/** Files of a form arrive in any order: those of the same name, and only those, are told apart by their content. */
async function inOrder(items: readonly Item[]): Promise<Item[]> {
  const times = new Map<string, number>()
  for (const { name } of items) times.set(name, (times.get(name) ?? 0) + 1)
  const hashed: { item: Item; hash: string }[] = []
  for (const item of items) {
    hashed.push({ item, hash: times.get(item.name) === 1 ? "" : await item.hash() })
  }
  const inTurn = (one: (typeof hashed)[number], other: (typeof hashed)[number]) => {
    if (one.item.name !== other.item.name) return byName(one.item, other.item)
    return one.hash < other.hash ? -1 : 1
  }
  return hashed.sort(inTurn).map(({ item }) => item)
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

/** Metadata is CSV unless it is a workbook or begins like JSON, be it a list, which is then refused as what it is. */
async function metadataName(file: BundledFile): Promise<string> {
  const head = await withBytes(file.locator, (bytes) => headOf(bytes, 1_000))
  if (head.toString("latin1", 0, 2) === "PK") return "metadata.xlsx"
  const text = head.toString("utf8").replace(/^\uFEFF/, "")
  return /^\s*[{[]/.test(text) ? "metadata.json" : "metadata.csv"
}
