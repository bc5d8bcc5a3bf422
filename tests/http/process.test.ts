import { existsSync } from "node:fs"
import { connect } from "node:net"
import { afterAll, expect, test } from "vitest"
import { readServerFile, serverFilePath } from "../../lib/http/server-file.ts"
import { ownDatabase, runScript, startServer } from "./own-server.ts"

const { env, remove } = ownDatabase()
const database = env.SLUICE_DATABASE ?? ""

afterAll(remove)

test("the server says where it listens, tells commands, and leaves promptly when asked to", async () => {
  const server = await startServer(env)
  expect(readServerFile(database)).toEqual({ url: server.url, pid: server.pid })
  expect((await fetch(`${server.url}/api/health`)).status).toBe(200)
  const asked = performance.now()
  server.kill("SIGTERM")
  expect(await server.ended).toMatchObject({ status: 0 })
  expect(performance.now() - asked).toBeLessThan(5_000)
  expect(existsSync(serverFilePath(database) ?? "")).toBe(false)
})

test("a client that never finishes its request does not keep the server", async () => {
  const server = await startServer(env)
  const { hostname, port } = new URL(server.url)
  const socket = connect(Number(port), hostname)
  socket.on("error", () => {})
  const head =
    "POST /api/import/daily-update/prepare HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json"
  await new Promise<void>((sent) => {
    socket.write(`${head}\r\nContent-Length: 100\r\n\r\n{`, () => sent())
  })
  server.kill("SIGINT")
  expect(await server.ended).toMatchObject({ status: 0 })
})

test("a second server on the same database is refused with a sentence", async () => {
  const server = await startServer(env)
  const second = await runScript("serve", env)
  expect(second.status).toBe(1)
  expect(second.output).not.toMatch(/\n\s+at /)
  expect(second.output).toContain(`at ${server.url}`)
  expect(second.output).toContain(`(process ${server.pid})`)
  server.kill("SIGTERM")
  await server.ended
})

test.each([
  ["without keys another machine's address", { HOST: "0.0.0.0" }, "SLUICE_API_KEYS"],
  ["a configuration with several problems", { PORT: "x", LOG_LEVEL: "y" }, "LOG_LEVEL"],
])("%s is refused with a sentence", async (_what, wrong, named) => {
  const { status, output } = await runScript("serve", { ...env, ...wrong } as Record<string, string>)
  expect(status).toBe(1)
  expect(output).toContain(named)
  expect(output).not.toMatch(/\n\s+at /)
})

test("a port that is taken is named", async () => {
  const server = await startServer(env)
  const { port } = new URL(server.url)
  const other = ownDatabase()
  const { status, output } = await runScript("serve", { ...other.env, PORT: port })
  expect([status, output]).toEqual([1, expect.stringContaining("PORT")])
  other.remove()
  server.kill("SIGTERM")
  await server.ended
})
