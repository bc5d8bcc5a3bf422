import { execFileSync } from "node:child_process"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { ROOT } from "../../scripts/root.mjs"
import config from "../../vitest.config.ts"
import { LONGEST, LongestFirst } from "./longest-first.ts"
import { type Part, partOf } from "./parts.ts"

const VITEST = join(ROOT, "node_modules/vitest/vitest.mjs")

/** The files of a run, as vitest finds them. */
function listed(part: Part): string[] {
  const env = { ...process.env, SLUICE_TESTS: part }
  const list = execFileSync(process.execPath, [VITEST, "list", "--filesOnly"], { cwd: ROOT, env })
  return [...list.toString("utf8").matchAll(/tests\/\S+$/gm)].map(([file]) => file)
}

test("every test is one of the usual ones, and once, or one of the long ones; the quick ones are usual ones that start neither a browser nor a server or a command", () => {
  const all = readdirSync(join(ROOT, "tests"), { recursive: true, encoding: "utf8" })
  const tests = all.filter((file) => /\.test\.tsx?$/.test(file)).map((file) => `tests/${file}`)
  const usual = tests.filter((file) => !file.endsWith(".long.test.ts"))
  expect(listed("usual").sort()).toEqual(usual.sort())
  const long = listed("long")
  expect(long).toEqual(expect.arrayContaining(tests.filter((file) => !usual.includes(file))))
  const starting = /"\.[^"]*(browser|site|own-server|built-page|commands\/child)\.ts"/
  const quick = listed("quick")
  expect(quick).not.toEqual([])
  expect(usual).toEqual(expect.arrayContaining(quick))
  const found = quick.filter((file) => starting.test(readFileSync(join(ROOT, file), "utf8")))
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

test("the files that are begun with are there, and are begun with", () => {
  expect(config.test?.sequence?.sequencer).toBe(LongestFirst)
  expect(LONGEST.filter((file) => !existsSync(join(ROOT, file)))).toEqual([])
})
