import { readdirSync, rmSync, statSync, writeFileSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { copyDatabase, holdingsOf } from "../../lib/db/copy.ts"
import { codeVersion } from "../../lib/db/migrate.ts"
import { backUp } from "../../lib/import/upkeep/back-up.ts"
import { refusal, schedule } from "../support/ask.ts"
import { actor } from "../support/drive.ts"
import { newFolder } from "../support/lab.ts"
import { ownLab } from "../support/own-lab.ts"

const lab = ownLab()
let folder: string
beforeEach(() => {
  folder = newFolder()
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const placeOf = (name: string) => join(folder, name)

function copiesBeside(): string[] {
  const { location } = lab.effects.db
  return readdirSync(dirname(location)).filter((name) => name.startsWith(`${basename(location)}.backup`))
}

/** Reads a copy to its end; answers how many bytes it had. */
async function drained({ chunks }: { chunks: AsyncIterable<Uint8Array> }): Promise<number> {
  let read = 0
  for await (const chunk of chunks) read += chunk.byteLength
  return read
}

test("what another connection has not committed, or commits meanwhile, is not in a copy or whole", async () => {
  await lab.run("create table pair as select range as n from range(2)")
  const writing = await lab.effects.db.connect()
  await writing.run("begin transaction; insert into pair select range from range(2)")
  let over = false
  const adding = (async () => {
    while (!over)
      await lab.run("begin transaction; insert into pair values (1); insert into pair values (2); commit")
  })()
  for (const name of ["one.duckdb", "two.duckdb"]) {
    await lab.effects.db.use((connection) => copyDatabase(connection, placeOf(name)))
  }
  over = true
  await adding
  await writing.run("rollback")
  writing.close()
  const copies = ["one.duckdb", "two.duckdb"].map(placeOf)
  const counts = await lab.effects.db.use(async (connection) => {
    const found: number[] = []
    for (const [at, path] of copies.entries()) {
      await connection.run(`attach '${path}' as copy_${at} (read_only)`)
      const [row] = await connection.rows<{ n: number }>(`select count(*) as n from copy_${at}.pair`)
      found.push(row?.n ?? -1)
      await connection.run(`detach copy_${at}`)
    }
    return found
  })
  expect(counts.map((n) => n % 2)).toEqual([0, 0])
  expect(statSync(placeOf("one.duckdb.wal"), { throwIfNoEntry: false })).toBeUndefined()
})

test("a file is opened to say what it holds; what is no database is refused", async () => {
  const path = placeOf("copy.duckdb")
  await lab.effects.db.use((connection) => copyDatabase(connection, path))
  expect(await holdingsOf(path)).toEqual({
    schema_version: codeVersion(),
    imports: 0,
    extract_number: null,
  })
  writeFileSync(placeOf("text.duckdb"), "this is no database")
  await expect(holdingsOf(placeOf("text.duckdb"))).rejects.toThrow()
})

test("a backup is made one at a time, is in the audit log, and leaves nothing beside the database, also where it fails", async () => {
  const made = backUp({ actor }, lab.effects)
  expect(await refusal(backUp({ actor }, lab.effects))).toBe("409 backup_under_way")
  const { bytes, chunks } = await made
  expect(await drained({ chunks })).toBe(bytes)
  expect(await lab.read("select actor, detail from import_audit where event = 'backup.made'")).toEqual([
    { actor: actor.name, detail: "0 imports" },
  ])
  expect(copiesBeside()).toEqual([])
  const nowhere = { ...lab.effects, db: { ...lab.effects.db, location: join(folder, "gone/x.duckdb") } }
  await expect(backUp({ actor }, nowhere)).rejects.toThrow()
  expect(readdirSync(folder)).toEqual([])
})

test("backups are made one after the other while others write and look at all there is", async () => {
  let made = 0
  const busy = async (sql: string) => {
    while (made < 8) await lab.run(sql)
  }
  const others = [
    busy("create or replace table scribbled as select count(*) from duckdb_columns()"),
    busy("select * from pragma_database_size()"),
    busy("select count(*) from information_schema.tables"),
  ]
  try {
    for (; made < 8; made += 1) await drained(await backUp({ actor }, lab.effects))
  } finally {
    made = 8
    await Promise.all(others)
  }
  await lab.run("drop table scribbled")
  expect(copiesBeside()).toEqual([])
})

test("a backup is for who may see everything, and of a database elsewhere it is its provider's", async () => {
  const some = { name: "some", projects: ["*"], datasets: ["contacts"] }
  expect(await refusal(backUp({ actor: some }, lab.effects))).toBe("403 project_forbidden")
  const remote = { ...lab.effects, db: { ...lab.effects.db, remote: true } }
  expect(await refusal(backUp({ actor }, remote))).toBe("422 backup_elsewhere")
})

test("what a process that died has left of a copy is removed by the scheduler", async () => {
  writeFileSync(`${lab.effects.db.location}.backup-1`, "half a copy")
  await schedule(lab)
  expect(copiesBeside()).toEqual([])
})
