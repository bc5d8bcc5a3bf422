import { mkdtempSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { isoTime } from "../../lib/clock.ts"
import { type Connection, type Database, openDatabase } from "../../lib/db/connection.ts"
import { foldLog } from "../../lib/db/fold-log.ts"
import { migrate } from "../../lib/db/migrate.ts"

const MEGABYTE = 1_000_000

const folder = mkdtempSync(join(tmpdir(), "sluice-log-"))
const file = join(folder, "log.duckdb")
let db: Database
let connection: Connection

beforeAll(async () => {
  db = await openDatabase(file)
  await migrate(db, () => isoTime(0))
  connection = await db.connect()
  await connection.run("create table words (word varchar)")
})

afterAll(() => {
  connection.close()
  db.close()
  rmSync(folder, { recursive: true, force: true })
})

const logged = () => statSync(`${file}.wal`, { throwIfNoEntry: false })?.size ?? 0

async function write(megabytes: number) {
  for (let i = 0; i < megabytes; i += 10)
    await connection.run("insert into words select repeat('w', 1000) || range from range(10000)")
}

test("A short log is left for later", async () => {
  await write(20)
  const before = logged()
  expect(before).toBeGreaterThan(20 * MEGABYTE)
  await foldLog(connection, db)
  expect(logged()).toBe(before)
})

test("A long log is folded into the file, once nobody else is writing", async () => {
  await write(50)
  expect(logged()).toBeGreaterThan(64 * MEGABYTE)
  const other = await db.connect()
  await other.run("begin transaction")
  await other.run("update words set word = 'other' where word like '%w0'")
  await foldLog(connection, db)
  expect(logged()).toBeGreaterThan(64 * MEGABYTE)
  await other.run("rollback")
  other.close()
  await foldLog(connection, db)
  expect(logged()).toBe(0)
  expect(await connection.rows("select count(*)::integer as words from words")).toEqual([{ words: 70_000 }])
})
