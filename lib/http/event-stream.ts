/** One event as it is sent: an `id` lets whoever connects again say what they have. */
export interface StreamedEvent {
  id?: string
  event: string
  data: unknown
}

const MEDIA_TYPE = "text/event-stream"
const RECONNECT_AFTER_MS = 2_000
const BROKEN_OFF = ": Broken off, connect again.\n\n"

/**
 * Server-Sent Events of a generator, sent as they come. What the generator throws before its first event is thrown
 * on, so that it can be answered as a problem; later it only ends the stream. The signal `open` is handed is
 * aborted as soon as nobody listens any more.
 */
export async function eventStream(
  request: Request,
  open: (signal: AbortSignal) => AsyncGenerator<StreamedEvent, void>,
): Promise<Response> {
  const left = new AbortController()
  const events = open(AbortSignal.any([left.signal, request.signal]))
  const first = await events.next()
  const body = new ReadableStream<Uint8Array>(sourceOf(events, first, left), { highWaterMark: 0 })
  return new Response(body, {
    headers: {
      "content-type": MEDIA_TYPE,
      "cache-control": "no-store",
      // A proxy that gathers an answer before it passes it on would hold every event back.
      "x-accel-buffering": "no",
    },
  })
}

function sourceOf(
  events: AsyncGenerator<StreamedEvent, void>,
  first: IteratorResult<StreamedEvent, void>,
  left: AbortController,
): UnderlyingDefaultSource<Uint8Array> {
  const encoder = new TextEncoder()
  let next: Promise<typeof first> | null = Promise.resolve(first)
  return {
    start: (controller) => controller.enqueue(encoder.encode(`retry: ${RECONNECT_AFTER_MS}\n\n`)),
    async pull(controller) {
      try {
        const { done, value } = await (next ?? events.next())
        next = null
        if (done) controller.close()
        else controller.enqueue(encoder.encode(textOf(value)))
      } catch {
        controller.enqueue(encoder.encode(BROKEN_OFF))
        controller.close()
      }
    },
    async cancel() {
      left.abort()
      await events.return()
    },
  }
}

function textOf({ id, event, data }: StreamedEvent): string {
  const named = id === undefined ? "" : `id: ${id}\n`
  return `${named}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`
}

/**
 * The same answer, but a stream of events breaks off when `signal` is aborted: a server that stops would otherwise
 * wait for streams nobody needs to hear to their end.
 */
export function breakingOff(response: Response, signal: AbortSignal): Response {
  if (response.body === null || response.headers.get("content-type") !== MEDIA_TYPE) return response
  return new Response(response.body.pipeThrough(new TransformStream(), { signal }), response)
}
