import { afterAll, beforeAll, expect, test } from "vitest"
import { HOSTILE } from "../support/hostile.ts"
import { ownDatabase, startServer } from "./own-server.ts"

/** How long health may take, beside whatever is sent, in milliseconds. */
const LONGEST = 200
/** What holds a server up does so every time; a machine that is busy with something else does not. */
const TRIES = 4

const { env, remove } = ownDatabase()
let server: Awaited<ReturnType<typeof startServer>>
beforeAll(async () => {
  server = await startServer(env)
  await Promise.all([send("contacts", "first.csv", "email\na@x.be\n"), health()])
}, 60_000)
afterAll(async () => {
  server.kill("SIGTERM")
  await server.ended
  remove()
})

let sent = 0

/** Begins an import of a file, which is another one each time, and looks at it first. */
async function send(dataset: string, file_name: string, content: string | Buffer): Promise<number[]> {
  sent += 1
  const ending = file_name.endsWith("json") ? " ".repeat(sent) : "\n".repeat(sent)
  const call = (path: string) => {
    const form = new FormData()
    form.set("file", new Blob([content as BlobPart, ending]), file_name)
    return fetch(`${server.url}/api/${path}`, { method: "POST", body: form })
  }
  const statuses: number[] = []
  for (const path of [`datasets/${dataset}/preview`, `import/${dataset}/prepare`]) {
    const answer = await call(path)
    await answer.arrayBuffer()
    statuses.push(answer.status)
  }
  return statuses
}

async function health(): Promise<number> {
  const asked = performance.now()
  const answer = await fetch(`${server.url}/api/health`)
  expect((await answer.json()) as object).toMatchObject({ status: "ok" })
  return performance.now() - asked
}

/** The longest that health took beside some work. */
async function longestBeside(work: Promise<unknown>): Promise<number> {
  let going = true
  let longest = 0
  const end = () => {
    going = false
  }
  void work.then(end, end)
  while (going) longest = Math.max(longest, await health())
  await work
  return longest
}

const rows = (value: string) => `{"rows":[{"url":"https://x.be/a","metadata":${value}}]}`
const many = (count: number, one: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => one(i)).join(",")

/** Of rows that come with the request: what is refused before it is read, and the most that is not. */
const BODIES: [what: string, body: string][] = [
  ["lists without end", rows(`[${many(11_000_000, () => "[]")}]`)],
  ["numbers without end", rows(`[${many(16_000_000, () => "1")}]`)],
  ["two million keys", `{"rows":[{${many(2_000_000, (i) => `"k${i}":1`)}}]}`],
  ["as many lists as are taken", rows(`[${many(105_000, () => "[]")}]`)],
  [
    "as many rows and columns as are taken",
    `{"rows":[${many(10_000, (at) => `{"url":"https://x.be/${at}",${many(88, (i) => `"c${i}":1`)}}`)}]}`,
  ],
  ["sixteen megabytes of one text", rows(`"${"x".repeat(16_000_000)}"`)],
  ["sixteen megabytes of escapes", rows(`"${"\\ud83d\\ude00".repeat(1_350_000)}"`)],
]

test.each(BODIES)(
  "health is answered within 200 ms beside a request of %s",
  async (_what, body) => {
    const headers = { "content-type": "application/json" }
    const bytes = Buffer.from(body)
    let least = Number.POSITIVE_INFINITY
    for (let tries = 0; tries < TRIES && least >= LONGEST; tries += 1) {
      const url = `${server.url}/api/import/taxonomy/prepare`
      const sending = fetch(url, { method: "POST", headers, body: bytes }).catch(() => null)
      least = Math.min(least, await longestBeside(sending))
      expect((await sending)?.status ?? 413).toBeLessThan(500)
    }
    expect(least).toBeLessThan(LONGEST)
  },
  120_000,
)

test.each(HOSTILE)(
  "health is answered within 200 ms beside %s",
  async (_what, dataset, make) => {
    const { file_name, bytes } = make()
    let least = Number.POSITIVE_INFINITY
    for (let tries = 0; tries < TRIES && least >= LONGEST; tries += 1) {
      const sending = send(dataset, file_name, bytes)
      least = Math.min(least, await longestBeside(sending))
      for (const status of await sending) expect(status).toBeLessThan(500)
    }
    expect(least).toBeLessThan(LONGEST)
  },
  120_000,
)
