// Plain JavaScript on purpose: it runs on a bare clone, before anything is installed.
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import * as util from "node:util"
import { command, installPackages, node, serve, step } from "./bootstrap.mjs"
import { isPageBuilt } from "./fresh.mjs"
import { ROOT } from "./root.mjs"

const SAMPLE_ROWS = "20000"

const HELP = `Makes a clone ready and serves it: installs the packages when they are missing or stale, builds the page,
writes a sample to import when no file is stored, brings the database up to date, and starts the server.

  npm start

Nothing needs to be configured; .env.example lists what can be.`

const FAILED = "Sluice was not started; why is said above."

/** The folder of stored files, as the configuration will read it; null where they are in a bucket. */
function filesFolder() {
  const file = join(ROOT, ".env")
  const declared = existsSync(file) ? util.parseEnv(readFileSync(file, "utf8")) : {}
  const files = process.env.SLUICE_FILES || declared.SLUICE_FILES || "data/files"
  return files.includes("://") ? null : resolve(ROOT, files)
}

function holdsZip(folder) {
  return existsSync(folder) && readdirSync(folder).some((name) => name.endsWith(".zip"))
}

async function main() {
  if (process.argv.includes("--help")) return console.log(HELP)
  await installPackages(FAILED)
  if (!isPageBuilt()) {
    await step(
      "Building the page …",
      () => node("node_modules/vite/bin/vite.js", "build", "web", "--logLevel", "warn"),
      FAILED,
    )
  }
  const folder = filesFolder()
  if (folder !== null && !holdsZip(folder)) {
    await step(
      `Writing a sample to import to ${folder} …`,
      () => command("sample", "--rows", SAMPLE_ROWS, "--out", folder),
      FAILED,
    )
  }
  await step("Bringing the database up to date …", () => command("migrate"), FAILED)
  process.exit(await serve())
}

await main()
