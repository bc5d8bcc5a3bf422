import { expect, test } from "vitest"
import { z } from "zod"
import { beforeTheEnd } from "../../lib/http/background.ts"
import { route } from "../../lib/http/route.ts"
import { echoRoute, effectsOf, post, problemOf } from "./small-api.ts"

const echo = echoRoute(effectsOf(), "operator")

test("an answer is JSON, never cached, and holds only what the contract names", async () => {
  const response = await echo(post("/api/echo/a%20b", '{"text":"hi"}'))
  expect(response.status).toBe(200)
  expect(response.headers.get("cache-control")).toBe("no-store")
  expect(await response.json()).toEqual({ actor: "local", name: "a b", text: "hi" })
})

test("a call knows when its function ends, whatever opening took of its time", async () => {
  const effects = effectsOf()
  const opened = async () => {
    await new Promise((done) => setTimeout(done, 30))
    return effects
  }
  const declared = {
    method: "GET",
    path: "/api/end",
    access: "public",
    summary: "Tell when it ends",
  } as const
  const ends = route(
    { ...declared, in: "status", answer: z.object({ left: z.number() }) },
    opened,
    ({ effects: { deadline = 0, clock } }: { effects: typeof effects & { deadline?: number } }) => ({
      left: deadline - clock.now(),
    }),
  )
  const { left } = await (await ends(new Request("http://localhost:3000/api/end"))).json()
  expect(left).toBeGreaterThan(2_000)
  expect(left).toBeLessThan(3_980)
})

test("a function whose time is up says so before the platform ends it; a server waits", async () => {
  const context = Symbol.for("@vercel/request-context")
  const platform = globalThis as { [context]?: object }
  const never = new Promise<string>(() => {})
  platform[context] = { get: () => ({ waitUntil() {} }) }
  try {
    await expect(beforeTheEnd(never, -450)).rejects.toMatchObject({ status: 503, code: "out_of_time" })
    expect(await beforeTheEnd(Promise.resolve("done"), 1_000)).toBe("done")
  } finally {
    delete platform[context]
  }
  expect(await beforeTheEnd(new Promise((done) => setTimeout(done, 100, "late")), -1_000)).toBe("late")
})

test("defaults fill in what is left out", async () => {
  expect(await (await echo(post("/api/echo/x", "{}"))).json()).toMatchObject({ text: "nothing" })
})

test.each([
  ["text that is no JSON", "{", "invalid_json"],
  ["nothing at all", "", "invalid_json"],
  ["a first half of a character", String.raw`{"x":"a\ud83d"}`, "invalid_json"],
  ["a second half of a character", String.raw`{"x":"\ude00"}`, "invalid_json"],
  ["half a character behind what looks like the other", String.raw`{"x":"\\ud83d\ude00"}`, "invalid_json"],
  ["bytes that are no UTF-8", new Uint8Array([0x7b, 0xff, 0x7d]), "invalid_json"],
  ["a list", "[1]", "invalid_request"],
  ["null", "null", "invalid_request"],
  ["an unknown key", '{"texts":"hi"}', "invalid_request"],
  ["a prototype", '{"__proto__":{"text":"hi"}}', "invalid_request"],
  ["a constructor", '{"constructor":{"prototype":{"text":"hi"}}}', "invalid_request"],
  ["thousands of nested lists", "[".repeat(100_000) + "]".repeat(100_000), "invalid_request"],
  ["a value nested without end", `{"text":${"[".repeat(100_000)}${"]".repeat(100_000)}}`, "invalid_request"],
])("%s is refused with 400", async (_what, body, code) => {
  const response = await echo(post("/api/echo/x", body as BodyInit))
  expect(response.status).toBe(400)
  expect(response.headers.get("content-type")).toBe("application/problem+json")
  expect((await problemOf(response)).code).toBe(code)
  expect(({} as Record<string, unknown>).text).toBeUndefined()
})

test("a whole character may be escaped, and a backslash stand before what looks like half of one", async () => {
  const echoed = async (text: string) =>
    (await echo(post("/api/echo/x", `{"text":"${text}"}`))).json() as Promise<{ text: string }>
  expect(await echoed(String.raw`\ud83d\ude00`)).toMatchObject({ text: "😀" })
  expect(await echoed(String.raw`\\ud83d`)).toMatchObject({ text: String.raw`\ud83d` })
})

test("each offending place is named", async () => {
  const problem = await problemOf(await echo(post("/api/echo/x", '{"text":5}')))
  expect(problem.errors).toEqual([{ path: "text", message: "must be text" }])
  expect(problem.detail).toContain("text")
})

test("another content type is refused with 415", async () => {
  const response = await echo(
    post("/api/echo/x", "text=hi", { "content-type": "application/x-www-form-urlencoded" }),
  )
  expect(response.status).toBe(415)
})

test("JSON over one megabyte is refused with 413, announced or not", async () => {
  const large = JSON.stringify({ text: "x".repeat(1_100_000) })
  expect((await echo(post("/api/echo/x", large))).status).toBe(413)
  const bytes = new TextEncoder().encode(large)
  const stream = new ReadableStream({
    start(controller) {
      for (let at = 0; at < bytes.length; at += 65_536) controller.enqueue(bytes.subarray(at, at + 65_536))
      controller.close()
    },
  })
  const init = {
    method: "POST",
    body: stream,
    duplex: "half",
    headers: { "content-type": "application/json" },
  }
  expect((await echo(new Request("http://localhost/api/echo/x", init as RequestInit))).status).toBe(413)
})

test("what cannot be the id of a job is an unknown job", async () => {
  const response = await echo(post("/api/echo/x", '{"job_id":"1; drop table import_jobs"}'))
  expect(response.status).toBe(404)
  expect((await problemOf(response)).code).toBe("job_not_found")
})

test("an unknown error is answered by an id, and its text is only in the log", async () => {
  const effects = effectsOf()
  const response = await echoRoute(effects, "operator")(post("/api/echo/broken", "{}"))
  const problem = await problemOf(response)
  expect([response.status, problem.code]).toEqual([500, "internal"])
  expect(problem.detail).not.toContain("hunter2")
  const logged = effects.events.find((event) => event.type === "request.failed")
  expect(logged?.message).toContain("hunter2")
  expect(problem.detail).toContain(logged?.error_id)
})

test("a body that breaks off is answered, not thrown", async () => {
  const stream = new ReadableStream({
    pull(controller) {
      controller.error(new Error("gone"))
    },
  })
  const init = {
    method: "POST",
    body: stream,
    duplex: "half",
    headers: { "content-type": "application/json" },
  }
  const response = await echo(new Request("http://localhost/api/echo/x", init as RequestInit))
  expect(response.status).toBeGreaterThanOrEqual(400)
})

test("parameters come from the path, whatever the query says", async () => {
  const response = await echo(post("/api/echo/mine?name=theirs", "{}"))
  expect(await response.json()).toMatchObject({ name: "mine" })
})
