import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test, vi } from "vitest"
import { openDatabase } from "../../lib/db/connection.ts"
import { withRoom } from "../../lib/engine/jobs/patience.ts"
import { sharedFolder } from "../support/own-lab.ts"

const folder = sharedFolder()

test("what a killed process spilled beside a database is gone once another has opened it", async () => {
  const path = join(folder, "one.duckdb")
  mkdirSync(`${path}.tmp`)
  for (const name of ["duckdb_temp_storage_DEFAULT-0.tmp", "somebody's own.txt"]) {
    writeFileSync(join(`${path}.tmp`, name), "left over")
  }
  const db = await openDatabase(path)
  expect(readdirSync(`${path}.tmp`)).toEqual(["somebody's own.txt"])
  db.close()
})

test("without a file it has a folder of the process's own, which goes with it, also when it is killed", async () => {
  const { pid } = spawnSync(process.execPath, ["--version"])
  const folders = [`sluice-spill-${pid}-killed`, `sluice-spill-${process.ppid}-running`].map((name) =>
    join(tmpdir(), name),
  ) as [string, string]
  for (const made of folders) mkdirSync(made)
  vi.resetModules()
  const { settingsOf } = await import("../../lib/db/instance.ts")
  const { temp_directory = "", max_temp_directory_size } = settingsOf("md:sluice")
  expect(statSync(temp_directory).mode & 0o777).toBe(0o700)
  expect(max_temp_directory_size).toBe("64MB")
  expect(folders.map((made) => existsSync(made))).toEqual([false, true])
  for (const made of [folders[1], temp_directory]) rmSync(made, { recursive: true })
})

test("a second opening leaves alone what the first one spills", async () => {
  const path = join(folder, "two.duckdb")
  const first = await openDatabase(path, { memoryLimit: "40MB" })
  const spilling = await first.connect()
  await spilling.run(
    "create temp table large as select range as i, md5(range::varchar) as text from range(1500000)",
  )
  expect(existsSync(`${path}.tmp`)).toBe(true)
  const second = await openDatabase(path, { memoryLimit: "40MB" })
  expect(await spilling.rows("select count(distinct text)::integer as texts from large")).toEqual([
    { texts: 1_500_000 },
  ])
  spilling.close()
  second.close()
  first.close()
})

test("what needs more memory than is usual is done with the room of a large dataset", async () => {
  const db = await openDatabase(join(folder, "grown.duckdb"))
  // A list is in memory as a whole, whatever may be written to disk.
  const large = "select len(list(i))::integer as length from range(25000000) as numbers(i)"
  const ask = () => db.use((connection) => connection.rows(large))
  await expect(ask()).rejects.toThrow(/^Out of Memory Error/)
  expect(await withRoom(db, ask)).toEqual([{ length: 25_000_000 }])
  await expect(withRoom(db, () => Promise.reject(new Error("another")))).rejects.toThrow("another")
  db.close()
})

test("a database that a large dataset is imported into may hold more from then on", async () => {
  const db = await openDatabase(join(folder, "large.duckdb"))
  const limit = () =>
    db.use((connection) => connection.rows("select current_setting('memory_limit') as most"))
  expect(await limit()).toEqual([{ most: "183.1 MiB" }])
  await db.makeRoom()
  expect(await limit()).toEqual([{ most: "953.6 MiB" }])
  db.close()
})
