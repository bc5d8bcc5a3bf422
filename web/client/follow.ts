import type { z } from "zod"
import { ImportEvents } from "../../lib/contract/stream.ts"

/** As much of an EventSource as following needs. */
export interface Stream {
  readonly readyState: number
  addEventListener(type: string, listener: (event: { data?: unknown }) => void): void
  close(): void
}

/** What is told of a stream. */
export interface Heard {
  /** Where the import stands now. */
  progress(status: ImportEvents["progress"]): void
  /** Nothing new, but what is known still holds. */
  alive(): void
  /** Nothing is being heard; it may come back by itself. */
  silent(): void
  /** It is closed, and will not come back by itself. */
  over(): void
}

/** The server says something every ten seconds at least. */
const SILENCE_MS = 25_000
const MOST_ERRORS = 2
const CLOSED = 2

/**
 * Listens to a stream of events until it is of no more use: closed for good, failing before its first event or
 * twice in a row, or at its end. One that only ran out of its time is opened again by the browser.
 * @returns what stops it without a word
 */
export function follow(stream: Stream, heard: Heard): () => void {
  let spoken = false
  let errors = 0
  let announced = false
  let watch = setTimeout(fallSilent, SILENCE_MS)

  function stop(): void {
    clearTimeout(watch)
    stream.close()
  }
  function giveUp(): void {
    stop()
    heard.over()
  }
  function fallSilent(): void {
    heard.silent()
    giveUp()
  }
  function listen(): void {
    spoken = true
    errors = 0
    announced = false
    clearTimeout(watch)
    watch = setTimeout(fallSilent, SILENCE_MS)
  }

  stream.addEventListener("progress", ({ data }) => {
    listen()
    const status = read(ImportEvents.shape.progress, data)
    // Asking for what cannot be understood says so.
    if (status === undefined) fallSilent()
    else heard.progress(status)
  })
  stream.addEventListener("heartbeat", () => {
    listen()
    heard.alive()
  })
  stream.addEventListener("end", ({ data }) => {
    listen()
    announced = true
    if (read(ImportEvents.shape.end, data)?.reason === "finished") giveUp()
  })
  stream.addEventListener("error", () => {
    const expected = announced && stream.readyState !== CLOSED
    announced = false
    if (expected) return
    errors += 1
    heard.silent()
    if (!spoken || errors >= MOST_ERRORS || stream.readyState === CLOSED) giveUp()
  })
  return stop
}

function read<T extends z.ZodType>(schema: T, data: unknown): z.output<T> | undefined {
  try {
    return schema.safeParse(JSON.parse(String(data))).data
  } catch {
    return undefined
  }
}
