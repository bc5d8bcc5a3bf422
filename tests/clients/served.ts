import { afterAll, beforeAll } from "vitest"
import { ownDatabase, startServer } from "../http/own-server.ts"

/** A server on a database of its own for all tests of a file; `more` are further environment variables. */
export function served(more: Record<string, string> = {}) {
  const { env, remove } = ownDatabase()
  let server: Awaited<ReturnType<typeof startServer>>
  beforeAll(async () => {
    server = await startServer({ ...env, ...more })
  }, 60_000)
  afterAll(async () => {
    server.kill("SIGTERM")
    await server.ended
    remove()
  })
  return {
    env,
    /** What it has logged so far, a line each. */
    lines: (): Record<string, unknown>[] =>
      server
        .output()
        .split("\n")
        .filter((line) => line.startsWith("{"))
        .map((line) => JSON.parse(line)),
    /** Once the tests run. */
    get url() {
      return server.url
    },
  }
}
