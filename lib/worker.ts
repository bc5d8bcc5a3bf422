import { parentPort } from "node:worker_threads"
import type { WorkerAnswer } from "./pool.ts"

/** Does one task; `failed` rejects with what goes wrong where nobody waits for it. */
type Work = (input: never, failed: Promise<never>) => Promise<unknown>

/** What a worker can do, loaded when it is first asked for. */
const TASKS: Record<string, () => Promise<Work>> = {
  read_document: async () => (await import("./documents/read-text.ts")).readText,
}

let fail: (error: unknown) => void = () => {}

// A library may fail where nobody waits for it: the task in hand has then failed, and none that comes later.
process.on("uncaughtException", (error) => fail(error))
process.on("unhandledRejection", () => {})

parentPort?.on("message", async ({ name, input }: { name: string; input: unknown }) => {
  const failed = new Promise<never>((_, reject) => {
    fail = reject
  })
  failed.catch(() => {})
  try {
    const work = await TASKS[name]?.()
    if (!work) throw new Error(`There is no task ${name}.`)
    answer({ value: await work(input as never, failed) })
  } catch (thrown) {
    answer({ thrown })
  }
})

function answer(message: WorkerAnswer): void {
  parentPort?.postMessage(message)
}
