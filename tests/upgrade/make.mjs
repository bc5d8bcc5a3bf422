// Writes the databases of this version beside this file, unless they are there: node tests/upgrade/make.mjs
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { build, ensureBuilt } from "../../scripts/build.mjs"
import { ROOT } from "../../scripts/root.mjs"

const folder = join(ROOT, "build/tests")
await ensureBuilt()
await build([join(import.meta.dirname, "make.ts")], folder)
await import(pathToFileURL(join(folder, "make.js")).href)
