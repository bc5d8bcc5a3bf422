import { createServer } from "node:net"
import { isoTime, systemClock } from "../../lib/clock.ts"
import { openDatabase } from "../../lib/db/connection.ts"
import { migrate } from "../../lib/db/migrate.ts"

/** What a command's own server is told of this process's environment: not what makes a function of it, or ends it. */
export function ownEnvironment(): NodeJS.ProcessEnv {
  const { VERCEL: _platform, SLUICE_FAIL_AT: _point, ...own } = process.env
  return own
}

/** Makes a database file of this schema version. */
export async function makeDatabase(path: string): Promise<void> {
  const db = await openDatabase(path)
  await migrate(db, () => isoTime(systemClock.now()))
  db.close()
}

/** A port of this machine that nobody listens at just now. */
export function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const probe = createServer().once("error", failed)
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address()
      probe.close(() => done(typeof address === "object" && address ? address.port : 0))
    })
  })
}
