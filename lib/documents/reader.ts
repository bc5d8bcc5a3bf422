import { runApart, type Task, TaskFailure } from "../pool/index.ts"

export interface ReadRequest {
  type: "pdf" | "docx" | "html" | "markdown"
  content: Uint8Array<ArrayBuffer> | string
  limits: { pages: number; characters: number }
}

/** Why there is no text. */
export type Refusal =
  | "encrypted"
  | "corrupt"
  | "too_many_pages"
  | "too_long"
  | "too_deep"
  | "too_slow"
  | "too_much_memory"

export type ReadAnswer = { text: string } | { refusal: Refusal }

/** The reader itself does not work, whatever the document. */
export class ReaderFailure extends Error {
  constructor(cause: unknown) {
    super("Documents cannot be read: the reader did not start, or ended by itself.", { cause })
    this.name = "ReaderFailure"
  }
}

const READ_DOCUMENT: Task<ReadRequest, ReadAnswer> = { name: "read_document" }

let turn: Promise<unknown> = Promise.resolve()

/**
 * Has a document read by a worker, which is ended when it takes too long: forty kilobytes of PDF can keep a reader
 * busy for minutes, and would stop the whole server meanwhile. One document at a time, to bound memory.
 * @throws ReaderFailure
 */
export function readApart(request: ReadRequest, seconds: number): Promise<ReadAnswer> {
  const answer = turn.then(() => ask(request, seconds))
  turn = answer.catch(() => {})
  return answer
}

async function ask(request: ReadRequest, seconds: number): Promise<ReadAnswer> {
  const { content } = request
  const transfer = typeof content === "string" ? [] : [content.buffer]
  try {
    return await runApart(READ_DOCUMENT, request, { seconds, transfer })
  } catch (error) {
    if (error instanceof TaskFailure && error.why !== "ended") return { refusal: error.why }
    throw new ReaderFailure(error)
  }
}
