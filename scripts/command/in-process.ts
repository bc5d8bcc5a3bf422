import { isoTime, systemClock } from "../../lib/clock.ts"
import type { Config } from "../../lib/config.ts"
import { migrate, versionOf } from "../../lib/db/migrate.ts"
import { type Effects, liveEffects } from "../../lib/effects.ts"
import { deliverWaiting } from "../../lib/engine/notices/deliver.ts"
import { watchFreshness } from "../../lib/feeds/freshness.ts"
import { createApi } from "../../lib/http/router.ts"
import { tidyUp } from "../../lib/import/upkeep/tidy-up.ts"
import { ROOT } from "../root.mjs"
import { loadFunction } from "../serve/functions.ts"
import type { Transport } from "./api.ts"
import { openConfigured, openQuietEffects, userName } from "./database.ts"

/** The API on the configured database, in this process. Throws Problem 503 `database_locked` naming who holds it. */
export async function inProcess(config: Config): Promise<Transport> {
  await migrateIfNew(config)
  const effects = await liveEffects(() => openQuietEffects(config))
  const actor = { name: userName(), role: "admin" as const, projects: ["*"] }
  return {
    server: null,
    base: "http://localhost",
    headers: {},
    send: createApi(ROOT, { actor, load: loadFunction }),
    tidyUp: () => asServer(effects),
    close: () => effects.db.close(),
  }
}

/** How long those are told who were not reached before. */
const TELLING_MS = 30_000

/** What a server does beside driving: tells of data that is stale and what is still to be told, and removes what nobody needs. */
async function asServer(effects: Effects): Promise<void> {
  await watchFreshness(effects)
  await deliverWaiting(effects.clock.now() + TELLING_MS, effects)
  await tidyUp(effects)
}

/** A database nobody has used yet is made ready; one of an older release is left to `npm run migrate`. */
async function migrateIfNew(config: Config): Promise<void> {
  const db = await openConfigured(config)
  try {
    if ((await db.use(versionOf)) === 0) await migrate(db, () => isoTime(systemClock.now()))
  } finally {
    db.close()
  }
}
