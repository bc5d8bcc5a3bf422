import { mkdirSync, rmdirSync, rmSync } from "node:fs"
import { afterAll, beforeAll, expect, test } from "vitest"
import { startServer } from "../http/own-server.ts"
import { type FileServer, sendFile, serve } from "../store/file-server.ts"
import { newFolder, openLabIn } from "../support/lab.ts"
import { runCommand, runForJson } from "./child.ts"
import { commandEnvironment } from "./samples.ts"

/** Once a year, so that nothing is due but what a test makes due. */
const YEARLY = "0 0 1 1 *"

let folder: string
let env: Record<string, string>
let server: FileServer
let file: { content: Buffer; status?: number }
let told: string[]

beforeAll(async () => {
  folder = newFolder()
  told = []
  file = { content: Buffer.from("email\nan@example.org\n") }
  server = await serve((request, response) => {
    if (request.url !== "/people.csv") {
      told.push(request.url ?? "")
      return void response.writeHead(204).end()
    }
    if (file.status !== undefined) return void response.writeHead(file.status).end()
    sendFile(request, response, { content: file.content })
  })
  env = commandEnvironment(folder, {
    SLUICE_URL_ALLOW: server.host,
    SLUICE_WEBHOOK_URL: server.url("/hook"),
    SLUICE_WEBHOOK_SECRET: `whsec_${Buffer.alloc(24).toString("base64")}`,
  })
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

async function makeDue() {
  const lab = await openLabIn(folder)
  await lab.run("update feed set next_run_at = now()::timestamp - interval 1 minute, lease_until = null")
  lab.close()
}

const ran = (json: Record<string, unknown>) =>
  (json.runs as { feed: string; result: string }[]).map(({ feed, result }) => `${feed} ${result}`)

test("without a folder and without a feed there is nothing it could do, and it says what to", async () => {
  for (const made of [false, true]) {
    if (made) await runCommand("migrate", env)
    expect(await runCommand("catch-up", env)).toMatchObject({
      status: 2,
      err: expect.stringContaining("npm run feed -- add"),
    })
  }
})

test("a timer has due feeds run, each due time once, and with nothing due nothing is done", async () => {
  const url = ["--url", server.url("/people.csv"), "--schedule", YEARLY]
  expect((await runCommand("feed", env, "add", "people", "--dataset", "contacts", ...url)).status).toBe(0)
  expect(await runForJson("catch-up", env)).toMatchObject({ status: 0, json: { runs: [] } })
  await makeDue()
  const first = await runForJson("catch-up", env)
  expect([first.status, ran(first.json)]).toEqual([0, ["people imported"]])
  expect(await runForJson("catch-up", env)).toMatchObject({ status: 0, json: { runs: [] } })
  expect(told).toEqual(["/hook"])
})

test("a run that fails is told of before the command ends, and its exit says so; so do rows that could not be used", async () => {
  told.length = 0
  file.status = 500
  await makeDue()
  const failed = await runForJson("catch-up", env)
  expect([failed.status, ran(failed.json)]).toEqual([1, ["people failed"]])
  expect(told).toEqual(["/hook"])
  file = { content: Buffer.from("email\nbo@example.org\nno mail\n") }
  await makeDue()
  const some = await runForJson("catch-up", env)
  expect([some.status, ran(some.json)]).toEqual([4, ["people imported"]])
})

test("what was run stays so when nothing can be tidied up afterwards, and that is said", async () => {
  // It removes files that begin so; this one is none.
  const copy = `${env.SLUICE_DATABASE}.backup-left`
  mkdirSync(copy)
  const { status, err } = await runCommand("catch-up", env)
  rmdirSync(copy)
  expect(err).toContain("What nobody needs any more could not be removed: ")
  expect(status).toBe(0)
})

test("beside a server and another timer a due time is still run once, and all of them say what came of it", async () => {
  file = { content: Buffer.from("email\ncy@example.org\n") }
  await makeDue()
  const serving = await startServer({ ...env, PORT: "0", HOST: "127.0.0.1" })
  try {
    const both = await Promise.all([1, 2].map(() => runForJson("catch-up", env)))
    expect(both.map(({ status }) => status)).toEqual([0, 0])
    const { feeds } = (await runForJson("feed", env, "list")).json as { feeds: { feed_id: string }[] }
    const answer = await fetch(`${serving.url}/api/feeds/${feeds[0]?.feed_id}/runs`)
    const { runs } = (await answer.json()) as { runs: { result: string }[] }
    expect(runs.map(({ result }) => result)).toEqual(["imported", "imported", "failed", "imported"])
  } finally {
    serving.kill("SIGTERM")
    await serving.ended
  }
})
