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

/** Whether a request asks to be answered before its work is done (RFC 7240). */
export function prefersAsync(request: Request): boolean {
  const preferences = (request.headers.get("prefer") ?? "").split(",")
  return preferences.some((one) => one.split(";")[0]?.trim().toLowerCase() === "respond-async")
}

function contextOf(): RequestContext | undefined {
  return (globalThis as { [CONTEXT]?: Holder })[CONTEXT]?.get?.()
}
