import { fileURLToPath } from "node:url"
import { outOfTime } from "../deadline.ts"
import { DOCUMENT_LIMITS, type DocumentLimits, givenUp } from "../documents/limits.ts"
import { isFullDisk } from "../errors.ts"
import { runApart, type Task, TaskFailure } from "../pool/index.ts"
import { inLane } from "./document-lanes.ts"
import type { DocumentRequest, DocumentRow } from "./document-row.ts"
import type { TimeLeft } from "./source.ts"

/** The reader itself does not work, whatever the document. */
class ReaderFailure extends Error {
  constructor(cause: unknown) {
    super("Documents cannot be read: the reader did not start, or ended by itself.", { cause })
    this.name = "ReaderFailure"
  }
}

/** Named here, where what a function needs is found out from: the worker is built already. */
const CMAPS = new URL("../documents/cmaps/", import.meta.url)

const WRITE: Task<DocumentRequest, DocumentRow> = { name: "write_document" }

/**
 * Has a document read and written by a worker, which is ended when it takes too long; a few at a time, to bound memory. What is not the document's fault
 * is thrown: ReaderFailure, the error of a disk that is full, and Problem 503 `out_of_time` where the call ends before.
 */
export function writeDocumentApart(
  request: Omit<DocumentRequest, "limits" | "cmaps">,
  {
    limits = {},
    left = () => Number.POSITIVE_INFINITY,
  }: { limits?: Partial<DocumentLimits>; left?: TimeLeft },
): Promise<DocumentRow> {
  const whole = { ...request, limits: { ...DOCUMENT_LIMITS, ...limits }, cmaps: fileURLToPath(CMAPS) }
  return inLane(request.bytes.length, () => ask(whole, left))
}

async function ask(request: DocumentRequest, left: TimeLeft): Promise<DocumentRow> {
  const { name, limits } = request
  let { seconds } = limits
  try {
    // The bytes may lie in a buffer that others use, and are handed over for good.
    const bytes = new Uint8Array(request.bytes)
    seconds = Math.max(0, Math.min(limits.seconds, left()))
    return await runApart(WRITE, { ...request, bytes }, { seconds, transfer: [bytes.buffer] })
  } catch (error) {
    if (error instanceof TaskFailure && error.why === "too_slow" && seconds < limits.seconds)
      throw outOfTime()
    if (error instanceof TaskFailure && error.why !== "ended") return givenUp(error.why, name, limits)
    if (isFullDisk(error)) throw error
    throw new ReaderFailure(error)
  }
}
