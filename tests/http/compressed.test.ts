import { randomBytes } from "node:crypto"
import { get } from "node:http"
import { gunzipSync } from "node:zlib"
import { afterAll, beforeAll, expect, test } from "vitest"
import { compressed } from "../../lib/http/compressed.ts"
import { type Listening, listen } from "../../lib/http/server.ts"

const TEXT = "the same words, again and again. ".repeat(500)

let server: Listening

beforeAll(async () => {
  const types: Record<string, string> = { "/events": "text/event-stream", "/zip": "application/zip" }
  const handler = async (request: Request) => {
    const type = types[new URL(request.url).pathname] ?? "application/json"
    return new Response(TEXT, { headers: { "content-type": type } })
  }
  server = await listen(handler, "127.0.0.1", 0)
})
afterAll(() => server.stop(0))

interface Got {
  encoding: string | undefined
  vary: string | undefined
  bytes: Buffer
}

function fetched(path: string, accepts?: string): Promise<Got> {
  const headers = accepts === undefined ? {} : { "accept-encoding": accepts }
  return new Promise((done, failed) => {
    get({ port: server.port, host: "127.0.0.1", path, headers }, async (response) => {
      const pieces = await response.toArray()
      const { "content-encoding": encoding, vary } = response.headers
      done({ encoding, vary, bytes: Buffer.concat(pieces) })
    }).on("error", failed)
  })
}

test("text is sent compressed to whoever takes it so", async () => {
  const { encoding, vary, bytes } = await fetched("/text", "br;q=1, gzip;q=0.8")
  expect({ encoding, vary }).toEqual({ encoding: "gzip", vary: "accept-encoding" })
  expect(bytes.length).toBeLessThan(TEXT.length / 10)
  expect(gunzipSync(bytes).toString()).toBe(TEXT)
})

test.each([undefined, "identity", "gzip;q=0", "gzipped"])(
  "and as it is to whoever does not: %s",
  async (accepts) => {
    const { encoding, vary, bytes } = await fetched("/text", accepts)
    expect({ encoding, vary }).toEqual({ encoding: undefined, vary: "accept-encoding" })
    expect(bytes.toString()).toBe(TEXT)
  },
)

test.each(["/events", "/zip"])(
  "what must come at once, or is compressed already, is left as it is: %s",
  async (path) => {
    const { encoding, bytes } = await fetched(path, "gzip")
    expect(encoding).toBeUndefined()
    expect(bytes.toString()).toBe(TEXT)
  },
)

test("a large answer is made no faster than its reader takes it, and no further than that where the reader leaves", async () => {
  const MOST = 400
  let made = 0
  let left = false
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      made += 1
      if (made === MOST) controller.close()
      // What cannot be made smaller is packed at once.
      else controller.enqueue(randomBytes(65_536))
    },
    cancel() {
      left = true
    },
  })
  const request = new Request("http://localhost/", { headers: { "accept-encoding": "gzip" } })
  const response = compressed(request, new Response(body, { headers: { "content-type": "text/csv" } }))
  const reader = response.body?.getReader()
  await reader?.read()
  await new Promise((done) => setTimeout(done, 100))
  expect(made).toBeLessThan(20)
  await reader?.cancel()
  await expect.poll(() => left).toBe(true)
})
