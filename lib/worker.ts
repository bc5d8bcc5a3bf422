import { parentPort } from "node:worker_threads"
import { packed } from "./pool/thrown.ts"
import type { Request, WorkerAnswer } from "./pool/workers.ts"

/** Does one task, or makes the answers of one; `failed` rejects with what goes wrong where nobody waits for it. */
type Work = (input: never, failed: Promise<never>) => Promise<unknown> | AsyncGenerator

/** What a worker can do, loaded when it is first asked for. */
const TASKS: Record<string, () => Promise<Work>> = {
  get_ready: async () => {
    await import("./reading/record-facts.ts")
    return async () => null
  },
  write_document: async () => (await import("./reading/document-row.ts")).writeDocument,
  read_metadata: async () => (await import("./reading/metadata-file.ts")).readMetadataFile,
  open_records: async () => (await import("./reading/record-facts.ts")).openRecordFile,
  read_records: async () => (await import("./reading/record-file.ts")).readRecordFile,
  convert_records: async () => (await import("./reading/record-file.ts")).convertRecordFile,
  preview_records: async () => (await import("./reading/preview-file.ts")).previewRecordFile,
  scan_extract: async () => (await import("./reading/extract-file.ts")).scanExtractFile,
}

// What a library prints is for nobody. Taken up outside instead, it would keep the process from ending.
for (const stream of [process.stdout, process.stderr]) stream.write = () => true

let fail: (error: unknown) => void = () => {}
/** The task in hand, when it has more answers than one. */
let reading: AsyncGenerator | null = null

// A library may fail where nobody waits for it: the task in hand has then failed, and none that comes later.
process.on("uncaughtException", (error) => fail(error))
process.on("unhandledRejection", () => {})

parentPort?.on("message", async (request: Request) => {
  const failed = new Promise<never>((_, reject) => {
    fail = reject
  })
  failed.catch(() => {})
  try {
    answer({ value: await Promise.race([answerOf(request, failed), failed]) })
  } catch (thrown) {
    answer({ thrown: packed(thrown) })
  }
})

async function answerOf(request: Request, failed: Promise<never>): Promise<unknown> {
  if ("go" in request) return request.go === "on" ? reading?.next() : reading?.return(undefined)
  const work = await TASKS[request.name]?.()
  if (!work) throw new Error(`There is no task ${request.name}.`)
  const made = work(request.input as never, failed)
  reading = Symbol.asyncIterator in made ? made : null
  return reading ? reading.next() : made
}

function answer(message: WorkerAnswer): void {
  parentPort?.postMessage(message)
}
