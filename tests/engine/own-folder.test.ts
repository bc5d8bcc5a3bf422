import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test } from "vitest"
import { findTable } from "../../lib/datasets/questions.ts"
import { inOwnFolder } from "../../lib/engine/staging/own-folder.ts"
import { stageFiles } from "../../lib/engine/staging/stage.ts"
import type { SourceFile } from "../../lib/reading/index.ts"
import { dataset, prepare } from "../support/drive.ts"
import { smallFull } from "../support/handmade.ts"
import { endingAt, openLab } from "../support/lab.ts"

test("a call's temporary files are in a folder of its own, which nobody else can look into", async () => {
  const [one, other] = await Promise.all([1, 2].map(() => inOwnFolder("chunks", async (folder) => folder)))
  expect(one).not.toBe(other)
  await inOwnFolder("chunks", async (folder) => expect(statSync(folder).mode & 0o777).toBe(0o700))
})

test("the folder is gone when the call ends, also when it throws", async () => {
  let folder = ""
  const failing = inOwnFolder("chunks", async (own) => {
    folder = own
    writeFileSync(join(own, "rows"), "")
    throw new Error("no rows")
  })
  await expect(failing).rejects.toThrow("no rows")
  expect(existsSync(folder)).toBe(false)
})

test("what a killed process has left is removed after an hour, and nothing else", async () => {
  const [left, fresh, foreign] = ["sluice-chunks-", "sluice-chunks-", "chunks-of-another-"].map((prefix) =>
    mkdtempSync(join(tmpdir(), prefix)),
  ) as [string, string, string]
  for (const old of [left, foreign]) {
    writeFileSync(join(old, "rows"), "")
    utimesSync(old, 0, 0)
  }
  await inOwnFolder("chunks", async () => {})
  expect([left, fresh, foreign].map((folder) => existsSync(folder))).toEqual([false, true, true])
  for (const folder of [fresh, foreign]) rmSync(folder, { recursive: true })
})

test("of two large files four chunks are on the disk at a time at the most, of one alone three", async () => {
  const lab = await openLab()
  await expect(prepare(endingAt(lab, "mid_prepare"), await smallFull(5))).rejects.toThrow("ended here")
  const [job] = await lab.read("select job_id from import_jobs")
  await lab.run(
    "update import_job_files set chunk = if(lane = 0, 0, -1), last_row = 0, rows_staged = 0, done = false",
  )
  const most: number[] = []
  const file = (name: string): SourceFile => ({
    table: findTable(dataset, name) as SourceFile["table"],
    operation: "insert",
    name: `${name}.csv`,
    bytes: 1,
    async *chunks({ directory }) {
      for (let row = 1; row <= 8; row += 1) {
        const path = join(directory, `${name}-${row}`)
        writeFileSync(path, "")
        most.push(readdirSync(directory).length)
        const faults = { count: 0, path: null, longest: 0, counted: [] }
        const told = { path, rows: 1, last_row: row, bytes_read: row, done: row === 8 }
        yield { ...told, insert: { sql: "select 1", values: {} }, refuse: null, faults }
      }
    },
  })
  const stage = (...files: SourceFile[]) =>
    stageFiles(String(job?.job_id), files, Number.POSITIVE_INFINITY, lab.effects)
  expect(await stage(file("enterprise"), file("activity"))).toBe("done")
  expect(Math.max(...most.splice(0))).toBe(4)
  expect(await stage(file("denomination"))).toBe("done")
  expect(Math.max(...most)).toBe(3)
  lab.close()
})
