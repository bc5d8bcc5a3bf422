import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { gzipSync } from "node:zlib"
import { openDatabase } from "../../lib/db/connection.ts"
import { codeVersion } from "../../lib/db/migrate.ts"
import { type Lab, newFolder, openLabIn } from "../support/lab.ts"
import { dumpText, restore, rowsText, schemaOfToday } from "./dump.ts"
import { extractBeingPrepared, extractBeingTakenBack, extracts } from "./scenes-extracts.ts"
import { contactImports, documentImports, questionImports, taxonomyImports } from "./scenes-keyed.ts"

/**
 * Writes the databases of this version as SQL, packed, beside this file: imports of every dataset, in every state. Run once,
 * when a version is made: node tests/upgrade/make.mjs
 * What is there is not written again, since the point of it is that it was made by another version than today's.
 */
const HERE = import.meta.dirname
const PACKAGE = resolve(HERE, "../../package.json")
const { version } = JSON.parse(readFileSync(PACKAGE, "utf8")) as { version: string }

/** Only one extract may be open at a time, so that each of its states has a database of its own. */
const DATABASES: Record<string, readonly ((lab: Lab) => Promise<void>)[]> = {
  [version]: [extracts, contactImports, taxonomyImports, questionImports, documentImports],
  [`${version}-extract-being-prepared`]: [extractBeingPrepared],
  [`${version}-extract-being-taken-back`]: [extractBeingTakenBack],
}

for (const [name, scenes] of Object.entries(DATABASES)) await make(name, scenes)
// Processes that ended in the middle of a scene leave connections behind that would keep this one alive.
process.exit()

async function make(name: string, scenes: (typeof DATABASES)[string]): Promise<void> {
  const path = join(HERE, `${name}.sql.gz`)
  if (existsSync(path)) return console.log(`${path} is there.`)
  const folder = newFolder()
  const lab = await openLabIn(folder)
  for (const scene of scenes) {
    await scene(lab)
    lab.clock.advance(600)
  }
  const rows = await rowsText(lab.read)
  const about = `-- A database of Sluice ${version}, at schema version ${codeVersion()}. Written by tests/upgrade/make.ts; all people are made up.`
  const dump = dumpText(about, schemaOfToday(), rows)
  const differing = await differences(lab, dump)
  if (differing.length > 0) throw new Error(`These tables are not the same when restored: ${differing}`)
  const packed = gzipSync(dump, { level: 9 })
  writeFileSync(path, packed)
  keepFiles(lab, join(HERE, "files", name))
  rmSync(folder, { recursive: true, force: true })
  console.log(`Wrote ${path}, ${Math.round(packed.length / 1000)} kB.`)
}

/** The tables that do not hold, value for value, what they held. */
async function differences(lab: Lab, dump: string): Promise<string[]> {
  const folder = newFolder()
  const path = join(folder, "restored.duckdb")
  await restore(dump, path)
  const restored = await openDatabase(path)
  const tables = await lab.read("select table_name as name from duckdb_tables() order by name")
  const differing: string[] = []
  for (const { name } of tables) {
    const sql = `select count(*) as n, coalesce(sum(hash(t)::hugeint), 0)::varchar as sum from "${name}" as t`
    const found = await restored.use((connection) => connection.rows(sql))
    if (JSON.stringify(found) !== JSON.stringify(await lab.read(sql))) differing.push(String(name))
  }
  restored.close()
  rmSync(folder, { recursive: true, force: true })
  return differing
}

/** Keeps the stored files of jobs that are still being prepared. */
function keepFiles(lab: Lab, folder: string): void {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  cpSync(lab.effects.config.files, folder, { recursive: true })
}
