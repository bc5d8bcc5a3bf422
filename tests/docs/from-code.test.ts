import { mkdirSync, rmSync, symlinkSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, test } from "vitest"
import { newFolder } from "../support/lab.ts"
import { importAsTold, writePrograms } from "./from-code.ts"
import { ROOT } from "./page.ts"

const folder = newFolder()
beforeAll(async () => {
  const script: { buildService(): Promise<void> } = await import(join(ROOT, "scripts/package.mjs"))
  await script.buildService()
  mkdirSync(join(folder, "node_modules"))
  symlinkSync(ROOT, join(folder, "node_modules/sluice"))
  writePrograms(folder)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test("the program of the page that imports prints what the page says, on what is built", () =>
  importAsTold(folder))
