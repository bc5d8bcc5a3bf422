import { existsSync, readdirSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { describe, expect, test } from "vitest"
import { codeVersion } from "../lib/db/migrate.ts"
import { BATCH_TRANSITIONS, JOB_TRANSITIONS } from "../lib/engine/jobs/transitions.ts"
import type { SluiceEvent } from "../lib/events.ts"
import { createLog } from "../lib/log.ts"
import { ROOT } from "../scripts/root.mjs"

const DOCUMENTS = [
  "README.md",
  "CHANGELOG.md",
  ...readdirSync(join(ROOT, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
]

const textOf = (file: string) => readFileSync(join(ROOT, file), "utf8")

/** The cells of every table row of a document that has as many columns as asked. */
function rowsOf(file: string, columns: number): string[][] {
  return textOf(file)
    .split("\n")
    .filter((line) => line.startsWith("| ") && line.endsWith(" |"))
    .map((line) => line.slice(2, -2).split(" | "))
    .filter((cells) => cells.length === columns)
}

/** What can stand behind a # in a link to the document. */
function anchorsOf(file: string): string[] {
  const headings = [...textOf(file).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => heading)
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\w\s-]/g, "")
      .replaceAll(" ", "-"),
  )
}

function brokenLinksOf(file: string): string[] {
  const links = [...textOf(file).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link)
  return links.filter((link) => {
    if (/^https?:/.test(link)) return false
    const [path = "", anchor] = link.split("#")
    const target = path === "" ? file : join(dirname(file), path)
    if (!existsSync(join(ROOT, target))) return true
    return anchor !== undefined && !anchorsOf(target).includes(anchor)
  })
}

describe.each(DOCUMENTS)("%s", (file) => {
  test("has links that lead somewhere", () => {
    expect(brokenLinksOf(file)).toEqual([])
  })

  test("names commands that there are", () => {
    const { scripts } = JSON.parse(textOf("package.json")) as { scripts: Record<string, string> }
    const named = [...textOf(file).matchAll(/\bnpm run (?:-s )?([\w:-]+)/g)].map(([, name = ""]) => name)
    expect(named.filter((name) => !(name in scripts))).toEqual([])
  })

  test("names files that there are", () => {
    const named = [...textOf(file).matchAll(/`((?:api|lib|sql|scripts|tests|docs|web)\/[\w./[\]-]+)`/g)]
    expect(named.map(([, path = ""]) => path).filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
  })
})

test("every document is linked from the README", () => {
  const readme = textOf("README.md")
  const others = DOCUMENTS.filter((file) => file !== "README.md")
  expect(others.filter((file) => !readme.includes(`](${file})`))).toEqual([])
})

test("every script a person may run has a command of its own name", () => {
  const { scripts } = JSON.parse(textOf("package.json")) as { scripts: Record<string, string> }
  const files = Object.values(scripts).flatMap((line) => line.match(/scripts\/[\w.-]+/g) ?? [])
  expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([])
})

test("the schema version that documents show is the code's", () => {
  for (const file of ["docs/start.md", "docs/operations.md"]) {
    const told = [...textOf(file).matchAll(/schema[_ ]version"?[: ]\s?(\d+)/g)].map(([, version]) =>
      Number(version),
    )
    expect(told, file).toEqual([codeVersion()])
  }
})

test("the tables of states are the ones that are enforced", () => {
  const states = [...Object.entries(JOB_TRANSITIONS), ...Object.entries(BATCH_TRANSITIONS)]
  const edges = states.flatMap(([from, ways]) => ways.map(({ to, because }) => [from, to, because]))
  const header = ["from", "to", "what makes it change"]
  const told = rowsOf("docs/state-machines.md", 3).filter((cells) => cells.join() !== header.join())
  expect(told).toEqual(edges)
})

test("the table of events has every event at the level it is logged with", () => {
  const declared = [...textOf("lib/events.ts").matchAll(/type: "([\w.]+)"/g)].map(([, type = ""]) => type)
  const told = rowsOf("docs/operations.md", 3).filter(([event = ""]) => /^`\w+\.\w+`$/.test(event))
  expect(told.map(([event = ""]) => event.slice(1, -1)).sort()).toEqual(declared.sort())
  for (const [event = "", level] of told) {
    let line = ""
    createLog({ level: "debug", write: (text) => (line = text) })({ type: event.slice(1, -1) } as SluiceEvent)
    expect(JSON.parse(line).level, event).toBe(level)
  }
})

test("the table of variables has every variable of the example, and no other", () => {
  const example = [...textOf(".env.example").matchAll(/^(?:# )?([A-Z_]+)=/gm)].map(([, name = ""]) => name)
  const cells = rowsOf("docs/operations.md", 3).map(([name = ""]) => name)
  const told = cells.flatMap((cell) => cell.match(/`[A-Z][A-Z_]+`/g) ?? []).map((name) => name.slice(1, -1))
  const ofCommands = ["SLUICE_API_KEY"]
  expect(told.filter((name) => !ofCommands.includes(name)).sort()).toEqual([...new Set(example)].sort())
})
