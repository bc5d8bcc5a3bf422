import { spawn } from "node:child_process"
import { connect, type Socket } from "node:net"
import { expect, test } from "vitest"
import { ROOT } from "../../scripts/root.mjs"
import { ownDatabase } from "./own-server.ts"

const DESCRIPTORS = 96
/** One of each function file. */
const CALLS = [
  "GET /api/health",
  "GET /api/imports",
  "GET /api/datasets",
  "GET /api/data",
  "GET /api/diagnose",
  "GET /api/import/contacts/status/01a20233-a927-7c00-b91f-c16a894e5410",
  "POST /api/import/contacts/prepare",
  "POST /api/import/contacts/process-batch",
]

/** A server that may have few files and connections open at a time. */
async function startPoor(env: Record<string, string>) {
  const command = `ulimit -n ${DESCRIPTORS}; exec node scripts/run.mjs serve`
  const child = spawn("bash", ["-c", command], { cwd: ROOT, env: { ...process.env, ...env } })
  const ended = new Promise((done) => child.once("close", done))
  let output = ""
  const url = await new Promise<string>((ready) => {
    const listen = (chunk: Buffer) => {
      output += chunk
      const found = /http:\/\/\S+/.exec(output)?.[0]
      if (found) ready(found)
    }
    for (const stream of [child.stdout, child.stderr]) stream.on("data", listen)
  })
  const stop = async () => {
    child.kill("SIGTERM")
    await ended
  }
  return { url, output: () => output, stop }
}

/** What each call is answered; null where there is no answer. */
function statusesOf(url: string): Promise<(number | null)[]> {
  const asked = CALLS.map(async (call) => {
    const [method = "GET", path = ""] = call.split(" ")
    const headers = { "content-type": "application/json", connection: "close" }
    const init = {
      method,
      headers,
      signal: AbortSignal.timeout(3_000),
      ...(method === "POST" && { body: "{}" }),
    }
    const answer = await fetch(url + path, init).catch(() => null)
    await answer?.arrayBuffer()
    return answer?.status ?? null
  })
  return Promise.all(asked)
}

test("a server whose descriptors are used up has all its calls again once they are free", async () => {
  const { env, remove } = ownDatabase()
  const server = await startPoor(env)
  const port = Number(new URL(server.url).port)
  const sockets: Socket[] = []
  while (sockets.length < 2 * DESCRIPTORS) sockets.push(connect(port, "127.0.0.1").on("error", () => {}))
  const meanwhile = await statusesOf(server.url)
  expect(meanwhile).toContain(null)
  expect(meanwhile.filter((status) => status === 500)).toEqual([])
  for (const socket of sockets) socket.destroy()
  const all = [200, 200, 200, 200, 200, 404, 400, 400]
  await expect.poll(() => statusesOf(server.url), { timeout: 20_000 }).toEqual(all)
  expect(server.output()).not.toContain("request.failed")
  await server.stop()
  remove()
})
