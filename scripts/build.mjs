// Plain JavaScript on purpose: it makes what everything else runs from.
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs"
import { basename, dirname, join, relative } from "node:path"
import { changedAt, newest } from "./fresh.mjs"
import { ROOT } from "./root.mjs"

const BUILD = join(ROOT, "build")
const SOURCES = ["api", "lib", "scripts", "package-lock.json"]
/** Packages that every process loads first thing: as one file each costs a start a fifth of a second less. */
const PACKED = ["zod", "@duckdb/node-api"]
/** A process that started from an older build may still load parts of it. */
const KEPT_MS = 86_400_000

/** The commands, the worker, and what runs as a process of its own. */
function entries() {
  const scripts = filesBelow(join(ROOT, "scripts")).filter(
    (file) => file.endsWith("-child.ts") || (dirname(file) === join(ROOT, "scripts") && file.endsWith(".ts")),
  )
  return [...scripts, join(ROOT, "lib/worker.ts"), join(ROOT, "lib/contract/index.ts")]
}

/** Builds what `npm run …` and the server run, unless it is newer than its sources. */
export async function ensureBuilt() {
  const stamp = join(BUILD, ".stamp")
  const begun = new Date()
  if (newest(SOURCES.map((path) => join(ROOT, path))) <= changedAt(stamp)) return
  await build(entries(), BUILD)
  writeFileSync(stamp, "")
  // What was changed while it was built is newer.
  utimesSync(stamp, begun, begun)
}

/**
 * Bundles TypeScript files as JavaScript for Node into one folder, flat: `a/b.ts` becomes `b.js`, an `index.ts` has
 * the name of its folder. Packages stay outside, but for those `packed`. What is looked for in build/ is looked for in
 * `home`. Files take their place whole, whoever reads them meanwhile.
 */
export async function build(files, folder, { packed = PACKED, home = BUILD, sourcemap = true } = {}) {
  const { rolldown } = await import("rolldown")
  mkdirSync(folder, { recursive: true })
  const fresh = mkdtempSync(join(folder, ".fresh-"))
  try {
    const bundle = await rolldown({
      input: Object.fromEntries(files.map((file) => [nameOf(file), file])),
      cwd: ROOT,
      platform: "node",
      external: (id) => !/^[./]/.test(id) && !packed.includes(id),
      plugins: [atItsSource(folder, home)],
      logLevel: "silent",
    })
    await bundle.write({ dir: fresh, format: "esm", sourcemap, chunkFileNames: "[name]-[hash].js" })
    await bundle.close()
    takePlace(fresh, folder)
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
}

const nameOf = (file) => basename(file.replace(/\/index\.ts$/, ".ts"), ".ts")

/** A module that looks for files beside itself finds them where its source is. */
function atItsSource(folder, home) {
  const builtIn = `${relative(ROOT, home).replaceAll("\\", "/")}/`
  return {
    name: "at-its-source",
    transform(code, id) {
      if (!code.includes("import.meta.")) return null
      const source = JSON.stringify(relative(folder, id).replaceAll("\\", "/"))
      return code
        .replaceAll('"../../build/', `"../../${builtIn}`)
        .replaceAll("import.meta.url", `new URL(${source}, import.meta.url).href`)
        .replaceAll("import.meta.dirname", `(import.meta.dirname + "/" + ${source} + "/..")`)
    },
  }
}

/** Moves what was built into place, what others import first, and removes what nobody can need any more. */
function takePlace(fresh, folder) {
  const names = readdirSync(fresh)
  const isEntry = (name) => !/-[\w-]{8}\.js(\.map)?$/.test(name)
  for (const name of names.sort((one, other) => isEntry(one) - isEntry(other))) {
    renameSync(join(fresh, name), join(folder, name))
  }
  const old = readdirSync(folder).filter((name) => /\.js(\.map)?$/.test(name) && !names.includes(name))
  for (const name of old) {
    if (changedAt(join(folder, name)) < Date.now() - KEPT_MS) rmSync(join(folder, name), { force: true })
  }
}

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

if (process.argv[1] === join(ROOT, "scripts/build.mjs")) await build(entries(), BUILD)
