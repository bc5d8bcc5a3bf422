import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { refusalOfNode } from "../../scripts/node-version.mjs"
import { ROOT } from "../../scripts/root.mjs"
import { runCommand } from "./child.ts"

const { scripts, bin, engines } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
  scripts: Record<string, string>
  bin: Record<string, string>
  engines: { node: string }
}

/** Runs what `npx sluice …` runs. */
function sluice(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, bin.sluice ?? ""), ...args], {
    cwd: ROOT,
    encoding: "utf8",
  })
  return { status, out: stdout, err: stderr }
}

test("its help lists every command that npm runs", () => {
  const { status, out, err } = sluice("--help")
  expect({ status, err }).toEqual({ status: 0, err: "" })
  const listed = [...out.matchAll(/^ {2}([a-z-]+) +\S/gm)].map(([, name]) => name)
  const run = Object.entries(scripts).flatMap(([name, line]) => {
    const [, script] = /scripts\/run\.mjs ([\w-]+)$/.exec(line) ?? []
    return script === name ? [name] : []
  })
  expect(listed.sort()).toEqual(run.sort())
})

test("a command is the same, with the same help, by either way", async () => {
  const byNpm = await runCommand("rollback", {}, "--help")
  expect(sluice("rollback", "--help")).toEqual({ status: 0, out: byNpm.out, err: "" })
})

test("what is no command, and none at all, are refused as wrong use is everywhere", async () => {
  const wrong = await runCommand("jobs", {}, "--frobnicate")
  expect(sluice("frobnicate")).toEqual({
    status: wrong.status,
    out: "",
    err: 'There is no command "frobnicate". See: npx sluice --help\n',
  })
  expect(sluice()).toEqual({ status: 2, out: "", err: "Name a command. See: npx sluice --help\n" })
  expect(sluice("toString")).toMatchObject({ status: 2 })
})

test("a Node of another line, or too early a one of its line, is refused with those that will do", () => {
  const which = "Sluice needs Node 20 (20.19 or later), 22 (22.12 or later) or 24"
  for (const version of ["18.20.8", "20.18.3", "21.7.3", "22.11.0", "25.0.0"]) {
    expect(refusalOfNode(version, engines)).toBe(`${which}; this is ${version}.`)
  }
  for (const version of ["20.19.0", "20.20.2", "22.12.0", "22.20.1", "24.0.0", "24.11.1"]) {
    expect(refusalOfNode(version, engines)).toBeNull()
  }
})
