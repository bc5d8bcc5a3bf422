import { readdirSync, statSync } from "node:fs"
import { join } from "node:path"
import { ROOT } from "./root.mjs"

const PAGE_SOURCES = ["web", "lib/contract", "package-lock.json"]

/** Whether the page was built from what its sources are now. */
export function isPageBuilt() {
  return newest(PAGE_SOURCES.map((path) => join(ROOT, path))) <= changedAt(join(ROOT, "dist/index.html"))
}

/** When the newest of files and all below folders was changed, in milliseconds since the epoch. */
export function newest(paths) {
  return Math.max(
    ...paths.map((path) => {
      const found = statSync(path)
      if (!found.isDirectory()) return found.mtimeMs
      return Math.max(found.mtimeMs, newest(readdirSync(path).map((name) => join(path, name))))
    }),
    0,
  )
}

/** When a file was changed; 0 when there is none. */
export function changedAt(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
}
