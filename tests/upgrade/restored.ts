import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { gunzipSync } from "node:zlib"
import { afterAll, beforeAll } from "vitest"
import type { Dataset } from "../../lib/datasets/declaration.ts"
import { findDataset } from "../../lib/datasets/index.ts"
import { movableClock } from "../support/clock.ts"
import { type Lab, newFolder, openLabIn } from "../support/lab.ts"
import { restore } from "./dump.ts"

const HERE = import.meta.dirname

/** The names of the databases other versions have left. */
export const DUMPS = readdirSync(HERE).flatMap((file) => /^(.*)\.sql(?:\.gz)?$/.exec(file)?.[1] ?? [])

/** A dump as text; those of the first version are not packed. */
export function readDump(name: string): string {
  const path = join(HERE, `${name}.sql`)
  return existsSync(path)
    ? readFileSync(path, "utf8")
    : gunzipSync(readFileSync(`${path}.gz`)).toString("utf8")
}

interface Restored {
  readonly lab: Lab
  /** The import of a file, or of what its title ends with. Throws unless there is one. */
  jobOf(ending: string): Promise<{ dataset: Dataset; job_id: string }>
}

/** The database and the stored files of another version, brought up to date and opened two days later. */
export function restored(name: string): Restored {
  const folder = newFolder()
  let lab: Lab
  beforeAll(async () => {
    await restore(readDump(name), join(folder, "sluice.duckdb"))
    const files = join(HERE, "files", name)
    if (existsSync(files)) cpSync(files, join(folder, "files"), { recursive: true })
    const clock = movableClock()
    clock.advance(2 * 86_400)
    lab = await openLabIn(folder, {}, clock)
  })
  afterAll(() => {
    lab.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return {
    get lab() {
      return lab
    },
    async jobOf(ending) {
      const jobs = await lab.read(
        `select dataset, job_id from import_jobs where suffix(title, '${ending}') and status <> 'rolled_back'
         and not (dry_run and dataset = 'daily-update')`,
      )
      const [job] = jobs
      if (!job || jobs.length > 1) throw new Error(`There are ${jobs.length} imports of ${ending}.`)
      return { dataset: findDataset(String(job.dataset)), job_id: String(job.job_id) }
    },
  }
}
