import { problem } from "../errors.ts"
import { countText, namesText } from "../words.ts"
import { HASHED_BYTES } from "./content-hash.ts"
import type { ArrivedPart, StoredPart } from "./parts.ts"

/** Parts of a file up to the size at which they become larger. */
const ORDINARY_PARTS = 1_000
const LARGEST_PART_BYTES = 8 * HASHED_BYTES
/** Missing parts that a refusal names. */
const MOST_NAMED = 10

/** A file that comes in parts: how long it is, and how long each part but the last. */
export interface Parted {
  bytes: number
  part_bytes: number
}

/** Whole parts of the content's hash, as few as keep a file below a thousand parts; 64 MB at the most. */
export function partBytesFor(bytes: number): number {
  const times = Math.ceil(bytes / ORDINARY_PARTS / HASHED_BYTES)
  return Math.min(LARGEST_PART_BYTES, Math.max(1, times) * HASHED_BYTES)
}

/** The numbers of a file's parts, from 1; an empty file is one empty part. */
export function numbersOf({ bytes, part_bytes }: Parted): number[] {
  return Array.from({ length: Math.max(1, Math.ceil(bytes / part_bytes)) }, (_, i) => i + 1)
}

/** How many bytes a part has. Throws Problem 404 `upload_not_found` when the file has no such part. */
export function lengthOfPart(file: Parted, number: number): number {
  const count = numbersOf(file).length
  if (!Number.isInteger(number) || number < 1 || number > count) {
    throw problem(404, "upload_not_found", `The upload has parts 1 to ${countText(count)}, and no other.`)
  }
  return number < count ? file.part_bytes : file.bytes - (count - 1) * file.part_bytes
}

/**
 * The parts that make up the whole file, in order: what has arrived, or what its sender says where the store cannot tell.
 * Throws Problem 422 `upload_incomplete` naming those that are missing, or other than their sender says, `part_size_wrong`.
 */
export function wholeOf(
  file: Parted,
  there: readonly ArrivedPart[] | null,
  told: readonly StoredPart[] = [],
): StoredPart[] {
  const numbers = numbersOf(file)
  const said = told.map(({ number, etag }) => ({ number, etag: etag.replace(/^"|"$/g, "") }))
  const at = new Map<number, StoredPart>((there ?? said).map((part) => [part.number, part]))
  const missing = numbers.filter((number) => !at.has(number))
  if (missing.length > 0) throw incomplete(missing, numbers.length)
  const other = said.filter(({ number, etag }) => at.get(number)?.etag !== etag)
  if (other.length > 0) throw changed(other.map(({ number }) => number))
  for (const { number, bytes } of there ?? []) assertLength(file, number, bytes)
  return numbers.flatMap((number) => at.get(number) ?? [])
}

/** Throws Problem 422 `part_size_wrong`. */
export function assertLength(file: Parted, number: number, bytes: number): void {
  const length = lengthOfPart(file, number)
  if (bytes === length) return
  const detail = `Part ${number} has ${countText(bytes)} bytes instead of ${countText(length)}. Send it again, whole.`
  throw problem(422, "part_size_wrong", detail)
}

function incomplete(missing: readonly number[], all: number) {
  const detail = `${countText(missing.length)} of ${countText(all)} parts have not arrived: ${named(missing)}. Send them, then complete the upload again.`
  return problem(422, "upload_incomplete", detail)
}

function changed(numbers: readonly number[]) {
  const detail = `What has arrived as part ${named(numbers)} is other than what you say was sent. Send it again.`
  return problem(422, "upload_incomplete", detail)
}

function named(numbers: readonly number[]): string {
  const shown = numbers.slice(0, MOST_NAMED).map(String)
  return numbers.length > MOST_NAMED ? `${shown.join(", ")}, …` : namesText(shown)
}
