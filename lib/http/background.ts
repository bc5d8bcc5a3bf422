import { outOfTime, within } from "../deadline.ts"

/** What the platform hands a function beside its request, as @vercel/functions reads it. */
interface RequestContext {
  waitUntil?(work: Promise<unknown>): void
}

interface Holder {
  get?(): RequestContext | undefined
}

const CONTEXT = Symbol.for("@vercel/request-context")

/** Whether this call is one of a function, which is over with its answer unless it says otherwise. */
export function inFunction(): boolean {
  return contextOf()?.waitUntil !== undefined
}

/**
 * Lets work go on after the answer: in a function as long as the platform lets it, in a server as long as that runs.
 * What it throws is for `failed`.
 */
export function afterAnswer(work: () => Promise<unknown>, failed: (error: unknown) => void): void {
  const ended = work().catch(failed)
  contextOf()?.waitUntil?.(ended)
}

/** For the better answer of whatever runs within its deadline. */
const LAST_MOMENT_MS = 500

/**
 * In a function, waits no longer than its time and a moment: the platform ends it without a word. Throws Problem 503
 * `out_of_time`.
 */
export async function beforeTheEnd<T>(work: Promise<T>, left_ms: number): Promise<T> {
  if (!inFunction()) return work
  return within(left_ms + LAST_MOMENT_MS, work, () => {
    throw outOfTime()
  })
}

/** Whether a request asks to be answered before its work is done (RFC 7240). */
export function prefersAsync(request: Request): boolean {
  const preferences = (request.headers.get("prefer") ?? "").split(",")
  return preferences.some((one) => one.split(";")[0]?.trim().toLowerCase() === "respond-async")
}

function contextOf(): RequestContext | undefined {
  return (globalThis as { [CONTEXT]?: Holder })[CONTEXT]?.get?.()
}

/** A server takes its time for whoever listens; a function is ended. */
export function unhurried<E extends { deadline?: number | undefined }>(effects: E): E {
  return inFunction() ? effects : { ...effects, deadline: undefined }
}
