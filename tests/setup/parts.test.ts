import { execFileSync } from "node:child_process"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { expect, test } from "vitest"
import { LONGEST } from "./longest-first.ts"
import { type Part, partOf } from "./parts.ts"

const ROOT = resolve(import.meta.dirname, "../..")
const VITEST = join(ROOT, "node_modules/vitest/vitest.mjs")

/** The files of a run, as vitest finds them. */
function filesOf(part: Part): string[] {
  const env = { ...process.env, SLUICE_TESTS: part }
  const listed = execFileSync(process.execPath, [VITEST, "list", "--filesOnly"], { cwd: ROOT, env })
  return [...listed.toString("utf8").matchAll(/\] (tests\/\S+)$/gm)].map(([, file = ""]) => file)
}

test("every test is one of the usual ones, and once, or one of the long ones", () => {
  const all = readdirSync(join(ROOT, "tests"), { recursive: true, encoding: "utf8" })
  const tests = all.filter((file) => /\.test\.tsx?$/.test(file)).map((file) => `tests/${file}`)
  const usual = tests.filter((file) => !file.endsWith(".long.test.ts"))
  expect(filesOf("usual").sort()).toEqual(usual.sort())
  expect(filesOf("long")).toEqual(expect.arrayContaining(tests.filter((file) => !usual.includes(file))))
})

test("the quick ones start neither a browser nor a server or a command", () => {
  const starting = /"\.[^"]*(browser|site|own-server|built-page|commands\/child)\.ts"/
  const found = filesOf("quick").filter((file) => starting.test(readFileSync(join(ROOT, file), "utf8")))
  expect(found).toEqual([])
})

test("a run is the usual one unless it is named otherwise", () => {
  expect([undefined, "", "quick", "long"].map((SLUICE_TESTS) => partOf({ SLUICE_TESTS }))).toEqual([
    "usual",
    "usual",
    "quick",
    "long",
  ])
})

test("the files that are begun with are there", () => {
  expect(LONGEST.filter((file) => !existsSync(join(ROOT, file)))).toEqual([])
})
