import { existsSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { endpoints } from "../../lib/contract/index.ts"
import { ROOT } from "../../scripts/root.mjs"
import { named, textOf } from "./page.ts"

const HEADER = "| promise | kept by | held by |"

/** Every row of the tables of promises. */
const rows = ["docs/requests.md", "docs/security.md"].flatMap(promisesOf)

function promisesOf(file: string): string[][] {
  let promised = false
  return textOf(file)
    .split("\n")
    .filter((line) => {
      if (!line.startsWith("|")) promised = false
      else if (line === HEADER) promised = true
      return promised && line.startsWith("| ") && line !== HEADER
    })
    .map((line) => line.slice(2, -2).split(" | "))
}

const linked = (cell = "") => [...cell.matchAll(/\]\(\.\.\/([^)]+)\)/g)].map(([, path = ""]) => path)
const tests = (cell = "") =>
  [...cell.matchAll(/\]\(\.\.\/(tests\/[^)]+)\) “([^”]+)”/g)].map(([, file = "", title = ""]) => ({
    file,
    title,
  }))

test("every promise says where it is kept and which test holds it", () => {
  expect(rows.length).toBeGreaterThan(110)
  const open = rows.filter(([, kept, held]) => !kept?.trim() || tests(held).length === 0)
  expect(open).toEqual([])
})

test("what keeps a promise is there", () => {
  const declared = Object.values(endpoints).map(({ method, path }) => {
    return new RegExp(`^${method} ${path.replace(/:\w+/g, "[^/]+")}$`)
  })
  for (const [promise = "", kept = ""] of rows) {
    expect(linked(kept).filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
    const calls = named(promise + kept).filter((name) => /^(GET|POST|DELETE) \//.test(name))
    expect(calls.filter((call) => !declared.some((one) => one.test(call)))).toEqual([])
  }
})

test("every test that is named is one", () => {
  const missing = rows.flatMap(([, , held]) =>
    tests(held).filter(({ file, title }) => !titlesOf(file).some((one) => one.includes(title))),
  )
  expect(missing).toEqual([])
})

/** What a file calls its tests. */
function titlesOf(file: string): string[] {
  const titles = textOf(file).matchAll(/\b(?:test|inLongRuns)(?:\.\w+\([\s\S]*?\))?\(\s*(["`])([\s\S]*?)\1,/g)
  return [...titles].map(([, , title = ""]) => title)
}
