import { systemClock } from "../clock.ts"
import { collected } from "./collected.ts"
import { shownName } from "./file-name.ts"
import { assertSuccess, bodyOf, send } from "./object-answer.ts"
import { Passing, type Patience, patiently } from "./patience.ts"

const FACTS = /^#bytes=(\d+)(?:&until=(\d+))?$/

/** Whether a locator is of an object, that is a signed URL, and no path. */
export const isRemote = (locator: string) => /^https?:/.test(locator)

/**
 * A signed URL as a locator: whoever has it can read, in whatever thread, and need not ask how long it is, nor by when the call
 * has to be over that it was made for.
 */
export function remoteLocator(
  signedUrl: string,
  bytes: number,
  { clock, deadline = Number.POSITIVE_INFINITY }: Patience,
): string {
  // By the clock of all threads.
  const until = Math.round(systemClock.now() + deadline - clock.now())
  return `${signedUrl}#bytes=${bytes}${Number.isFinite(until) ? `&until=${until}` : ""}`
}

/**
 * Bytes of an object, each stretch one request. A body that breaks off is gone on with where it ended. Reading throws
 * Problem 404 `file_not_found`, 503 `store_refused` | `store_unreachable`.
 */
export function openRemote(locator: string, clock = systemClock) {
  const url = new URL(locator)
  const [, bytes, until] = FACTS.exec(url.hash) ?? []
  const size = Number(bytes)
  const patience = { clock, deadline: until === undefined ? undefined : Number(until) }
  if (!Number.isSafeInteger(size)) throw new Error("The locator of an object does not say how long it is.")
  url.hash = ""
  const blocks = (from: number, to: number) =>
    stretchOf({ url: url.href, what: shownName(locator), from, to: Math.min(to, size) }, patience)
  return {
    size,
    blocks,
    read: (from: number, to: number) => collected(blocks(from, to)),
    close: async () => undefined,
  }
}

interface Stretch {
  url: string
  /** What sentences call it. */
  what: string
  from: number
  to: number
}

async function* stretchOf(stretch: Stretch, patience: Patience): AsyncGenerator<Buffer> {
  let at = stretch.from
  while (at < stretch.to) {
    const begun = { ...stretch, from: at }
    // Only what brings no byte counts as a try: a long stretch may break off many times.
    const first = await patiently(patience, () => beginning(begun, patience))
    try {
      for (let next = first.block; next; next = (await first.rest.next()).value) {
        at += next.length
        yield next
      }
    } catch (error) {
      if (!(error instanceof Passing)) throw error
    } finally {
      await first.rest.return(undefined)
    }
  }
}

async function beginning({ url, what, from, to }: Stretch, patience: Patience) {
  const answer = await send(new Request(url, { headers: { range: `bytes=${from}-${to - 1}` } }), patience)
  await assertSuccess(answer, what, patience)
  const rest = bodyOf(answer, patience)
  if (answer.status !== 206 && !(from === 0 && Number(answer.headers.get("content-length")) === to)) {
    await rest.return(undefined)
    throw new Passing("it sent other bytes than were asked for")
  }
  const { value: block } = await rest.next()
  if (!block || block.length > to - from) throw new Passing("it sent other bytes than were asked for")
  return { block: block as Buffer | undefined, rest }
}
