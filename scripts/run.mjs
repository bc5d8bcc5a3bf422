// Runs a command from the build, which is made first when the sources are newer: node scripts/run.mjs NAME …
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { ensureBuilt } from "./build.mjs"
import { ROOT } from "./root.mjs"

const [name = ""] = process.argv.splice(2, 1)
try {
  await ensureBuilt()
} catch (error) {
  const missing = error?.code === "ERR_MODULE_NOT_FOUND"
  console.error(
    missing ? "The packages are not installed: run npm ci." : `It cannot be built: ${error.message}`,
  )
  process.exit(1)
}
await import(pathToFileURL(join(ROOT, "build", `${name}.js`)).href)
