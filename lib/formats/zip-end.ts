import { type Problem, problem } from "../errors.ts"
import type { Bytes } from "../store/bytes.ts"
import { countText } from "../words.ts"
import type { ZipLimits } from "./zip-limits.ts"

const END_SIGNATURE = 0x06054b50
const END64_LOCATOR_SIGNATURE = 0x07064b50
const END64_SIGNATURE = 0x06064b50
const END_BYTES = 22
const LOCATOR_BYTES = 20
const END64_BYTES = 56
const LONGEST_COMMENT = 65_535

/** The end of an archive, in memory: its directory and everything behind it. */
export interface ZipEnd {
  size: number
  /** Where the end record begins, and where the directory does. */
  end_offset: number
  directory_offset: number
  /** Bytes from `directory_offset` to the end of the file. */
  bytes: Buffer
}

interface Directory {
  entries: number
  bytes: number
  offset: number
}

/**
 * Finds the central directory from the back of the file, ZIP64 included, and reads it whole. Every number is
 * checked before anything is allocated for it. Throws 422 `not_a_zip`, `zip_truncated`, `zip_corrupt`,
 * `zip_unsupported`, `zip_bomb`.
 */
export async function readZipEnd(file: Bytes, name: string, limits: ZipLimits): Promise<ZipEnd> {
  const { size } = file
  const tailOffset = Math.max(0, size - END_BYTES - LONGEST_COMMENT)
  const tail = await file.read(tailOffset, size)
  const endAt = endRecordAt(tail)
  if (endAt < 0) throw noArchive(await file.read(0, 512), name)
  const end = tail.subarray(endAt)
  const endOffset = tailOffset + endAt
  const directory = needsZip64(end) ? await readEnd64(file, endOffset, name) : directoryOf(end, name)
  checkDirectory(directory, endOffset, name, limits)
  const bytes = await file.read(directory.offset, size)
  return { size, end_offset: endOffset, directory_offset: directory.offset, bytes }
}

/** The last end record whose comment fills the rest of the file, else the last one whose comment fits in. */
function endRecordAt(tail: Buffer): number {
  let fitting = -1
  for (let at = tail.length - END_BYTES; at >= 0; at--) {
    if (tail.readUInt32LE(at) !== END_SIGNATURE) continue
    const end = at + END_BYTES + tail.readUInt16LE(at + 20)
    if (end === tail.length) return at
    if (end < tail.length && fitting < 0) fitting = at
  }
  return fitting
}

function needsZip64(end: Buffer): boolean {
  const entries = end.readUInt16LE(10)
  return entries === 0xffff || end.readUInt32LE(12) === 0xffffffff || end.readUInt32LE(16) === 0xffffffff
}

function directoryOf(end: Buffer, name: string): Directory {
  if (end.readUInt16LE(4) !== 0 || end.readUInt16LE(6) !== 0) throw spanned(name)
  return { entries: end.readUInt16LE(10), bytes: end.readUInt32LE(12), offset: end.readUInt32LE(16) }
}

async function readEnd64(file: Bytes, endOffset: number, name: string): Promise<Directory> {
  const locator = await file.read(Math.max(0, endOffset - LOCATOR_BYTES), endOffset)
  if (locator.length < LOCATOR_BYTES || locator.readUInt32LE(0) !== END64_LOCATOR_SIGNATURE) {
    throw corrupt(name, "its ZIP64 end record is not where it belongs")
  }
  const offset = Number(locator.readBigUInt64LE(8))
  if (offset > endOffset - LOCATOR_BYTES - END64_BYTES) throw missingBytes(name)
  const end = await file.read(offset, offset + END64_BYTES)
  if (end.readUInt32LE(0) !== END64_SIGNATURE) throw corrupt(name, "its ZIP64 end record is damaged")
  if (end.readUInt32LE(16) !== 0 || end.readUInt32LE(20) !== 0) throw spanned(name)
  const directory = {
    entries: Number(end.readBigUInt64LE(32)),
    bytes: Number(end.readBigUInt64LE(40)),
    offset: Number(end.readBigUInt64LE(48)),
  }
  if (directory.offset > offset) throw corrupt(name, "its directory lies behind its end record")
  return directory
}

function checkDirectory(directory: Directory, endOffset: number, name: string, limits: ZipLimits) {
  if (directory.entries > limits.max_entries) {
    const detail = `${name} holds more than ${countText(limits.max_entries)} files: ${countText(directory.entries)}. Pack fewer of them.`
    throw problem(422, "zip_bomb", detail)
  }
  if (directory.offset + directory.bytes > endOffset) throw missingBytes(name)
  if (endOffset - directory.offset > limits.max_directory_bytes) {
    throw bomb(name, "its directory is larger than any real one")
  }
}

function noArchive(head: Buffer, name: string): Problem {
  if (head.length >= 4 && head.readUInt32LE(0) === 0x04034b50) return missingBytes(name)
  return problem(422, "not_a_zip", `${name} is not a ZIP file${kindOf(head)}`)
}

function kindOf(head: Buffer): string {
  if (head.length === 0) return ": it is empty. Download or send it again."
  const text = head
    .toString("latin1")
    .replace(/^\xef\xbb\xbf/, "")
    .trimStart()
    .toLowerCase()
  if (/^<(!doctype html|html|head|body)/.test(text) || /^<!--[\s\S]*<html/.test(text)) {
    return (
      " but an HTML page, most likely the login page of a portal whose session has expired. " +
      "Sign in there and download the extract again."
    )
  }
  if (head[0] === 0x1f && head[1] === 0x8b) return " but gzip. Pack the files as a ZIP."
  if (text.startsWith("rar!") || text.startsWith("7z\xbc\xaf"))
    return " but a RAR or 7z archive. Pack the files as a ZIP."
  return ". Check that it is the file you meant, and download or send it again."
}

function missingBytes(name: string): Problem {
  return problem(
    422,
    "zip_truncated",
    `${name} is cut off: bytes of the ZIP are missing. Download or send it again.`,
  )
}

function spanned(name: string): Problem {
  return problem(
    422,
    "zip_unsupported",
    `${name} is one part of a ZIP split over several files. Join them first.`,
  )
}

export function corrupt(what: string, why: string): Problem {
  return problem(422, "zip_corrupt", `${what} is damaged: ${why}. Download or send the ZIP again.`)
}

export function bomb(what: string, why: string): Problem {
  const detail = `${what} is refused: ${why}. This is how a ZIP bomb looks; if it is none, pack its files anew, fewer at a time.`
  return problem(422, "zip_bomb", detail)
}
