import { availableParallelism } from "node:os"
import { Worker } from "node:worker_threads"
import { type ProblemFacts, problem } from "./errors.ts"

/** Made by scripts/build.mjs from lib/worker.ts: TypeScript does not load in a worker on every Node. */
const WORKER = new URL("../build/worker.js", import.meta.url)
const MOST_WORKERS = Math.max(2, availableParallelism())
const MOST_HEAP_MB = 1_024
/** What is read in bursts goes soon; more room for it would only be held. */
const YOUNG_HEAP_MB = 8
const IDLE_MS = 60_000

/** Work that lib/worker.ts does beside the event loop, by its name there. */
export interface Task<Input, Answer> {
  name: string
  /** Never there: what goes in and comes out. */
  readonly of?: (input: Input) => Answer
}

/** What a worker is told: a task with what goes in, or to go on with the one it has in hand. */
export type WorkerCall = { name: string; input: unknown } | "next" | "close" | "get ready"

/** What it answers: a value, that there is no further one, or what the task threw. */
export type WorkerAnswer =
  | { value: unknown }
  | { done: true }
  | { problem: ProblemFacts }
  | { thrown: unknown }

export interface RunOptions {
  /** After this long without an answer the worker is ended, and with it the task. */
  seconds: number
  /** Handed over rather than copied; not usable here any more. */
  transfer?: ArrayBuffer[]
}

/** Why a task has no answer: it took too long or too much memory, or there is no worker to do it. */
export class TaskFailure extends Error {
  readonly why: "too_slow" | "too_much_memory" | "ended"

  constructor(why: TaskFailure["why"], cause?: unknown) {
    super(`A worker did not do its task: ${why}.`, { cause })
    this.name = "TaskFailure"
    this.why = why
  }
}

const waiting: ((worker: Worker) => void)[] = []
const idle = new Map<Worker, NodeJS.Timeout>()
let busy = 0
let alwaysOne = false

/**
 * Does a task in a thread of its own, one a thread, so that this one goes on answering. Throws what the task throws,
 * and TaskFailure.
 */
export async function runApart<Input, Answer>(
  { name }: Task<Input, Answer>,
  input: Input,
  options: RunOptions,
): Promise<Answer> {
  const held = await take()
  try {
    return answered(await held.ask({ name, input }, options)) as Answer
  } finally {
    held.release()
  }
}

/** The same for a task that answers many times, each time it is asked for more: it keeps its thread until the end. */
export async function* streamApart<Input, Item>(
  { name }: Task<Input, Item>,
  input: Input,
  options: RunOptions,
): AsyncGenerator<Item> {
  const held = await take()
  try {
    let answer = await held.ask({ name, input }, options)
    while (!("done" in answer)) {
      yield answered(answer) as Item
      answer = await held.ask("next", options)
    }
  } finally {
    if (held.works()) await held.ask("close", options).catch(() => {})
    held.release()
  }
}

/** Starts a worker before it is needed, and from now on keeps one for the next task. */
export async function keepOneReady(): Promise<void> {
  alwaysOne = true
  const held = await take()
  try {
    await held.ask("get ready", { seconds: 60 })
  } finally {
    held.release()
  }
}

function answered(answer: WorkerAnswer): unknown {
  if ("value" in answer) return answer.value
  if ("problem" in answer) {
    const { status, code, detail, extras } = answer.problem
    throw problem(status, code, detail, extras)
  }
  throw "thrown" in answer ? answer.thrown : new TaskFailure("ended")
}

/** A worker that is nobody else's, until it is released. */
interface Held {
  ask(call: WorkerCall, options: RunOptions): Promise<WorkerAnswer>
  works(): boolean
  release(): void
}

async function take(): Promise<Held> {
  if (busy >= MOST_WORKERS) return new Promise((resolve) => waiting.push((worker) => resolve(hold(worker))))
  busy += 1
  const [worker = start()] = idle.keys()
  clearTimeout(idle.get(worker))
  idle.delete(worker)
  return hold(worker)
}

function hold(worker: Worker): Held {
  let works = true
  worker.ref()
  return {
    async ask(call, options) {
      try {
        return await asked(worker, call, options)
      } catch (error) {
        works = false
        throw error
      }
    },
    works: () => works,
    release() {
      if (!works) void worker.terminate()
      const next = waiting.shift()
      if (next) return next(works ? worker : start())
      busy -= 1
      if (works) rest(worker)
    },
  }
}

function asked(worker: Worker, call: WorkerCall, { seconds, transfer }: RunOptions): Promise<WorkerAnswer> {
  return new Promise((resolve, reject) => {
    const settle = (then: () => void) => {
      clearTimeout(timer)
      for (const [event, listener] of Object.entries(listeners)) worker.off(event, listener)
      then()
    }
    const failed = (failure: TaskFailure) => settle(() => reject(failure))
    const listeners = {
      message: (answer: WorkerAnswer) => settle(() => resolve(answer)),
      error: (error: unknown) => failed(failureOf(error)),
      exit: (code: number) => failed(new TaskFailure("ended", `exit code ${code}`)),
    }
    const timer = setTimeout(() => failed(new TaskFailure("too_slow")), seconds * 1_000)
    for (const [event, listener] of Object.entries(listeners)) worker.on(event, listener)
    worker.postMessage(call, transfer ?? [])
  })
}

/** A thread that gets neither secrets from the environment nor a console to print on. */
function start(): Worker {
  const worker = new Worker(WORKER, {
    env: {},
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: MOST_HEAP_MB, maxYoungGenerationSizeMb: YOUNG_HEAP_MB },
  })
  worker.stdout.resume()
  worker.stderr.resume()
  // One that fails while nobody listens must not take the process along.
  worker.on("error", () => {})
  worker.on("exit", () => {
    clearTimeout(idle.get(worker))
    idle.delete(worker)
  })
  return worker
}

/** Lets a worker wait for another task for a while, without keeping the process alive. */
function rest(worker: Worker): void {
  worker.unref()
  const end = () => {
    if (!alwaysOne || idle.size > 1) void worker.terminate()
  }
  idle.set(worker, setTimeout(end, IDLE_MS).unref())
}

function failureOf(error: unknown): TaskFailure {
  const code = error instanceof Error && "code" in error ? error.code : null
  return new TaskFailure(code === "ERR_WORKER_OUT_OF_MEMORY" ? "too_much_memory" : "ended", error)
}
