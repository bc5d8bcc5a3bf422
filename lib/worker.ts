import { parentPort } from "node:worker_threads"
import { isProblem } from "./errors.ts"
import type { WorkerAnswer, WorkerCall } from "./pool.ts"

/** Does one task, or answers many times; `failed` rejects with what goes wrong where nobody waits for it. */
type Work = (input: never, failed: Promise<never>) => Promise<unknown> | AsyncGenerator<unknown>

/** What a worker can do, loaded when it is first asked for. */
const TASKS: Record<string, () => Promise<Work>> = {
  read_document: async () => (await import("./documents/read-text.ts")).readText,
  keys_of_json: async () => (await import("./reading/look.ts")).headerOf,
  read_records: async () => (await import("./reading/read-records.ts")).readRecords,
  scan_extract: async () => (await import("./reading/scan-extract.ts")).scanExtract,
}

let fail: (error: unknown) => void = () => {}
/** What the task in hand goes on to answer. */
let stream: AsyncGenerator<unknown> | null = null

// A library may fail where nobody waits for it: the task in hand has then failed, and none that comes later.
process.on("uncaughtException", (error) => fail(error))
process.on("unhandledRejection", () => {})

parentPort?.on("message", async (call: WorkerCall) => {
  const failed = new Promise<never>((_, reject) => {
    fail = reject
  })
  failed.catch(() => {})
  parentPort?.postMessage(await answerTo(call, failed).catch(told))
})

async function answerTo(call: WorkerCall, failed: Promise<never>): Promise<WorkerAnswer> {
  if (call === "close") await stream?.return(undefined)
  if (call === "close") return { done: true }
  if (call === "get ready") {
    await TASKS.read_records?.()
    return { done: true }
  }
  if (call !== "next") {
    const work = await TASKS[call.name]?.()
    if (!work) throw new Error(`There is no task ${call.name}.`)
    const begun = work(call.input as never, failed)
    stream = isStream(begun) ? begun : null
    if (!isStream(begun)) return { value: await Promise.race([begun, failed]) }
  }
  const next = await Promise.race([stream?.next(), failed])
  return !next || next.done ? { done: true } : { value: next.value }
}

const isStream = (work: object): work is AsyncGenerator<unknown> => Symbol.asyncIterator in work

function told(thrown: unknown): WorkerAnswer {
  if (!isProblem(thrown)) return { thrown }
  const { status, code, detail, extras } = thrown
  return { problem: { status, code, detail, extras } }
}
