import { afterEach, expect, test } from "vitest"
import type { EmbeddingError } from "../../lib/embeddings/index.ts"
import { OpenAiEmbedder, type Patience } from "../../lib/embeddings/openai.ts"
import { movableClock } from "../support/clock.ts"
import { answers, type Behaviour, type Endpoint, endpoint, sends, vectorFor } from "./endpoint.ts"

const START = Date.UTC(2026, 0, 5, 6)
const KEY = "sk-very-secret"

let open: Endpoint[] = []
afterEach(async () => {
  await Promise.all(open.map((one) => one.close()))
  open = []
})

/** An embedder in front of an endpoint that behaves so, and every wait it made. */
async function embedderFor(behaviours: Behaviour[], patience: Partial<Patience> = {}) {
  const server = await endpoint(...behaviours)
  open.push(server)
  const clock = movableClock(START)
  const waits: number[] = []
  const waiting = {
    now: clock.now,
    wait: (ms: number) => {
      waits.push(ms)
      return clock.wait(ms)
    },
  }
  const settings = { url: server.url, key: KEY, model: "small" }
  const embedder = new OpenAiEmbedder(settings, waiting, { random: () => 1, ...patience })
  const embed = (texts: string[], seconds = 60) =>
    embedder.embed(texts, { deadline: START + seconds * 1_000 })
  return { embedder, embed, server, waits }
}

async function failureOf(work: Promise<unknown>): Promise<EmbeddingError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error).toMatchObject({ name: "EmbeddingError" })
  return error as EmbeddingError
}

test("texts are sent with the model and the key, and come back as vectors in their order", async () => {
  const { embedder, embed, server } = await embedderFor([answers()])
  expect(embedder).toMatchObject({ name: "small", dimensions: null })
  expect(await embed(["a", "bb"])).toEqual([vectorFor("a"), vectorFor("bb")])
  expect(embedder.dimensions).toBe(3)
  expect(server.asked).toMatchObject([
    {
      path: "/v1/embeddings",
      headers: { authorization: `Bearer ${KEY}` },
      body: { model: "small", input: ["a", "bb"] },
    },
  ])
})

test("no texts ask nothing", async () => {
  const { embed, server } = await embedderFor([answers()])
  expect(await embed([])).toEqual([])
  expect(server.asked).toHaveLength(0)
})

test("a URL that names /embeddings already is used as it is, and no key sends no header", async () => {
  const server = await endpoint(answers())
  open.push(server)
  for (const tail of ["/embeddings", "/", "/embeddings/?version=2"]) {
    const embedder = new OpenAiEmbedder({ url: server.url + tail, key: null, model: null }, movableClock())
    await embedder.embed(["a"], { deadline: Number.MAX_SAFE_INTEGER })
    expect(embedder.name).toMatch(/^127\.0\.0\.1:\d+$/)
  }
  expect(server.asked.map(({ path }) => path)).toEqual([
    "/v1/embeddings",
    "/v1/embeddings",
    "/v1/embeddings?version=2",
  ])
  expect(server.asked[0]?.headers.authorization).toBeUndefined()
  expect(server.asked[0]?.body).toEqual({ input: ["a"] })
})

test("more texts than an endpoint takes at once are sent in several requests", async () => {
  const { embed, server } = await embedderFor([answers()])
  const texts = Array.from({ length: 70 }, (_, at) => "x".repeat(at + 1))
  expect(await embed(texts)).toEqual(texts.map((text) => vectorFor(text)))
  expect(server.asked.map(({ body }) => body.input.length)).toEqual([32, 32, 6])
})

test("an empty text is sent as a space, a very long one by its beginning", async () => {
  const { embed, server } = await embedderFor([answers()])
  await embed(["", `${"x".repeat(7_999)}😀`])
  expect(server.asked[0]?.body.input).toEqual([" ", "x".repeat(7_999)])
})

test("an answer out of order is put in order, one without numbers is taken as it comes", async () => {
  const { embed } = await embedderFor([
    answers(3, (items) => items.reverse()),
    sends({ data: [{ embedding: [1, 2, 3] }, { embedding: [4, 5, 6] }] }),
  ])
  expect(await embed(["a", "bb", "ccc"])).toEqual(["a", "bb", "ccc"].map((text) => vectorFor(text)))
  expect(await embed(["a", "b"])).toEqual([
    [1, 2, 3],
    [4, 5, 6],
  ])
})

test("a busy endpoint is left alone as long as it asks for, in seconds or until a date", async () => {
  const date = new Date(START + 9_000).toUTCString()
  const { embed, waits } = await embedderFor([
    sends({}, 429, { "retry-after": "7" }),
    answers(),
    sends({}, 503, { "retry-after": date }),
    answers(),
  ])
  await embed(["a"])
  expect(waits).toEqual([7_000])
  await embed(["a"])
  expect(waits[1]).toBeGreaterThan(1_000)
  expect(waits[1]).toBeLessThanOrEqual(2_000)
})

test("errors of a server, and connections that close, are tried again with growing patience", async () => {
  const { embed, waits, server } = await embedderFor([
    sends({}, 500),
    (response) => response.destroy(),
    (response) => {
      response.writeHead(200, { "content-length": 100 })
      response.write("{", () => response.destroy())
    },
    sends({}, 502, { "retry-after": "soon" }),
    answers(),
  ])
  expect(await embed(["a"])).toHaveLength(1)
  expect(waits).toEqual([500, 1_000, 2_000, 4_000])
  expect(server.asked).toHaveLength(5)
})

test("an endpoint that never answers is given up at each timeout, and for good at the deadline", async () => {
  const { embed, server } = await embedderFor([() => {}], { timeout_ms: 30 })
  const error = await failureOf(embed(["a"], 2))
  expect(error).toMatchObject({
    retryable: true,
    message: expect.stringContaining("gave no answer within 1 s"),
  })
  expect(server.asked).toHaveLength(3)
})

test("nothing is waited for beyond the deadline", async () => {
  const { embed, waits, server } = await embedderFor([sends({}, 429, { "retry-after": "120" })])
  const error = await failureOf(embed(["a"], 60))
  expect(error).toMatchObject({ retryable: true, retry_after_ms: 120_000 })
  expect(error.message).toContain("HTTP 429")
  expect(waits).toEqual([])
  expect(server.asked).toHaveLength(1)
  expect(await failureOf(embed(["a"], -1))).toMatchObject({ retryable: true })
  expect(server.asked).toHaveLength(1)
})

test("an endpoint that stays down is given up after six tries", async () => {
  const { embed, server } = await embedderFor([sends({}, 500)])
  expect(await failureOf(embed(["a"], 3_600))).toMatchObject({ retryable: true })
  expect(server.asked).toHaveLength(6)
})

test("a refusal is not tried again, and tells neither the key nor the text", async () => {
  const refusal = {
    error: { message: `Incorrect API key ${KEY} for private words`, code: "invalid_api_key" },
  }
  const { embed, server } = await embedderFor([sends(refusal, 401)])
  const error = await failureOf(embed(["private words"]))
  expect(error.retryable).toBe(false)
  expect(error.message).toContain("HTTP 401 (invalid_api_key)")
  expect(error.message).toContain("EMBEDDINGS_KEY")
  expect(`${error.message}${error.stack}`).not.toMatch(/sk-very-secret|private words/)
  expect(server.asked).toHaveLength(1)
})

test("a redirect is not followed", async () => {
  const elsewhere = await endpoint(answers())
  open.push(elsewhere)
  const { embed } = await embedderFor([sends("", 307, { location: `${elsewhere.url}/embeddings` })])
  expect((await failureOf(embed(["a"]))).message).toContain("a redirect, which is not followed")
  expect(elsewhere.asked).toHaveLength(0)
})

test.each<[string, unknown, string]>([
  ["too few vectors", { data: [{ index: 0, embedding: [1] }] }, "1 embeddings for 2 texts"],
  [
    "a number twice",
    { data: [0, 0].map((index) => ({ index, embedding: [1] })) },
    "numbers its embeddings wrongly",
  ],
  ["numbers beyond the count", { data: [0, 2].map((index) => ({ index, embedding: [1] })) }, "numbers its"],
  [
    "vectors of two lengths",
    { data: [[1], [1, 2]].map((embedding) => ({ embedding })) },
    "2 dimensions where 1",
  ],
  ["texts for numbers", { data: [["1"], ["2"]].map((embedding) => ({ embedding })) }, "finite numbers"],
  ["an empty vector", { data: [[], []].map((embedding) => ({ embedding })) }, "finite numbers"],
  ["numbers that are none", '{"data":[{"embedding":[NaN]},{"embedding":[1]}]}', "not JSON"],
  ["infinite numbers", '{"data":[{"embedding":[1e999]},{"embedding":[1]}]}', "finite numbers"],
  ["null for numbers", { data: [{ embedding: [null] }, { embedding: [1] }] }, "finite numbers"],
  ["a login page", "<!doctype html>", "not JSON"],
  ["another shape", { embeddings: [[1], [2]] }, "not a list of embeddings"],
])("an answer with %s is refused, and not asked for again", async (_, body, message) => {
  const { embed, embedder, server } = await embedderFor([sends(body)])
  const error = await failureOf(embed(["a", "b"]))
  expect(error).toMatchObject({ retryable: false, message: expect.stringContaining(message) })
  expect(server.asked).toHaveLength(1)
  expect(embedder.dimensions).toBeNull()
})

test("the first answer fixes the dimensions", async () => {
  const { embed } = await embedderFor([answers(3), answers(4)])
  await embed(["a"])
  expect((await failureOf(embed(["a"]))).message).toContain("4 dimensions where 3 are expected")
})

test("an answer without end is cut off", async () => {
  const endless: Behaviour = (response) => {
    response.writeHead(200)
    const more = () => response.writable && response.write("x".repeat(65_536), more)
    more()
  }
  const { embed } = await embedderFor([endless], { most_bytes: 1_000_000 })
  expect((await failureOf(embed(["a"]))).message).toContain("sends more than 1,000,000 bytes")
})

test("an endpoint that is not there is named, and may be there later", async () => {
  const gone = await endpoint()
  await gone.close()
  const embedder = new OpenAiEmbedder({ url: gone.url, key: KEY, model: "small" }, movableClock(START))
  const error = await failureOf(embedder.embed(["a"], { deadline: START + 100 }))
  expect(error).toMatchObject({ retryable: true, message: expect.stringContaining("ECONNREFUSED") })
  expect(error.message).toContain(new URL(gone.url).host)
})

test("whoever called may stop it, while it asks and while it waits", async () => {
  const asking = new AbortController()
  const { embedder } = await embedderFor([() => asking.abort(new Error("stopped"))])
  const deadline = START + 60_000
  await expect(embedder.embed(["a"], { deadline, signal: asking.signal })).rejects.toThrow("stopped")

  const waiting = new AbortController()
  const server = await endpoint(sends({}, 500))
  open.push(server)
  const never = { now: () => START, wait: async () => waiting.abort(new Error("enough")) }
  const patient = new OpenAiEmbedder({ url: server.url, key: null, model: null }, never)
  await expect(patient.embed(["a"], { deadline, signal: waiting.signal })).rejects.toThrow("enough")
  expect(server.asked).toHaveLength(1)
})
