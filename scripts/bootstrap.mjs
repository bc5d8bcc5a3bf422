// Plain JavaScript on purpose: it runs on a bare clone, before anything is installed.
import { spawn } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { refusalOfNode } from "./node-version.mjs"
import { ROOT } from "./root.mjs"

/** The step at work, which gets the signals sent to this process. */
let current
let interrupted = false

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    interrupted = true
    current?.kill(signal)
  })
}

/** Runs a step with our own output; resolves with its exit status. */
function run(command, args) {
  return new Promise((done, refused) => {
    current = spawn(command, args, { cwd: ROOT, stdio: "inherit", env: process.env })
    current.on("error", refused)
    current.on("exit", (code, signal) => done(code ?? (signal ? 1 : 0)))
  })
}

export const node = (...args) => run(process.execPath, args)
export const command = (name, ...args) => node("scripts/run.mjs", name, ...args)

const packageJson = () => JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"))

/** Starts the server as `npm run serve` does. */
export function serve() {
  return node(...packageJson().scripts.serve.split(" ").slice(1))
}

/** Says what is done and does it; ends the process with `failed` when it does not work. */
export async function step(sentence, work, failed) {
  console.log(sentence)
  const status = await work()
  if (interrupted) process.exit(status || 130)
  if (status !== 0) {
    console.error(failed)
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

/** Refuses a Node that is not one of those the code is made for, and installs the packages when they are missing or stale. */
export async function installPackages(failed) {
  const refusal = refusalOfNode(process.versions.node, packageJson().engines)
  if (refusal !== null) {
    console.error(refusal)
    process.exit(1)
  }
  if (packagesAreInstalled()) return
  const npm = process.platform === "win32" ? "npm.cmd" : "npm"
  await step(
    "Installing the packages …",
    () => run(npm, ["ci", "--include=dev", "--no-audit", "--no-fund"]),
    failed,
  )
}
