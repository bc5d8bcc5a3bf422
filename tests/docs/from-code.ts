import { spawn } from "node:child_process"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import { expect } from "vitest"
import { type Block, blocksOf, fits } from "../support/page.ts"
import { textOf } from "./page.ts"

const BLOCKS = blocksOf(textOf("docs/from-code.md"))

/** The programs of the page. */
export const PROGRAMS = BLOCKS.filter((block): block is Block & { path: string } => block.path !== null)

/** What the page says each of its programs prints that says anything for sure, in its order. */
const TOLD = BLOCKS.filter(({ language }) => language === "text").map(({ text }) => text)

/** Runs a program to its end; answers what it prints. */
export async function runIn(folder: string, program: string, ...args: string[]): Promise<string> {
  const child = spawn(program, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] })
  const ended = new Promise<number | null>((done) => child.on("close", done))
  const [out, err, status] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  expect(status, `${program} ${args.join(" ")}\n${err}${out}`).toBe(0)
  return out
}

function expectTold(printed: string, told = ""): void {
  expect(fits(printed, told), `${printed}\n--- is not\n${told}`).toBe(true)
}

export function writePrograms(folder: string): void {
  for (const { path, text } of PROGRAMS) writeFileSync(join(folder, path), text)
}

/** Runs the first program of the page, which prints what it says; by this Node or another. */
export async function importAsTold(folder: string, node = process.execPath): Promise<void> {
  expectTold(await runIn(folder, node, "import.mjs"), TOLD[0])
}

/** Runs the others. */
export async function goOnAsTold(folder: string, node = process.execPath): Promise<void> {
  expectTold(await runIn(folder, node, "refused.mjs"), TOLD[1])
  const id = (await runIn(folder, node, "begin.mjs")).trim()
  expectTold(await runIn(folder, node, "go-on.mjs", id), TOLD[2])
}
