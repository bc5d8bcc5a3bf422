import { availableParallelism } from "node:os"
import { Worker } from "node:worker_threads"
import { systemCodeOf } from "../errors.ts"
import { type Thrown, unpacked } from "./thrown.ts"

/** Made by scripts/build.mjs from lib/worker.ts: TypeScript does not load in a worker on every Node. */
const WORKER = new URL("../../build/worker.js", import.meta.url)
const MOST_HEAP_MB = 1_024
/** What a row is made of is short-lived, and a larger room for it only makes a process larger. */
const YOUNG_HEAP_MB = 16
const IDLE_MS = 60_000

/** Whoever reads a source keeps a worker for long; what is done in a moment must not wait for them. */
const MOST = { task: Math.max(2, availableParallelism()), reading: 4 }
type Kind = keyof typeof MOST

/** What a worker is asked: to begin a task, or to go on with the one it has, or to end it. */
export type Request = { name: string; input: unknown } | { go: "on" | "end" }

/** What a worker sends back: an answer, or what the task threw. */
export type WorkerAnswer = { value: unknown } | { thrown: Thrown }

/** Why a task has no answer: it took too long or too much memory, or there is no worker to do it. */
export class TaskFailure extends Error {
  readonly why: "too_slow" | "too_much_memory" | "ended"

  constructor(why: TaskFailure["why"], cause?: unknown) {
    super(`A worker did not do its task: ${why}.`, { cause })
    this.name = "TaskFailure"
    this.why = why
  }
}

const idle = new Map<Worker, NodeJS.Timeout>()
let keptIdle = 0
const busy = { task: 0, reading: 0 }
const waiting: Record<Kind, (() => void)[]> = { task: [], reading: [] }

/** A worker of one's own: one that is idle, or a new one; waits while too many are at work. */
export async function hire(kind: Kind): Promise<Worker> {
  if (busy[kind] >= MOST[kind]) await new Promise<void>((free) => waiting[kind].push(free))
  else busy[kind] += 1
  const [worker = start()] = idle.keys()
  clearTimeout(idle.get(worker))
  idle.delete(worker)
  worker.ref()
  return worker
}

/** Gives a worker back; one that is not `usable` any more is ended. */
export function release(kind: Kind, worker: Worker, usable: boolean): void {
  if (usable) rest(worker)
  else void worker.terminate()
  const next = waiting[kind].shift()
  if (next) next()
  else busy[kind] -= 1
}

/** Asks a worker of one's own. Throws what the task throws, and TaskFailure, after which the worker is of no more use. */
export function ask(
  worker: Worker,
  request: Request,
  { seconds, transfer = [] }: { seconds: number; transfer?: ArrayBuffer[] | undefined },
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const settle = (then: () => void) => {
      clearTimeout(timer)
      for (const [event, listener] of Object.entries(listeners)) worker.off(event, listener)
      then()
    }
    const failed = (failure: TaskFailure) => settle(() => reject(failure))
    const listeners = {
      message: (answer: WorkerAnswer) =>
        settle(() => ("value" in answer ? resolve(answer.value) : reject(unpacked(answer.thrown)))),
      error: (error: unknown) => failed(failureOf(error)),
      exit: (code: number) => failed(new TaskFailure("ended", `exit code ${code}`)),
    }
    const timer = setTimeout(() => failed(new TaskFailure("too_slow")), seconds * 1_000)
    for (const [event, listener] of Object.entries(listeners)) worker.on(event, listener)
    worker.postMessage(request, transfer)
  })
}

/** A thread that gets no secrets from the environment. */
function start(): Worker {
  const worker = new Worker(WORKER, {
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MOST_HEAP_MB, maxYoungGenerationSizeMb: YOUNG_HEAP_MB },
  })
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
    if (idle.size <= keptIdle) return
    // Its end takes a moment, in which nobody must be given it.
    idle.delete(worker)
    void worker.terminate()
  }
  idle.set(worker, setTimeout(end, IDLE_MS).unref())
}

/** From now on one worker waits for the next task, however long that takes to come. */
export function keepOneIdle(): void {
  keptIdle = 1
}

function failureOf(error: unknown): TaskFailure {
  const isMemory = systemCodeOf(error) === "ERR_WORKER_OUT_OF_MEMORY"
  return new TaskFailure(isMemory ? "too_much_memory" : "ended", error)
}
