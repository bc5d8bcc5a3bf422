import { readConfig } from "../config.ts"
import { openMigrated } from "../effects.ts"
import type { Places, Sluice } from "./shapes.ts"
import { createSluice } from "./sluice.ts"

export { Problem } from "../errors.ts"
export type * from "./shapes.ts"

/**
 * Opens Sluice inside this program, bringing its database up to date. Rejects with an Error of the name ConfigError, whose `problems` are the
 * settings that cannot be used, and with Problem 503 `database_locked` naming the process that holds the file, or `schema_newer`.
 */
export async function openSluice({ database, files, settings = {} }: Places): Promise<Sluice> {
  const own = { SLUICE_DATABASE: database, SLUICE_FILES: files }
  return createSluice(await openMigrated(readConfig({ LOG_LEVEL: "silent", ...settings, ...own })))
}
