import { execFileSync } from "node:child_process"
import { mkdirSync, rmSync } from "node:fs"
import { join } from "node:path"
import { isPageBuilt } from "../../scripts/fresh.mjs"
import { ROOT } from "../../scripts/root.mjs"

const LOCK = join(ROOT, "node_modules/.cache/page-being-built")
const LOOK_EVERY_MS = 100
const STALE_MS = 60_000

/** Builds the page when it is older than its sources. Test files run side by side: one builds, the others wait. */
export async function buildPage(): Promise<void> {
  for (const since = Date.now(); !isPageBuilt(); ) {
    if (takeLock()) {
      try {
        build()
      } finally {
        rmSync(LOCK, { recursive: true, force: true })
      }
      return
    }
    if (Date.now() - since > STALE_MS) rmSync(LOCK, { recursive: true, force: true })
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
}

function takeLock(): boolean {
  mkdirSync(join(LOCK, ".."), { recursive: true })
  try {
    mkdirSync(LOCK)
    return true
  } catch {
    return false
  }
}

/** As a process of its own: in this one NODE_ENV says test, and the page would be built for development. */
function build(): void {
  const { NODE_ENV: _test, ...env } = process.env
  const vite = ["node_modules/vite/bin/vite.js", "build", "web", "--logLevel", "warn"]
  execFileSync(process.execPath, vite, { cwd: ROOT, env })
}
