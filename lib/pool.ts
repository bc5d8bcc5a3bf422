import { availableParallelism } from "node:os"
import { Worker } from "node:worker_threads"

/** Made by scripts/build.mjs from lib/worker.ts: TypeScript does not load in a worker on every Node. */
const WORKER = new URL("../build/worker.js", import.meta.url)
const MOST_WORKERS = Math.max(2, availableParallelism())
const MOST_HEAP_MB = 1_024
const IDLE_MS = 10_000

/** Work that lib/worker.ts does beside the event loop, by its name there. */
export interface Task<Input, Answer> {
  name: string
  /** Never there: what goes in and comes out. */
  readonly of?: (input: Input) => Answer
}

/** What a worker sends back: an answer, or what the task threw. */
export type WorkerAnswer = { value: unknown } | { thrown: unknown }

export interface RunOptions {
  /** After this long the worker is ended, and with it the task. */
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

interface Job {
  name: string
  input: unknown
  options: RunOptions
  resolve(value: unknown): void
  reject(error: unknown): void
}

const waiting: Job[] = []
const idle = new Map<Worker, NodeJS.Timeout>()
let busy = 0

/**
 * Does a task in a thread of its own, one a thread, so that this one goes on answering. Throws what the task throws,
 * and TaskFailure.
 */
export function runApart<Input, Answer>(
  { name }: Task<Input, Answer>,
  input: Input,
  options: RunOptions,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    waiting.push({ name, input, options, resolve: resolve as (value: unknown) => void, reject })
    next()
  })
}

function next(): void {
  if (busy >= MOST_WORKERS) return
  const job = waiting.shift()
  if (!job) return
  busy += 1
  const [worker = start()] = idle.keys()
  clearTimeout(idle.get(worker))
  idle.delete(worker)
  hand(worker, job)
}

function hand(worker: Worker, job: Job): void {
  const settle = (then: () => void, keep: boolean) => {
    clearTimeout(timer)
    for (const [event, listener] of Object.entries(listeners)) worker.off(event, listener)
    busy -= 1
    if (keep) rest(worker)
    else void worker.terminate()
    then()
    next()
  }
  const failed = (failure: TaskFailure) => settle(() => job.reject(failure), false)
  const listeners = {
    message: (answer: WorkerAnswer) =>
      settle(() => ("value" in answer ? job.resolve(answer.value) : job.reject(answer.thrown)), true),
    error: (error: unknown) => failed(failureOf(error)),
    exit: (code: number) => failed(new TaskFailure("ended", `exit code ${code}`)),
  }
  const timer = setTimeout(() => failed(new TaskFailure("too_slow")), job.options.seconds * 1_000)
  for (const [event, listener] of Object.entries(listeners)) worker.on(event, listener)
  worker.ref()
  worker.postMessage({ name: job.name, input: job.input }, job.options.transfer ?? [])
}

/** A thread that gets neither secrets from the environment nor a console to print on. */
function start(): Worker {
  const worker = new Worker(WORKER, {
    env: {},
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: MOST_HEAP_MB },
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
  const timer = setTimeout(() => void worker.terminate(), IDLE_MS).unref()
  idle.set(worker, timer)
}

function failureOf(error: unknown): TaskFailure {
  const code = error instanceof Error && "code" in error ? error.code : null
  return new TaskFailure(code === "ERR_WORKER_OUT_OF_MEMORY" ? "too_much_memory" : "ended", error)
}
