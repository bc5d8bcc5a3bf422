import type { Worker } from "node:worker_threads"
import { ask, hire, keepOneIdle, type Request, release, TaskFailure } from "./workers.ts"

export { TaskFailure } from "./workers.ts"

/** Work that lib/worker.ts does beside the event loop, by its name there. */
export interface Task<Input, Answer> {
  name: string
  /** Never there: what goes in and comes out. */
  readonly of?: (input: Input) => Answer
}

/** A task that has many answers, one after the other, each made when it is asked for. */
export interface Reading<Input, Item> {
  name: string
  readonly of?: (input: Input) => AsyncIterable<Item>
}

export interface RunOptions {
  /** After this long without an answer the worker is ended, and with it the task. */
  seconds: number
  /** Handed over rather than copied; not usable here any more. */
  transfer?: ArrayBuffer[]
}

/**
 * Does a task in a thread of its own, one a thread, so that this one goes on answering. Throws what the task throws,
 * and TaskFailure.
 */
export async function runApart<Input, Answer>(
  { name }: Task<Input, Answer>,
  input: Input,
  options: RunOptions,
): Promise<Answer> {
  const worker = await hire("task")
  let usable = true
  try {
    return (await ask(worker, { name, input }, options)) as Answer
  } catch (error) {
    usable = !(error instanceof TaskFailure)
    throw error
  } finally {
    release("task", worker, usable)
  }
}

/**
 * Has a task make its answers in a thread of its own, each when it is asked for. It is ended there when nobody asks
 * for more here. Throws what the task throws, and TaskFailure.
 */
export async function* readApart<Input, Item>(
  { name }: Reading<Input, Item>,
  input: Input,
  options: RunOptions,
): AsyncGenerator<Item, void> {
  const worker = await hire("reading")
  let state: "begun" | "over" | "lost" = "begun"
  try {
    let request: Request = { name, input }
    for (;;) {
      const { done, value } = (await ask(worker, request, options)) as IteratorResult<Item>
      if (done) break
      yield value
      request = { go: "on" }
    }
    state = "over"
  } catch (error) {
    state = error instanceof TaskFailure ? "lost" : "over"
    throw error
  } finally {
    // Whoever leaves in the middle leaves files open there.
    if (state === "begun") state = await ended(worker, options)
    release("reading", worker, state === "over")
  }
}

const GET_READY: Task<null, null> = { name: "get_ready" }

/** Starts a worker before it is needed, and keeps one from then on. */
export async function keepOneReady(): Promise<void> {
  keepOneIdle()
  await runApart(GET_READY, null, { seconds: 60 })
}

const ended = (worker: Worker, options: RunOptions): Promise<"over" | "lost"> =>
  ask(worker, { go: "end" }, options).then(
    () => "over",
    (error: unknown) => (error instanceof TaskFailure ? "lost" : "over"),
  )
