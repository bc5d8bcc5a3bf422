// Builds what `npm pack` takes along: the service, the commands and their worker as JavaScript, the types of the service, and the
// page. Plain JavaScript, as what it calls.
import { execFileSync } from "node:child_process"
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join, relative } from "node:path"
import { build } from "./build.mjs"
import { COMMANDS } from "./commands.mjs"
import { isPageBuilt } from "./fresh.mjs"
import { ROOT } from "./root.mjs"

const PACKAGE = join(ROOT, "build/package")
const DECLARED = join(ROOT, "build/types")
const IMPORTED = /(from "\.[^"]*)\.ts"/g

/** The JavaScript alone: other packages stay outside, since whoever installs this one gets them. */
export async function buildService() {
  rmSync(PACKAGE, { recursive: true, force: true })
  const commands = Object.keys(COMMANDS).map((name) => `scripts/${name}.ts`)
  const entries = ["lib/service/index.ts", "lib/worker.ts", ...commands].map((file) => join(ROOT, file))
  await build(entries, PACKAGE, { packed: [], home: PACKAGE, sourcemap: false })
}

/** The declarations that a program which imports the service comes to, and no others. */
function takeTypes(file, taken = new Set()) {
  if (taken.has(file)) return
  taken.add(file)
  const text = readFileSync(file, "utf8")
  const target = join(PACKAGE, "types", relative(DECLARED, file))
  mkdirSync(dirname(target), { recursive: true })
  writeFileSync(target, text.replaceAll(IMPORTED, '$1.js"'))
  for (const [, from] of text.matchAll(IMPORTED)) {
    takeTypes(join(dirname(file), `${from.slice('from "'.length)}.d.ts`), taken)
  }
}

function buildPage() {
  // For whoever opens it, whatever this is run by.
  const env = { ...process.env, NODE_ENV: "production" }
  const vite = join(ROOT, "node_modules/vite/bin/vite.js")
  execFileSync(process.execPath, [vite, "build", "web", "--logLevel", "warn"], {
    cwd: ROOT,
    stdio: "inherit",
    env,
  })
}

if (process.argv[1] === join(ROOT, "scripts/package.mjs")) {
  await buildService()
  if (!isPageBuilt()) buildPage()
  const compiler = join(ROOT, "node_modules/typescript/bin/tsc")
  execFileSync(process.execPath, [compiler, "-p", "tsconfig.package.json"], { cwd: ROOT, stdio: "inherit" })
  takeTypes(join(DECLARED, "service/index.d.ts"))
}
