import { mkdirSync, symlinkSync } from "node:fs"
import { join } from "node:path"
import { beforeAll, test } from "vitest"
import { ROOT } from "../../scripts/root.mjs"
import { sharedFolder } from "../support/own-lab.ts"
import { importAsTold, writePrograms } from "./from-code.ts"

const folder = sharedFolder()
beforeAll(async () => {
  const script: { buildService(): Promise<void> } = await import(join(ROOT, "scripts/package.mjs"))
  await script.buildService()
  mkdirSync(join(folder, "node_modules"))
  symlinkSync(ROOT, join(folder, "node_modules/sluice"))
  writePrograms(folder)
})

test("the program of the page that imports prints what the page says, on what is built", () =>
  importAsTold(folder))
