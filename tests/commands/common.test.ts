import { readFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { type Database, openDatabase } from "../../lib/db/connection.ts"
import { ROOT } from "../../scripts/root.mjs"
import { sharedFolder } from "../support/own-lab.ts"
import { runCommand, runForJson } from "./child.ts"
import { commandEnvironment } from "./samples.ts"

const scripts = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")).scripts
const COMMANDS = [
  "migrate",
  "import",
  "catch-up",
  "mend",
  "rollback",
  "diagnose",
  "doctor",
  "cleanup",
  "forget",
]

const folder = sharedFolder()
const env = commandEnvironment(folder)

describe("every command", () => {
  test.each([...COMMANDS, "dump-schema"])(
    "%s explains itself, with examples and its exit statuses",
    async (name) => {
      const { status, out, err } = await runCommand(name, env, "--help")
      expect({ status, err }).toEqual({ status: 0, err: "" })
      expect(out).toContain("Usage: npm run ")
      expect(out).toMatch(/^Examples?:$/m)
      expect(out).toMatch(/^Exit status: 0 /m)
      expect(out).toContain("--json")
    },
  )

  test.each(COMMANDS)("npm runs %s", (name) => {
    expect(scripts[name]).toBe(`node scripts/run.mjs ${name}`)
  })
})

test("an option no command knows is refused in a sentence", async () => {
  const { status, out, err } = await runCommand("cleanup", env, "x", "--frobnicate")
  expect({ status, out }).toEqual({ status: 2, out: "" })
  expect(err).toBe("Unknown option '--frobnicate'. See: npm run cleanup -- --help\n")
})

test.each([
  ["import", "people.csv", "--project"],
  ["import", "people.csv", "--sheet"],
  ["catch-up", "--notify"],
  ["feed", "add", "names", "--webhook"],
])("an option of %s that is given and empty is refused by its name", async (name, ...args) => {
  const { status, out, err } = await runCommand(name, env, ...args, "")
  expect({ status, out }).toEqual({ status: 2, out: "" })
  expect(err).toContain(`${args.at(-1)} is empty: say what it is, or leave it out.`)
})

test.each(["3d", "0", "400"])("days that are no days are refused: %s", async (days) => {
  const { status, out, err } = await runCommand(
    ...(["feed", env, "add", "register", "--kbo", "--stale-after", days] as const),
  )
  expect({ status, out }).toEqual({ status: 2, out: "" })
  expect(err).toContain(`--stale-after takes a number of days up to 366, not "${days}".`)
})

test("a configuration that cannot be used is told without a stack trace", async () => {
  const { status, out, err } = await runCommand("migrate", { ...env, PORT: "many" })
  expect({ status, out }).toEqual({ status: 1, out: "" })
  expect(err).toMatch(/^The configuration cannot be used:\n {2}PORT: must be a number\. .*\n$/)
  const beyond = await runCommand("migrate", { ...env, PORT: "99999" })
  expect(beyond.err).toMatch(/^The configuration cannot be used:\n {2}PORT: must be at most 65,535\. .*\n$/)
})

test("a server whose settings cannot work does not start, and says each of them with what to set", async () => {
  const { status, out, err } = await runCommand("serve", { ...env, PORT: "many", SLUICE_DATABASE: "md:x" })
  expect({ status, out }).toEqual({ status: 1, out: "" })
  expect(err).toMatch(/^The configuration cannot be used:\n {2}PORT: .*\n {2}MOTHERDUCK_TOKEN: .* Set it to /)
})

test("migrating makes a database, and again changes nothing", async () => {
  const first = await runForJson("migrate", env)
  expect(first).toMatchObject({ status: 0, err: "", json: { database: env.SLUICE_DATABASE, exit_code: 0 } })
  expect(first.json.applied).not.toEqual([])
  const again = await runCommand("migrate", env)
  expect(again).toMatchObject({ status: 0, err: "" })
  expect(again.out).toMatch(/is up to date, at schema version \d+\.\n$/)
})

describe("a database that another process holds", () => {
  let held: Database
  beforeAll(async () => {
    held = await openDatabase(join(folder, "held.duckdb"))
  })
  afterAll(() => held.close())

  test.each([["migrate"], ["diagnose"], ["cleanup", "x"], ["rollback", "x"]])(
    "makes %s say who it is, with exit status 1",
    async (name, ...args) => {
      const own = { ...env, SLUICE_DATABASE: join(folder, "held.duckdb") }
      const { status, err, json } = await runForJson(name, own, ...args)
      expect(err).toContain(`is held by process ${process.pid}.`)
      expect({ status, json }).toMatchObject({
        status: 1,
        json: { error: { code: "database_locked" }, exit_code: 1 },
      })
    },
  )
})

test("a database that is not there is not made by looking at it", async () => {
  const own = { ...env, SLUICE_DATABASE: join(folder, "none.duckdb") }
  const { status, err } = await runCommand("diagnose", own)
  expect(status).toBe(1)
  expect(err).toContain("There is no database at")
})
