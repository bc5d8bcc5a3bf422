import { Worker } from "node:worker_threads"

const THREAD = new URL("./reader-thread.mjs", import.meta.url)
const MOST_HEAP_MB = 1_024
const IDLE_MS = 10_000

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

let worker: Worker | null = null
let idle: NodeJS.Timeout | undefined
let turn: Promise<unknown> = Promise.resolve()

/**
 * Has a document read in a thread of its own, which is ended when it takes too long: forty kilobytes of PDF can keep
 * a reader busy for minutes, and would stop the whole server meanwhile. One document at a time, to bound memory.
 * @throws ReaderFailure
 */
export function readApart(request: ReadRequest, seconds: number): Promise<ReadAnswer> {
  const answer = turn.then(() => ask(request, seconds))
  turn = answer.catch(() => {})
  return answer
}

function ask(request: ReadRequest, seconds: number): Promise<ReadAnswer> {
  clearTimeout(idle)
  const asked = worker ?? start()
  return new Promise((resolve, reject) => {
    const settle = (answer: ReadAnswer | { failure: unknown }, keep = false) => {
      clearTimeout(timer)
      for (const [event, listener] of Object.entries(listeners)) asked.off(event, listener)
      rest(asked, keep)
      if ("failure" in answer) reject(new ReaderFailure(answer.failure))
      else resolve(answer)
    }
    const listeners = {
      message: (answer: ReadAnswer | { failure: string }) => settle(answer, true),
      error: (error: unknown) => settle(answerTo(error)),
      exit: (code: number) => settle({ failure: `exit code ${code}` }),
    }
    const timer = setTimeout(() => settle({ refusal: "too_slow" }), seconds * 1_000)
    for (const [event, listener] of Object.entries(listeners)) asked.on(event, listener)
    asked.ref()
    const { content } = request
    asked.postMessage(request, typeof content === "string" ? [] : [content.buffer])
  })
}

/** A thread that gets neither secrets from the environment nor a console to print on. */
function start(): Worker {
  const started = new Worker(THREAD, {
    env: {},
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: MOST_HEAP_MB },
  })
  started.stdout.resume()
  started.stderr.resume()
  // One that fails while nobody listens must not take the process along.
  started.on("error", () => {})
  started.on("exit", () => {
    if (worker === started) worker = null
  })
  worker = started
  return started
}

/** Lets the thread wait for another document for a while, without keeping the process alive. */
function rest(used: Worker, keep: boolean) {
  if (!keep) {
    if (worker === used) worker = null
    void used.terminate()
    return
  }
  used.unref()
  idle = setTimeout(() => rest(used, false), IDLE_MS)
  idle.unref()
}

function answerTo(error: unknown): ReadAnswer | { failure: unknown } {
  const code = error instanceof Error && "code" in error ? error.code : null
  return code === "ERR_WORKER_OUT_OF_MEMORY" ? { refusal: "too_much_memory" } : { failure: error }
}
