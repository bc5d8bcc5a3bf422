import { afterAll, beforeAll, expect, test } from "vitest"
import { problem } from "../../lib/errors.ts"
import { eventStream, type StreamedEvent } from "../../lib/http/event-stream.ts"
import { failureResponse } from "../../lib/http/problem.ts"
import { type Listening, listen } from "../../lib/http/server.ts"

type Events = (signal: AbortSignal) => AsyncGenerator<StreamedEvent, void>

let events: Events
let underWay = 0
let listening: Listening

async function handler(request: Request): Promise<Response> {
  try {
    return await eventStream(request, events)
  } catch (error) {
    return failureResponse(error, request, () => {})
  }
}

beforeAll(async () => {
  listening = await listen(handler, "127.0.0.1", 0)
})
afterAll(() => listening.stop(0))

const get = (init: RequestInit = {}) => fetch(`http://127.0.0.1:${listening.port}/`, init)

/** Says one thing and then nothing until nobody listens. */
async function* endless(signal: AbortSignal): AsyncGenerator<StreamedEvent, void> {
  underWay += 1
  try {
    yield { id: "1", event: "progress", data: { text: "two\nlines" } }
    await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()))
  } finally {
    underWay -= 1
  }
}

/** What has arrived once it contains `text`. */
async function readTo(response: Response, text: string) {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let got = ""
  while (!got.includes(text)) got += (await reader?.read())?.value ?? ""
  return got
}

test("events are sent with the time to wait first, ids where there are any, and one line of data", async () => {
  events = async function* () {
    yield { id: "1", event: "progress", data: { text: "two\nlines" } }
    yield { event: "end", data: { reason: "time" } }
  }
  const response = await get()
  expect(response.headers.get("content-type")).toBe("text/event-stream")
  expect(response.headers.get("cache-control")).toBe("no-store")
  expect(await response.text()).toBe(
    'retry: 2000\n\nid: 1\nevent: progress\ndata: {"text":"two\\nlines"}\n\nevent: end\ndata: {"reason":"time"}\n\n',
  )
})

test("an event arrives before the next one is there", async () => {
  events = endless
  const leaving = new AbortController()
  expect(await readTo(await get({ signal: leaving.signal }), "\n\nid: 1\n")).toContain("event: progress")
  leaving.abort()
  await expect.poll(() => underWay).toBe(0)
})

test("a client who leaves ends what makes the events", async () => {
  events = endless
  const leaving = new AbortController()
  await readTo(await get({ signal: leaving.signal }), "progress")
  expect(underWay).toBe(1)
  leaving.abort()
  await expect.poll(() => underWay).toBe(0)
})

test("what goes wrong before the first event is a problem, and no stream", async () => {
  events = async function* () {
    yield* []
    throw problem(404, "job_not_found", "There is no such import.")
  }
  const response = await get()
  expect(response.status).toBe(404)
  expect(response.headers.get("content-type")).toBe("application/problem+json")
})

test("what goes wrong later ends the stream with a comment, and nothing else", async () => {
  events = async function* () {
    yield { event: "progress", data: 1 }
    throw new Error("the password is hunter2")
  }
  expect(await (await get()).text()).toMatch(/data: 1\n\n: [\w ,]+\.\n\n$/)
  expect(await (await get()).text()).not.toContain("hunter2")
})

test("a server that stops does not wait for streams", async () => {
  events = endless
  const other = await listen(handler, "127.0.0.1", 0)
  const response = await fetch(`http://127.0.0.1:${other.port}/`)
  await readTo(response, "progress")
  await other.stop(600_000)
  await expect.poll(() => underWay).toBe(0)
})
