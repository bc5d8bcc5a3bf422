import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test } from "vitest"
import { metricsText } from "../../lib/report/metrics.ts"
import { blocks, named, section, table, textOf } from "./page.ts"

const PAGE = "docs/running.md"
const text = textOf(PAGE)

/** The units of the page, by the names they are said to be under. */
function units(): [string, string][] {
  const names = [...text.matchAll(/`\/etc\/systemd\/system\/([\w.-]+)`/g)].map(([, name = ""]) => name)
  const found = blocks(text, "ini")
  expect(names).toHaveLength(found.length)
  return found.map((unit, at) => [names[at] ?? "", unit])
}

const there = spawnSync("systemd-analyze", ["--version"]).status === 0

test.skipIf(!there)("systemd finds nothing wrong with the units", () => {
  const folder = mkdtempSync(join(tmpdir(), "sluice-units-"))
  try {
    const paths = units().map(([name, unit]) => {
      const path = join(folder, name)
      // Where node is differs.
      writeFileSync(path, unit.replaceAll("/usr/bin/node", process.execPath))
      return path
    })
    const { status, stderr } = spawnSync("systemd-analyze", ["verify", "--man=no", ...paths], {
      encoding: "utf8",
    })
    expect(stderr.split("\n").filter((line) => line.includes("sluice"))).toEqual([])
    expect(status).toBe(0)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test("the units and the page name commands that there are", () => {
  const { scripts } = JSON.parse(textOf("package.json")) as { scripts: Record<string, string> }
  const run = [...text.matchAll(/npm run ([\w:-]+)|scripts\/run\.mjs ([\w-]+)/g)].map(
    ([, one, other]) => one ?? other,
  )
  expect(run.filter((name = "") => !(name in scripts))).toEqual([])
})

test("the table has every metric there is, and the rules name no other", async () => {
  const told = table(section(PAGE, "What to watch"), "metric").flatMap(({ metric }) => named(metric))
  const samples = told.map((name) => ({ metric: name.replace("sluice_", ""), labels: {}, value: 1 }))
  const { text: all } = await metricsText(samples)
  const known = [...all.matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name)
  expect(told.sort()).toEqual(known.sort())
  const rules = blocks(text, "yaml").at(-1) ?? ""
  const used = [...rules.matchAll(/sluice_\w+/g)].map(([name]) => name)
  expect(used.filter((name) => !told.includes(name))).toEqual([])
  expect(rules.match(/- alert:/g)).toHaveLength(3)
})
