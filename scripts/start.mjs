// Plain JavaScript on purpose: it runs on a bare clone, before anything is installed.
import { spawn } from "node:child_process"
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { parseEnv } from "node:util"

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))
const SAMPLE_ROWS = "20000"
const PAGE_SOURCES = ["web", "lib/contract", "package-lock.json"]

const HELP = `Makes a clone ready and serves it: installs the packages when they are missing or stale, builds the page,
writes a sample to import when no file is stored, brings the database up to date, and starts the server.

  npm start

Nothing needs to be configured; .env.example lists what can be.`

/** The step at work, which gets the signals sent to this process. */
let current
let interrupted = false

function stop(signal) {
  interrupted = true
  current?.kill(signal)
}

for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => stop(signal))

// npm runs this in a shell that passes no signal on: when npm is told to stop, only our parent's end shows it.
if (process.env.npm_lifecycle_event) {
  const parent = process.ppid
  setInterval(() => process.ppid !== parent && stop("SIGTERM"), 500).unref()
}

/** Runs a step with our own output; resolves with its exit status. */
function run(command, args, env = process.env) {
  return new Promise((done, refused) => {
    current = spawn(command, args, { cwd: ROOT, stdio: "inherit", env })
    current.on("error", refused)
    current.on("exit", (code, signal) => done(code ?? (signal ? 1 : 0)))
  })
}

const node = (...args) => run(process.execPath, args)
const script = (file, ...args) => node("--import", "tsx", join("scripts", file), ...args)

async function step(sentence, work) {
  console.log(sentence)
  const status = await work()
  if (interrupted) process.exit(status || 130)
  if (status !== 0) {
    console.error("That did not work, so Sluice did not start. What went wrong is above.")
    process.exit(status)
  }
}

/** Whether what is installed is what package-lock.json asks for; packages for other systems may be missing. */
function packagesAreInstalled() {
  try {
    const wanted = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")).packages
    const present = JSON.parse(readFileSync(join(ROOT, "node_modules/.package-lock.json"), "utf8")).packages
    return Object.entries(wanted).every(([path, { version, optional }]) => {
      if (path === "") return true
      const installed = present[path]
      return installed ? installed.version === version : optional === true
    })
  } catch {
    return false
  }
}

function newestChange(path) {
  const found = statSync(path)
  if (!found.isDirectory()) return found.mtimeMs
  return Math.max(found.mtimeMs, ...readdirSync(path).map((name) => newestChange(join(path, name))))
}

function pageIsBuilt() {
  const built = join(ROOT, "dist/index.html")
  if (!existsSync(built)) return false
  const at = statSync(built).mtimeMs
  return PAGE_SOURCES.every((source) => newestChange(join(ROOT, source)) <= at)
}

/** The folder of stored files, as the configuration will read it. */
function filesFolder() {
  const file = join(ROOT, ".env")
  const declared = existsSync(file) ? parseEnv(readFileSync(file, "utf8")) : {}
  return resolve(ROOT, process.env.SLUICE_FILES || declared.SLUICE_FILES || "data/files")
}

function holdsZip(folder) {
  return existsSync(folder) && readdirSync(folder).some((name) => name.endsWith(".zip"))
}

async function main() {
  if (process.argv.includes("--help")) return console.log(HELP)
  const [major = 0] = process.versions.node.split(".").map(Number)
  if (major < 20) {
    console.error(`Sluice needs Node 20 or newer; this is ${process.version}.`)
    process.exit(1)
  }
  if (!packagesAreInstalled()) {
    const npm = process.platform === "win32" ? "npm.cmd" : "npm"
    await step("Installing the packages …", () =>
      run(npm, ["ci", "--include=dev", "--no-audit", "--no-fund"]),
    )
  }
  if (!pageIsBuilt()) {
    await step("Building the page …", () =>
      node("node_modules/vite/bin/vite.js", "build", "web", "--logLevel", "warn"),
    )
  }
  const folder = filesFolder()
  if (!holdsZip(folder)) {
    await step(`Writing a sample to import to ${folder} …`, () =>
      script("sample.ts", "--rows", SAMPLE_ROWS, "--out", folder),
    )
  }
  await step("Bringing the database up to date …", () => script("migrate.ts"))
  process.exit(await script("serve.ts"))
}

await main()
