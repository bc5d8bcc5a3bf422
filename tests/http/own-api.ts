import { resolve } from "node:path"
import { afterAll, beforeAll } from "vitest"
import { isoTime } from "../../lib/clock.ts"
import { readConfig } from "../../lib/config.ts"
import { openDatabase } from "../../lib/db/connection.ts"
import { migrate } from "../../lib/db/migrate.ts"
import { liveEffects } from "../../lib/effects.ts"
import type { Handler } from "../../lib/http/route.ts"
import { createApi } from "../../lib/http/router.ts"
import { ownFolder } from "./own-server.ts"

/**
 * The API in this process, on a new database and folder, for as long as the tests of a file run. It takes the process's own effects,
 * so such a file is run in a process of its own: OF_A_PROCESS in tests/setup/parts.ts.
 */
export function ownApi(more: Record<string, string> = {}): { env: Record<string, string>; api: Handler } {
  const { env, remove } = ownFolder()
  let api: Handler
  beforeAll(async () => {
    Object.assign(process.env, env, more)
    await migrate(await openDatabase(readConfig().database), () => isoTime(0))
    api = createApi(resolve(import.meta.dirname, "../.."))
  })
  afterAll(async () => {
    ;(await liveEffects()).db.close()
    remove()
  })
  return { env, api: (request) => api(request) }
}
