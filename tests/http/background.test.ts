import { readFileSync, writeFileSync } from "node:fs"
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { contacts } from "../../lib/datasets/contacts.ts"
import { dailyUpdate } from "../../lib/datasets/daily-update.ts"
import { exampleOf } from "../../lib/datasets/example.ts"
import { inLongRuns } from "../support/rounds.ts"
import { ownDatabase, runScript, startServer } from "./own-server.ts"

const own = ownDatabase()
let server: Awaited<ReturnType<typeof startServer>>
let files: Server
let host: string
let full: Uint8Array

beforeAll(async () => {
  full = (await exampleOf(dailyUpdate)).bytes
  files = createServer((request, answer) => {
    answer.writeHead(200, { etag: '"one"' }).end(request.url === "/full.zip" ? full : "nothing like a ZIP")
  })
  await new Promise<void>((ready) => files.listen(0, "127.0.0.1", ready))
  host = `127.0.0.1:${(files.address() as AddressInfo).port}`
  server = await startServer({ ...own.env, SLUICE_URL_ALLOW: host })
}, 60_000)
afterAll(async () => {
  server.kill("SIGTERM")
  await server.ended
  files.close()
  own.remove()
})

type Told = Record<string, unknown> & { job_id: string; status: string; code?: string }

async function prepare(dataset: string, body: object, headers: Record<string, string> = {}) {
  const response = await fetch(`${server.url}/api/import/${dataset}/prepare`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  })
  return { response, told: (await response.json()) as Told }
}

/** Asks for the status until the import is over. */
async function over(location: string | null): Promise<Told> {
  for (;;) {
    const told = (await (await fetch(`${server.url}${location}`)).json()) as Told
    if (told.status === "completed" || told.status === "failed") return told
    await new Promise((done) => setTimeout(done, 50))
  }
}

const BACKGROUND = { options: { run: "background" } }

test("a stored file is imported to the end by the server alone, and the same content again is that import", async () => {
  const { file_name, bytes } = await exampleOf(contacts)
  writeFileSync(join(own.env.SLUICE_FILES ?? "", file_name), bytes)
  const { response, told } = await prepare("contacts", { filename: file_name, ...BACKGROUND })
  expect([response.status, told.status]).toEqual([202, "preparing"])
  const location = response.headers.get("location")
  expect(location).toBe(`/api/import/contacts/status/${told.job_id}`)
  expect(await over(location)).toMatchObject({ outcome: "complete", error: null })
  const again = await prepare("contacts", { filename: file_name, ...BACKGROUND })
  expect([again.response.status, again.told.job_id]).toEqual([202, told.job_id])
  expect(again.told.status).toBe("completed")
}, 30_000)

test("Prefer: respond-async asks for the same, with a form too", async () => {
  const form = new FormData()
  form.set("file", new Blob(["email,name\nx@example.org,X\n"]), "people.csv")
  const response = await fetch(`${server.url}/api/import/contacts/prepare`, {
    method: "POST",
    headers: { prefer: "wait=5, respond-async; x=1" },
    body: form,
  })
  expect(response.status).toBe(202)
  expect(response.headers.get("preference-applied")).toBe("respond-async")
  expect(await over(response.headers.get("location"))).toMatchObject({ status: "completed" })
}, 30_000)

inLongRuns("the command sends the file and ends; a process without a server does not take it", async () => {
  const file = join(own.folder, "others.csv")
  writeFileSync(file, "email,name\ny@example.org,Y\n")
  const options = ["--dataset", "contacts", "--background", "--json"]
  const { status, output } = await runScript("import", own.env, file, ...options)
  expect(status, output).toBe(0)
  const { imports } = JSON.parse(output) as { imports: [{ job_id: string; end: string }] }
  expect(imports[0].end).toBe("background")
  const done = await over(`/api/import/contacts/status/${imports[0].job_id}`)
  expect(done).toMatchObject({ outcome: "complete", overall_progress: { rows_done: 1 } })
  const alone = ownDatabase()
  const refused = await runScript("import", alone.env, file, ...options)
  alone.remove()
  expect(refused.status).toBe(2)
  expect(refused.output).toContain("--background needs a server")
})

describe("what is wrong", () => {
  test("with the request or the ZIP is refused at once, and leaves no job", async () => {
    writeFileSync(join(own.env.SLUICE_FILES ?? "", "broken.zip"), readFileSync(import.meta.filename))
    const cases: [object, number][] = [
      [{ filename: "none.zip", ...BACKGROUND }, 404],
      [{ filename: "broken.zip", ...BACKGROUND }, 422],
      [{ url: "file:///etc/passwd", ...BACKGROUND }, 422],
      [{ url: "http://169.254.169.254/", ...BACKGROUND }, 422],
      [{ filename: "broken.zip", options: { run: "later" } }, 400],
      [{ filename: "broken.zip", options: { run: "background", batch_size: 0 } }, 400],
    ]
    for (const [body, status] of cases) {
      const { response } = await prepare("daily-update", body)
      expect([body, response.status]).toEqual([body, status])
    }
    const listed = await fetch(`${server.url}/api/imports?dataset=daily-update`)
    expect(await listed.json()).toMatchObject({ imports: [] })
  })

  test("and found later makes the import failed, which says why and stands in nobody's way", async () => {
    const url = `http://${host}/bad.zip`
    const { response, told } = await prepare("daily-update", { url, ...BACKGROUND })
    expect([response.status, told.status]).toEqual([202, "preparing"])
    const failed = await over(response.headers.get("location"))
    expect(failed).toMatchObject({
      title: expect.stringMatching(/ – bad\.zip$/),
      status: "failed",
      outcome: "failed",
      error: { code: "not_a_zip", detail: expect.stringMatching(/\w/), filename: expect.any(String) },
      actions: [],
    })
    const finalize = await fetch(`${server.url}/api/import/daily-update/finalize`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ job_id: told.job_id, accept_failed: true }),
    })
    expect(finalize.status).toBe(409)
    const events = await (await fetch(`${server.url}/api/imports/${told.job_id}/events`)).text()
    expect(events).toContain('event: end\ndata: {"reason":"finished"}')
    const good = await prepare("daily-update", { url: `http://${host}/full.zip`, ...BACKGROUND })
    expect(await over(good.response.headers.get("location"))).toMatchObject({ status: "completed" })
  }, 30_000)
})
