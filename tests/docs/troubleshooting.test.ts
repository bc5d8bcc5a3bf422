import { readdirSync } from "node:fs"
import { expect, test } from "vitest"
import { ROOT } from "../../scripts/root.mjs"
import { foundIn, named, textOf } from "./page.ts"

const rows = textOf("docs/troubleshooting.md")
  .split("\n")
  .filter((line) => line.startsWith("| ") && !line.startsWith("| what you see"))
  .map((line) => line.slice(2, -2).split(" | "))

const sources = readdirSync(`${ROOT}/lib`, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => `lib/${file}`)

/** Names in quotes, or of fields, anywhere in the library. */
const KNOWN = new Set(foundIn(sources, /(?:"|\b)([a-z]+(?:[._][a-z]+)+)(?:"|\b)/g))

test("what is seen is what the code says, and what to do names settings, options and commands there are", () => {
  expect(rows.length).toBeGreaterThan(35)
  const codes = rows.flatMap(([seen = ""]) => named(seen)).filter((name) => /^[a-z]+[._][a-z._]+$/.test(name))
  expect(codes.length).toBeGreaterThan(30)
  expect(codes.filter((code) => !KNOWN.has(code))).toEqual([])
  const advice = rows.flatMap(([, ...rest]) => rest.flatMap(named))
  const settings = foundIn(["lib/environment.ts"], /(\b(?:SLUICE|KBO)_[A-Z_]+)/g)
  expect(advice.filter((name) => /^SLUICE_/.test(name) && !settings.includes(name))).toEqual([])
  const options = advice.filter((name) => /^[a-z]+_[a-z_]+$/.test(name))
  expect(options.filter((name) => !KNOWN.has(name))).toEqual([])
  const { scripts } = JSON.parse(textOf("package.json")) as { scripts: object }
  const commands = advice.flatMap((name) => /^npm (?:run )?([\w-]+)/.exec(name)?.[1] ?? [])
  expect(commands.filter((name) => !Object.keys(scripts).includes(name))).toEqual([])
})
