/** As much of an EventSource as following needs. */
export interface Stream {
  readonly readyState: number
  addEventListener(type: string, listener: (event: { data?: unknown }) => void): void
  close(): void
}

/** What became of a stream. */
export interface Heard {
  /** The status as the server has it now, as JSON. */
  progress(text: string): void
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
 * twice in a row, or at its end. A stream that only ran out of its time is opened again by the browser.
 * @returns what stops it without a word
 */
export function follow(stream: Stream, heard: Heard): () => void {
  let spoken = false
  let errors = 0
  let announced = false
  let watch = setTimeout(tooQuiet, SILENCE_MS)

  function stop(): void {
    clearTimeout(watch)
    stream.close()
  }
  function giveUp(): void {
    stop()
    heard.over()
  }
  function tooQuiet(): void {
    heard.silent()
    giveUp()
  }
  function listen(): void {
    spoken = true
    errors = 0
    announced = false
    clearTimeout(watch)
    watch = setTimeout(tooQuiet, SILENCE_MS)
  }

  stream.addEventListener("progress", ({ data }) => {
    listen()
    heard.progress(String(data))
  })
  stream.addEventListener("heartbeat", () => {
    listen()
    heard.alive()
  })
  stream.addEventListener("end", ({ data }) => {
    listen()
    announced = true
    if (String(data).includes("finished")) giveUp()
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
