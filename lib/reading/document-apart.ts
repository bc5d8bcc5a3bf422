import { DOCUMENT_LIMITS, type DocumentLimits, givenUp } from "../documents/limits.ts"
import { runApart, type Task, TaskFailure } from "../pool/index.ts"
import type { DocumentRequest, DocumentRow } from "./document-row.ts"

/** The reader itself does not work, whatever the document. */
class ReaderFailure extends Error {
  constructor(cause: unknown) {
    super("Documents cannot be read: the reader did not start, or ended by itself.", { cause })
    this.name = "ReaderFailure"
  }
}

const WRITE: Task<DocumentRequest, DocumentRow> = { name: "write_document" }

let turn: Promise<unknown> = Promise.resolve()

/**
 * Has a document read and written by a worker, which is ended when it takes too long. One document at a time, to bound
 * memory. Throws ReaderFailure.
 */
export function writeDocumentApart(
  request: Omit<DocumentRequest, "limits">,
  limits: Partial<DocumentLimits> = {},
): Promise<DocumentRow> {
  const whole = { ...request, limits: { ...DOCUMENT_LIMITS, ...limits } }
  const answer = turn.then(() => ask(whole))
  turn = answer.catch(() => {})
  return answer
}

async function ask(request: DocumentRequest): Promise<DocumentRow> {
  const { name, limits } = request
  try {
    // The bytes may lie in a buffer that others use, and are handed over for good.
    const bytes = new Uint8Array(request.bytes)
    return await runApart(WRITE, { ...request, bytes }, { seconds: limits.seconds, transfer: [bytes.buffer] })
  } catch (error) {
    if (error instanceof TaskFailure && error.why !== "ended") return givenUp(error.why, name, limits)
    throw new ReaderFailure(error)
  }
}
