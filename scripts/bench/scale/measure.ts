import { mkdir, mkdtemp, rm } from "node:fs/promises"
import { basename, join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import type { RollbackAnswer } from "../../../lib/contract/actions.ts"
import { digits } from "../../command/words.ts"
import { runApart } from "../child.ts"
import { contentOf, targetSchema } from "../databases.ts"
import { readCsv, TECHNICAL } from "../datasets/case.ts"
import type { SqlInput, SqlResult } from "../datasets/sql-child.ts"
import { type ImportTimes, importSource } from "../drive.ts"
import { type BenchServer, startServer } from "../server.ts"
import { HEADER, writePeople } from "./people.ts"
import { watch } from "./watch.ts"

/** An import beside the same in one plain transaction, of the same minute. */
interface Beside {
  ours: ImportTimes
  raw: SqlResult
}

export interface MeasuredScale {
  rows: number
  load: Beside
  /** The same rows again as `update`, a tenth of them changed. */
  again: Beside
  /** How long health and status took while that went on. */
  looks_ms: number[]
  rollback_ms: number
  /** Peak of the server over idle. */
  growth_mb: { load: number; rollback: number }
  /** Whether both databases held the same after the second import. */
  same: boolean
}

interface Place {
  database: string
  files: string
}

const SIZES = [10_000, 100_000, 1_000_000]
const SETTLE_MS = 1_500

const ARRIVING = (path: string) => `create temp table arriving as
  select distinct on (coalesce(email, phone)) * replace (list_distinct(string_split(tags, ';')) as tags)
  from ${readCsv(path, HEADER)}`
const KNOWN = "(t.email = s.email or (s.email is null and t.email is null and t.phone = s.phone))"
const ADD = [
  `insert into contact_person by name select s.*, ${TECHNICAL} from arriving as s
    anti join contact_person as t on t.email = s.email where s.email is not null`,
  `insert into contact_person by name select s.*, ${TECHNICAL} from arriving as s
    anti join contact_person as t on t.phone = s.phone where s.email is null`,
]
const CHANGE = ["email", "phone"].map(
  (name) => `update contact_person as t set city = s.city, updated_at = now()::timestamp
    from arriving as s where t.${name} = s.${name} and ${KNOWN} and t.city is distinct from s.city`,
)
const COMPARED = `select ${HEADER.filter((name) => name !== "tags").join(", ")}, list_sort(tags) as tags from contact_person`

/** Contacts of several sizes, each on a server that has just started, and by plain SQL. */
export async function measureScale(root: string, say: (what: string) => void): Promise<MeasuredScale[]> {
  await mkdir(root, { recursive: true })
  const work = await mkdtemp(join(root, "run-"))
  try {
    const measured: MeasuredScale[] = []
    for (const rows of SIZES) {
      say(`${digits(rows)} contacts`)
      measured.push(await measureSize(join(work, String(rows)), rows))
    }
    return measured
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

async function measureSize(work: string, rows: number): Promise<MeasuredScale> {
  const files = join(work, "files")
  await mkdir(files, { recursive: true })
  const [first, second] = [join(files, "people.csv"), join(files, "people-later.csv")]
  await writePeople(first, rows, false)
  await writePeople(second, rows, true)
  const database = join(work, "sluice.duckdb")
  const imported = await onServer({ database, files }, (server) => importBoth(server, first, second))
  const schema = await targetSchema(database, ["contact_person"])
  const rawDatabase = join(work, "raw.duckdb")
  const plain = (schema: string[], measured: string[]) =>
    runApart<SqlResult>("sql-child", {
      database: rawDatabase,
      schema,
      before: [],
      measured,
    } satisfies SqlInput)
  const load = await plain(schema, [ARRIVING(first), ...ADD])
  const again = await plain([], [ARRIVING(second), ...CHANGE, ...ADD])
  const [mine, theirs] = [await contentOf(database, COMPARED), await contentOf(rawDatabase, COMPARED)]
  const undone = await onServer({ database, files }, (server) => undoBoth(server, imported.jobs))
  return {
    rows,
    load: { ours: imported.load, raw: load },
    again: { ours: imported.again, raw: again },
    looks_ms: imported.looks_ms,
    rollback_ms: undone.ms,
    growth_mb: { load: imported.growth_mb, rollback: undone.growth_mb },
    same: mine.rows === theirs.rows && mine.sum === theirs.sum,
  }
}

async function onServer<T>(place: Place, work: (server: BenchServer) => Promise<T>): Promise<T> {
  const server = await startServer(place)
  try {
    await pause(SETTLE_MS)
    return await work(server)
  } finally {
    await server.stop()
  }
}

async function importBoth(server: BenchServer, first: string, second: string) {
  const source = (file: string, duplicates: string) => ({
    dataset: "contacts",
    body: { filename: basename(file), options: { duplicates } },
  })
  const idle_mb = server.memory().now
  const load = await importSource(server, source(first, "merge"))
  const growth_mb = server.memory().peak - idle_mb
  const stop = watch(server, "contacts")
  const again = await importSource(server, source(second, "update"))
  return { load, again, looks_ms: await stop(), growth_mb, jobs: [again.job_id, load.job_id] }
}

/** Takes imports back; the time is that of the last. */
async function undoBoth(server: BenchServer, jobs: readonly string[]) {
  const idle_mb = server.memory().now
  let ms = 0
  for (const job_id of jobs) {
    const started = performance.now()
    const path = "/api/import/contacts/rollback"
    while (!(await server.call<RollbackAnswer>("POST", path, { job_id })).body.done);
    ms = performance.now() - started
  }
  return { ms, growth_mb: server.memory().peak - idle_mb }
}
