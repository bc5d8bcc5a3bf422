import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pipeline, Readable } from "node:stream"
import { createGunzip } from "node:zlib"
import { type Problem, problem, systemCodeOf } from "../errors.ts"
import { type Bytes, blocksOf, openBytes } from "../store/bytes.ts"
import { collected } from "../store/collected.ts"
import { namesText } from "../words.ts"
import { openZip, type ZipEntry } from "./zip.ts"
import { ZIP_LIMITS } from "./zip-limits.ts"

/** What a file of rows turns out to hold, ready to be read. */
export interface Content {
  bytes: Bytes
  /** As its sender knows it, without what it was packed in. */
  name: string
  /** The parts of a workbook, by their names in lower case; null of what is read as it is. */
  parts: ReadonlyMap<string, ZipEntry> | null
  /** The file of an archive that is read. */
  entry: string | null
  /** How many bytes of the file itself were needed for so many of what it holds. */
  packed(bytes: number): number
  close(): Promise<void>
}

const GZIP = Buffer.of(0x1f, 0x8b)
const ZIP = Buffer.from("PK\x03\x04", "latin1")
/** What programs leave in archives, which nobody means. */
export const LEFT_BY_PROGRAMS =
  /(?:^|\/)(?:__MACOSX\/.*|\.DS_Store|Thumbs\.db|desktop\.ini|Icon\r|~\$[^/]*|\._[^/]*)$/i

/**
 * Opens a file, and what it is packed in: gzip, or a ZIP with one file in it, or the one that `entry` names. A file that `isCut` is
 * only the beginning of one. Throws Problem 422 `gzip_corrupt`, `zip_bomb`, `entry_needed` naming the files there are, `entry_not_found`,
 * `file_not_text` for archives of another kind, and what a broken ZIP throws.
 */
export async function openContent(
  locator: string,
  name: string,
  { entry, isCut = false }: { entry?: string | undefined; isCut?: boolean } = {},
): Promise<Content> {
  const bytes = await openBytes(locator)
  try {
    const head = await bytes.read(0, 4)
    if (head.subarray(0, 2).equals(GZIP)) {
      const inner = unzipped(bytes, name, isCut)
      return (await inner.bytes.read(0, 4)).equals(ZIP) ? await unpackedArchive(inner, { entry }) : inner
    }
    if (head.equals(ZIP)) return await ofArchive(bytes, locator, name, { entry })
    return { bytes, name, parts: null, entry: null, packed: (read) => read, close: () => bytes.close() }
  } catch (error) {
    await bytes.close()
    throw error
  }
}

/** Opens the content of a file for as long as `work` takes. */
export async function withContent<T>(
  locator: string,
  name: string,
  how: Parameters<typeof openContent>[2],
  work: (content: Content) => Promise<T>,
): Promise<T> {
  const content = await openContent(locator, name, how)
  try {
    return await work(content)
  } finally {
    await content.close()
  }
}

function unzipped(file: Bytes, name: string, isCut: boolean): Content {
  const inner = name.replace(/\.gz$/i, "")
  let share = 1
  async function* open(): AsyncGenerator<Buffer> {
    let taken = 0
    let given = 0
    const counted = async function* () {
      for await (const block of blocksOf(file)) {
        taken += block.length
        yield block
      }
    }
    const source = Readable.from(counted(), { objectMode: false })
    // What goes wrong on either side reaches the reader through the unzipping stream itself.
    const content = pipeline(source, createGunzip({ chunkSize: 262_144 }), () => {})
    try {
      for await (const block of content as AsyncIterable<Buffer>) {
        given += block.length
        if (given > ZIP_LIMITS.ratio_from_bytes && given > ZIP_LIMITS.max_ratio * taken) throw gzipBomb(name)
        share = taken / given
        yield block
      }
    } catch (error) {
      const code = systemCodeOf(error)
      if (isCut && code === "Z_BUF_ERROR") return
      throw code.startsWith("Z_") ? gzipCorrupt(name, code) : error
    } finally {
      source.destroy()
    }
  }
  const packed = (read: number) => Math.min(file.size, Math.round(read * share))
  return { bytes: streamed(open), name: inner, parts: null, entry: null, packed, close: () => file.close() }
}

export const UNPACKED_PREFIX = "sluice-unpacked-"

/** What is read from any place of it is unpacked first, into a file that is gone when it is closed. */
async function unpackedArchive(
  packed: Content,
  { entry, isWithin = false }: { entry?: string | undefined; isWithin?: boolean },
): Promise<Content> {
  const folder = await mkdtemp(join(tmpdir(), UNPACKED_PREFIX))
  const remove = () => rm(folder, { recursive: true, force: true })
  try {
    const path = join(folder, "file")
    await writeFile(path, atMost(packed))
    const bytes = await openBytes(path)
    const content = await ofArchive(bytes, path, packed.name, { entry, isWithin }).catch(async (error) => {
      await bytes.close()
      throw error
    })
    const close = async () => {
      await content.close()
      await packed.close()
      await remove()
    }
    return { ...content, close }
  } catch (error) {
    await remove()
    throw error
  }
}

/** Of a ZIP in gzip, or a workbook in a ZIP, which gains nothing by it. */
const MOST_UNPACKED = 268_435_456

async function* atMost({ bytes, name }: Content): AsyncGenerator<Buffer> {
  let count = 0
  for await (const block of blocksOf(bytes)) {
    count += block.length
    if (count > MOST_UNPACKED) throw asOther(name, "too large to be packed twice", "Send it as it is.")
    yield block
  }
}

/** Bytes that only come one after the other. */
function streamed(open: () => AsyncIterable<Buffer>): Bytes {
  async function* blocks(from: number, to: number): AsyncGenerator<Buffer> {
    let at = 0
    for await (const block of open()) {
      const part = block.subarray(Math.max(0, from - at), Math.max(0, to - at))
      at += block.length
      if (part.length > 0) yield part
      if (at >= to) return
    }
  }
  return {
    size: Number.MAX_SAFE_INTEGER,
    read: (from, to) => collected(blocks(from, to)),
    blocks,
    close: async () => {},
  }
}

async function ofArchive(
  bytes: Bytes,
  locator: string,
  name: string,
  { entry: asked, isWithin = false }: { entry?: string | undefined; isWithin?: boolean },
): Promise<Content> {
  const { entries } = await openZip(locator, { backslashes: "part" })
  const parts = new Map(entries.map((entry) => [entry.name.toLowerCase(), entry]))
  const plain = { bytes, name, parts, entry: null, packed: (read: number) => Math.min(bytes.size, read) }
  if (
    parts.has("[content_types].xml") &&
    [...parts.keys()].some((part) => /^xl\/|workbook\.xml$/.test(part))
  ) {
    return { ...plain, close: () => bytes.close() }
  }
  await assertArchive(parts, name)
  if (isWithin) throw asOther(name, "a ZIP within another", "Unpack it and send what is in it.")
  const content = contentOf(entryOf(entries, name, asked))
  await bytes.close()
  if (!(await content.bytes.read(0, ZIP.length)).equals(ZIP)) return content
  return { ...(await unpackedArchive(content, { isWithin: true })), entry: content.entry }
}

function contentOf(entry: ZipEntry): Content {
  return {
    bytes: streamed(entry.open),
    name: entry.name.split("/").at(-1) ?? entry.name,
    parts: null,
    entry: entry.name,
    packed: (read) => Math.round((read * entry.compressedSize) / Math.max(1, entry.uncompressedSize)),
    close: async () => {},
  }
}

function entryOf(entries: readonly ZipEntry[], name: string, asked: string | undefined): ZipEntry {
  const files = entries.filter((entry) => !LEFT_BY_PROGRAMS.test(entry.name))
  const names = files.map((entry) => entry.name)
  if (asked !== undefined) {
    const found =
      files.find((entry) => entry.name === asked) ??
      onlyOne(files.filter((entry) => entry.name.endsWith(`/${asked}`)))
    if (found) return found
    const detail = `${name} has no file ${JSON.stringify(asked)}. It has: ${namesText(names)}.`
    throw problem(422, "entry_not_found", detail, { errors: choices(names) })
  }
  const [first] = files
  if (!first) throw problem(422, "file_empty", `${name} is a ZIP without a file in it.`)
  if (files.length === 1) return first
  const detail = `${name} is a ZIP with ${files.length} files: ${namesText(names)}. Say with the option entry which one to import.`
  throw problem(422, "entry_needed", detail, { errors: choices(names) })
}

const choices = (names: readonly string[]) =>
  names.slice(0, 100).map((message) => ({ path: "options.entry", message }))

const onlyOne = (files: readonly ZipEntry[]) => (files.length === 1 ? files[0] : undefined)

/** Other programs pack their files as ZIPs too. */
async function assertArchive(parts: ReadonlyMap<string, ZipEntry>, name: string): Promise<void> {
  const type = parts.get("mimetype")
  const mime = type && type.uncompressedSize < 200 ? (await collected(type.open())).toString("latin1") : ""
  if (mime.includes("opendocument.spreadsheet"))
    throw asOther(name, "an OpenDocument spreadsheet (.ods)", "Save it as .xlsx or CSV and send that.")
  if (mime.includes("opendocument"))
    throw asOther(name, "an OpenDocument file", "Rows come in a spreadsheet: save it as .xlsx or CSV.")
  const has = (part: RegExp) => [...parts.keys()].some((one) => part.test(one))
  if (has(/^index\/.*\.iwa$|^index\.zip$/))
    throw asOther(name, "an Apple Numbers file", "Export it as Excel (.xlsx) or CSV and send that.")
  if (has(/^word\/document/))
    throw asOther(name, "a Word document", "Rows come in a spreadsheet: save the table as .xlsx or CSV.")
  if (has(/^ppt\/presentation/))
    throw asOther(name, "a PowerPoint presentation", "Rows come in a spreadsheet: save them as .xlsx or CSV.")
}

/** A file of a kind that has no rows to be read here. */
export function asOther(name: string, what: string, advice: string): Problem {
  return problem(422, "file_not_text", `${name} is ${what}. ${advice}`)
}

function gzipBomb(name: string): Problem {
  const detail = `${name} is refused: it unpacks to more than ${ZIP_LIMITS.max_ratio} times its size. This is how a bomb of gzip looks.`
  return problem(422, "zip_bomb", detail)
}

function gzipCorrupt(name: string, code: string): Problem {
  const what =
    code === "Z_BUF_ERROR"
      ? "is cut off: bytes of the gzip are missing"
      : "is damaged: its compressed bytes make no sense"
  return problem(422, "gzip_corrupt", `${name} ${what}. Pack it again, or send the file itself.`)
}
