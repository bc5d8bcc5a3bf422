import { existsSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test } from "vitest"
import { inOwnFolder } from "../../lib/engine/staging/own-folder.ts"

test("a call's temporary files are in a folder of its own, which nobody else can look into", async () => {
  const [one, other] = await Promise.all([1, 2].map(() => inOwnFolder(async (folder) => folder)))
  expect(one).not.toBe(other)
  await inOwnFolder(async (folder) => expect(statSync(folder).mode & 0o777).toBe(0o700))
})

test("the folder is gone when the call ends, also when it throws", async () => {
  let folder = ""
  const failing = inOwnFolder(async (own) => {
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
  await inOwnFolder(async () => {})
  expect([left, fresh, foreign].map((folder) => existsSync(folder))).toEqual([false, true, true])
  for (const folder of [fresh, foreign]) rmSync(folder, { recursive: true })
})
