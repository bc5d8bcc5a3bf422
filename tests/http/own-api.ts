import { afterAll, beforeAll } from "vitest"
import { readConfig } from "../../lib/config.ts"
import { type Effects, liveEffects, openMigrated } from "../../lib/effects.ts"
import type { Handler } from "../../lib/http/route.ts"
import { createApi } from "../../lib/http/router.ts"
import { ROOT } from "../../scripts/root.mjs"
import { copyTemplate } from "../support/lab.ts"
import { ownFolder } from "./own-server.ts"

let current: Effects | undefined

/** A process has its effects once for all, and here many files are tested one after the other: what these are is looked up. */
const OF_THIS_FILE = new Proxy({} as Effects, {
  get: (_none, name) => Reflect.get(current ?? {}, name),
  ownKeys: () => Reflect.ownKeys(current ?? {}),
  getOwnPropertyDescriptor: (_none, name) => Reflect.getOwnPropertyDescriptor(current ?? {}, name),
})

/** The API in this process on these effects, until another file asks for it on its own. */
export async function apiOn(effects: Effects): Promise<Handler> {
  current = effects
  await liveEffects(async () => OF_THIS_FILE)
  return createApi(ROOT)
}

/** The same on a new database and folder, for as long as the tests of a file run. `more` are further environment variables. */
export function ownApi(more: Record<string, string> = {}): { env: Record<string, string>; api: Handler } {
  const { env, remove } = ownFolder()
  let api: Handler
  let effects: Effects
  beforeAll(async () => {
    const config = readConfig({ ...env, ...more })
    copyTemplate(config.database)
    effects = await openMigrated(config)
    api = await apiOn(effects)
  })
  afterAll(() => {
    effects.db.close()
    remove()
  })
  return { env, api: (request) => api(request) }
}
