import { rmSync, writeFileSync } from "node:fs"
import { createServer, connect as dial, type Server } from "node:net"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import type { Step } from "../../scripts/sample/extract.ts"
import { startServer } from "../http/own-server.ts"
import { copyTemplate, newFolder } from "../support/lab.ts"
import { inLongRuns } from "../support/rounds.ts"
import { runCommand, runForJson } from "./child.ts"
import { commandEnvironment, writeSamples } from "./samples.ts"

const KEY = "a key for this test, long enough for one"

const STEPS: Step[] = [{ type: "full" }, { type: "update" }, { type: "update" }, { type: "update" }]

let folder: string
let files: string[]
let env: Record<string, string>
let server: Awaited<ReturnType<typeof startServer>>

beforeAll(async () => {
  folder = newFolder()
  files = await writeSamples(folder, { rows: 600, changes: 60, steps: STEPS })
  const keys = [{ name: "clerk", role: "operator", projects: ["*"], key: KEY }]
  env = commandEnvironment(folder)
  copyTemplate(env.SLUICE_DATABASE)
  server = await startServer({ ...env, PORT: "0", SLUICE_API_KEYS: JSON.stringify(keys) })
  await runCommand("import", { ...env, SLUICE_API_KEY: KEY }, files[0] ?? "")
})
afterAll(async () => {
  server.kill("SIGTERM")
  await server.ended
  rmSync(folder, { recursive: true, force: true })
})

const withKey = () => ({ ...env, SLUICE_API_KEY: KEY })
/** Another machine: nothing tells it of the server but what it is given. */
const elsewhere = () => ({ ...commandEnvironment(`${folder}-elsewhere`), SLUICE_API_KEY: KEY })

test("an import goes through the server that holds the database, as whoever the key belongs to", async () => {
  const { status, json } = await runForJson("import", withKey(), files[1] ?? "")
  expect(status).toBe(0)
  const [imported] = json.imports as Record<string, unknown>[]
  expect(imported).toMatchObject({
    title: "Daily update – extract 141",
    outcome: "complete",
    started_by: "clerk",
  })
  const { events } = await ask<{ events: { event: string; actor: string }[] }>(
    `imports/${imported?.job_id}/audit`,
  )
  expect(events.find(({ event }) => event === "job.created")?.actor).toBe("clerk")
})

inLongRuns("imports are listed, and one is told of with what can be done next", async () => {
  const { status, json } = await runForJson("jobs", withKey(), "--dataset", "daily-update", "--limit", "1")
  expect(status).toBe(0)
  const [newest] = json.imports as { job_id: string; title: string }[]
  const listed = await runCommand("jobs", withKey())
  expect(listed.out).toMatch(new RegExp(`^${newest?.job_id}  completed +100 % .*  ${newest?.title}$`, "m"))
  const one = await runCommand("job", withKey(), newest?.job_id ?? "", "--watch")
  expect(one).toMatchObject({ status: 0, err: "" })
  expect(one.out).toMatch(new RegExp(`^${newest?.title}: completed, [\\d,]+ inserted, .*\\.$`, "m"))
  expect(one.out).toContain(`Take it back: npm run rollback -- ${newest?.job_id}`)
  expect((await runForJson("job", withKey(), newest?.job_id ?? "")).json).toMatchObject({
    status: "completed",
    outcome: "complete",
    exit_code: 0,
  })
  expect((await runCommand("jobs", withKey(), "--status", "done")).status).toBe(2)
  expect((await runCommand("job", withKey(), "01a20233-a927-7c00-b91f-c16a894e5410")).status).toBe(1)
})

test("a file that is too large for one request goes to a server elsewhere in parts, and is not kept there", async () => {
  const path = join(folder, "people.csv")
  const rows = Array.from(
    { length: 300 },
    (_, row) => `p${row}@example.org,Ann,${"A long letter. ".repeat(2_000)}`,
  )
  writeFileSync(path, ["email,first_name,notes", ...rows].join("\n"))
  const { status, json } = await runForJson(
    "import",
    elsewhere(),
    path,
    "--server",
    server.url,
    "--dataset",
    "contacts",
  )
  expect(status).toBe(0)
  expect(json.imports).toMatchObject([{ end: "completed", status: "completed", outcome: "complete" }])
  const { uploads } = await ask<{ uploads: { filename: string }[] }>("uploads")
  expect(uploads.filter(({ filename }) => filename.includes("people"))).toEqual([])
})

inLongRuns(
  "rows that an import could not use are mended by their file, and imported through the server",
  async () => {
    const path = join(folder, "some.csv")
    writeFileSync(path, "email,first_name\nann@example.org,Ann\nbob at example.org,Bob\nnobody,Nils\n")
    const first = await runForJson("import", withKey(), path, "--dataset", "contacts")
    const [imported] = first.json.imports as { job_id: string; outcome: string }[]
    expect(imported).toMatchObject({ outcome: "partial_failure" })
    const job_id = imported?.job_id ?? ""
    const headers = { "x-api-key": KEY, accept: "text/csv" }
    const bad = await (await fetch(`${server.url}/api/imports/${job_id}/errors`, { headers })).text()
    const file = join(folder, "bad.csv")
    writeFileSync(file, bad.replace("bob at ", "bob@"))
    const mended = await runForJson("mend", withKey(), job_id, file)
    expect(mended).toMatchObject({ status: 0, json: { accepted: 1, unchanged: 1, refused: [] } })
    expect(await runForJson("import", withKey(), job_id)).toMatchObject({
      status: 4,
      json: { imports: [{ end: "completed", row_errors: 1 }] },
    })
    writeFileSync(file, bad.replace("nobody,", "no body,"))
    const wrong = await runCommand("mend", withKey(), job_id, file)
    expect(wrong.status).toBe(4)
    expect(wrong.out).toMatch(
      /Row 2 of contact_persons: already_mended: .*\nRow 3 of contact_persons: bad_email: /,
    )
    const { rows } = await ask<{ rows: object[] }>("data/contact_persons?search=bob")
    expect(rows).toMatchObject([{ email: "bob@example.org", first_name: "Bob" }])
  },
)

async function ask<T>(path: string): Promise<T> {
  const response = await fetch(`${server.url}/api/${path}`, { headers: { "x-api-key": KEY } })
  return (await response.json()) as T
}

test("a server with keys refuses who has none, and who has a wrong one", async () => {
  const none = await runCommand("import", env, files[2] ?? "")
  expect(none).toMatchObject({ status: 1, out: "" })
  expect(none.err).toBe(`The server ${server.url} wants a key: set SLUICE_API_KEY to yours.\n`)
  const wrong = await runCommand("rollback", { ...env, SLUICE_API_KEY: "guess" }, "--extract", "141")
  expect(wrong.err).toBe(`The server ${server.url} does not know the key in SLUICE_API_KEY.\n`)
})

test("what needs the database itself names the server that holds it", async () => {
  const { status, err } = await runCommand("migrate", env)
  expect(status).toBe(1)
  expect(err).toBe(
    `Sluice runs already, at ${server.url}, and holds the database ${env.SLUICE_DATABASE} (process ${server.pid}): open that page, or stop it first.\n`,
  )
})

test("calls the network loses are made again, and that is said", async () => {
  const flaky = await flakyWayTo(new URL(server.url), [2, 5])
  try {
    const { status, err, json } = await runForJson(
      "import",
      elsewhere(),
      files[2] ?? "",
      "--server",
      flaky.url,
    )
    expect(err).toMatch(/cannot be reached \(.+\)\. Trying again in \d s \(1 of 9\)\./)
    expect({ status, json }).toMatchObject({ status: 0, json: { imports: [{ outcome: "complete" }] } })
  } finally {
    flaky.server.close()
  }
})

inLongRuns(
  "a file whose content is there already is not missed when the answer that took it is lost",
  async () => {
    const flaky = await flakyWayTo(new URL(server.url), [3])
    const path = join(folder, "people.csv")
    try {
      const told = await runForJson(
        ...(["import", elsewhere(), path, "--server", flaky.url, "--dataset", "contacts"] as const),
      )
      expect(told.err).toMatch(/cannot be reached \(.+\)\. Trying again/)
      expect(told.status).toBe(0)
      expect(told.json.imports).toMatchObject([{ status: "completed", outcome: "complete" }])
    } finally {
      flaky.server.close()
    }
  },
)

/** A way to the server that breaks off at the n-th calls that change something, after what was sent has gone through. */
async function flakyWayTo(target: URL, broken: number[]): Promise<{ url: string; server: Server }> {
  let calls = 0
  const way = createServer((client) => {
    let breaks = false
    const upstream = dial(Number(target.port), target.hostname)
    client.on("error", () => upstream.destroy())
    upstream.on("error", () => client.destroy())
    client.on("data", (sent: Buffer) => {
      if (!sent.toString("latin1").startsWith("POST ")) return
      calls += 1
      breaks = broken.includes(calls)
    })
    client.pipe(upstream)
    upstream.on("data", (answer: Buffer) => {
      if (breaks) client.destroy()
      else client.write(answer)
    })
    upstream.on("close", () => client.destroy())
  })
  await new Promise<void>((ready) => way.listen(0, "127.0.0.1", ready))
  const address = way.address()
  const port = typeof address === "object" && address ? address.port : 0
  return { url: `http://127.0.0.1:${port}`, server: way }
}

test("a rollback goes through a server that is named", async () => {
  const args = ["--extract", "142", "--server", server.url]
  const { status, json } = await runForJson("rollback", elsewhere(), ...args, "--yes")
  expect({ status, json }).toMatchObject({ status: 0, json: { extract_number: 142, done: true } })
})

test("of several extracts the first is left to the server, and the others are told to follow", async () => {
  const { status, json } = await runForJson(
    "import",
    withKey(),
    files[2] ?? "",
    files[3] ?? "",
    "--background",
  )
  expect(status).toBe(0)
  expect(json.imports).toMatchObject([
    { end: "background" },
    { end: "waiting", extract_number: 143, waits_for: 142 },
  ])
})
