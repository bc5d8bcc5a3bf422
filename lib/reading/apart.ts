import { outOfTime } from "../deadline.ts"
import { type Reading, readApart, runApart, type Task, TaskFailure } from "../pool/index.ts"
import { withBytes } from "../store/bytes.ts"
import type { ExtractFile, ScannedChunk } from "./extract-file.ts"
import type { FoundMetadata, MetadataRequest } from "./metadata-file.ts"
import type { FilePreview } from "./preview-file.ts"
import type { RecordFacts } from "./record-facts.ts"
import type { ConvertWanted, RecordFile, RowsWanted } from "./record-file.ts"
import type { ReadRows } from "./row-taker.ts"
import type { ConvertedBlock, TimeLeft } from "./source.ts"

/**
 * A file up to this size is read where it is asked for: a thread that has to start first would take longer, and what
 * is in so few bytes holds nobody up.
 */
const SMALL_BYTES = 32_768
/** How a file begins that holds more than it has bytes: gzip, or a ZIP. */
const PACKED = ["\x1f\x8b", "PK"]
/** For one answer, be it about a whole file. */
const LIMITS = { seconds: 300 }

const OPEN: Task<RecordFile, RecordFacts> = { name: "open_records" }
const READ: Reading<RowsWanted, ReadRows> = { name: "read_records" }
const CONVERT: Reading<ConvertWanted, ConvertedBlock> = { name: "convert_records" }
const SCAN: Reading<ExtractFile, ScannedChunk> = { name: "scan_extract" }
const METADATA: Task<MetadataRequest, FoundMetadata> = { name: "read_metadata" }
const PREVIEW: Task<RecordFile, FilePreview> = { name: "preview_records" }

/** What openRecordFile answers, worked out beside the event loop unless the file is small. */
export async function openRecordsApart(file: RecordFile, size: number): Promise<RecordFacts> {
  if (await isLarge(file, size)) return runApart(OPEN, file, LIMITS)
  return (await import("./record-facts.ts")).openRecordFile(file)
}

async function isLarge({ locator }: Pick<RecordFile, "locator">, size: number): Promise<boolean> {
  if (size > SMALL_BYTES) return true
  const head = await withBytes(locator, (bytes) => bytes.read(0, 2))
  return PACKED.includes(head.toString("latin1"))
}

/** What readRecordFile reads, in the same way, as long as there is time. Throws Problem 503 `out_of_time`. */
export async function* readRecordsApart(
  wanted: RowsWanted,
  size: number,
  left: TimeLeft,
): AsyncGenerator<ReadRows> {
  if (await isLarge(wanted, size)) return yield* readInTime(READ, wanted, left)
  yield* (await import("./record-file.ts")).readRecordFile(wanted)
}

/** What convertRecordFile reads, as long as there is time. Throws Problem 503 `out_of_time`. */
export function convertRecordsApart(file: ConvertWanted, left: TimeLeft): AsyncGenerator<ConvertedBlock> {
  return readInTime(CONVERT, file, left)
}

/** What previewRecordFile answers, in the same way. */
export async function previewRecordsApart(file: RecordFile, size: number): Promise<FilePreview> {
  if (await isLarge(file, size)) return runApart(PREVIEW, file, LIMITS)
  return (await import("./preview-file.ts")).previewRecordFile(file)
}

/** What scanExtractFile finds, in the same way; the size is that of the entry. Throws Problem 503 `out_of_time`. */
export async function* scanExtractApart(
  file: ExtractFile,
  size: number,
  left: TimeLeft,
): AsyncGenerator<ScannedChunk> {
  if (size > SMALL_BYTES) return yield* readInTime(SCAN, file, left)
  yield* (await import("./extract-file.ts")).scanExtractFile(file)
}

/** What readMetadataFile finds, in the same way. */
export async function readMetadataApart(request: MetadataRequest): Promise<FoundMetadata> {
  if (request.bytes.length > SMALL_BYTES) return runApart(METADATA, request, LIMITS)
  return (await import("./metadata-file.ts")).readMetadataFile(request)
}

/** Each answer has until the end of the call, which there is no use in waiting beyond. */
async function* readInTime<Input, Item>(
  reading: Reading<Input, Item>,
  input: Input,
  left: TimeLeft,
): AsyncGenerator<Item> {
  let seconds = LIMITS.seconds
  const limits = {
    get seconds() {
      seconds = Math.max(0, Math.min(LIMITS.seconds, left()))
      return seconds
    },
  }
  try {
    yield* readApart(reading, input, limits)
  } catch (error) {
    if (error instanceof TaskFailure && error.why === "too_slow" && seconds < LIMITS.seconds)
      throw outOfTime()
    throw error
  }
}
