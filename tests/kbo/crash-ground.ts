import { spawn } from "node:child_process"
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, expect } from "vitest"
import { ROOT } from "../../scripts/root.mjs"
import { makeExtracts } from "../../scripts/sample/archive.ts"
import { compareDatabase } from "../reference/compare.ts"
import { Reference } from "../reference/reference.ts"
import { statusOf } from "../support/ask.ts"
import { builtChild } from "../support/child.ts"
import { movableClock } from "../support/clock.ts"
import { countsOf, expectedCounts } from "../support/counts.ts"
import {
  driveToEnd,
  finalize,
  importExtract,
  prepare,
  prepareOn,
  rollBack,
  type Sent,
} from "../support/drive.ts"
import { type Lab, newFolder, openLabIn } from "../support/lab.ts"
import { checksums, leftovers } from "../support/tables.ts"

const CHILD = builtChild("import-child")

const base = newFolder()
const template = join(base, "template")
const reference = new Reference()
let update: Sent
let zip = ""
let counts: ReturnType<typeof expectedCounts>
let before: Record<string, string>
let folders = 0

/** Imports a Full once, for processes that import the update after it. */
export function layCrashGround(): void {
  beforeAll(async () => {
    const [full, second] = await makeExtracts({
      seed: 31,
      rows: 900,
      changes: 250,
      traps: true,
      steps: [{ type: "full" }, { type: "update" }],
    })
    if (!full || !second) throw new Error("no extracts were made")
    update = second
    zip = join(base, second.file_name)
    writeFileSync(zip, second.bytes)
    const lab = await openLabIn(template)
    await importExtract(lab, full)
    before = await checksums(lab)
    lab.close()
    await reference.apply(full.bytes)
    counts = expectedCounts(await reference.apply(second.bytes))
  })
  afterAll(() => rmSync(base, { recursive: true, force: true }))
}

/** A copy of the database in which the Full is imported. */
export function ownCopy(): string {
  folders += 1
  const folder = join(base, `copy-${folders}`)
  mkdirSync(folder)
  cpSync(template, folder, { recursive: true })
  return folder
}

interface Ended {
  signal: NodeJS.Signals | null
  output: string
}

/** Runs the child on a folder; `env` tells where it is to die, or `kill` gets to end it once it has begun. */
export function runChild(
  folder: string,
  args: string[],
  env: Record<string, string>,
  kill?: (end: () => void) => void,
): Promise<Ended> {
  const { SLUICE_FAIL_AT: _own, ...environment } = process.env
  const child = spawn(process.execPath, [CHILD, folder, zip, ...args], {
    cwd: ROOT,
    env: { ...environment, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  })
  let output = ""
  child.stderr.on("data", (chunk) => {
    output += chunk
  })
  child.stdout.on("data", (chunk) => {
    if (!output.includes("begun") && String(chunk).includes("begun")) kill?.(() => child.kill("SIGKILL"))
    output += chunk
  })
  return new Promise((done) => child.once("close", (_code, signal) => done({ signal, output })))
}

/** Opens the folder of processes that have ended, an hour later. */
function openAfter(folder: string): Promise<Lab> {
  const clock = movableClock()
  clock.advance(3600)
  return openLabIn(folder, {}, clock)
}

async function goOn(lab: Lab): Promise<string> {
  const jobs = await lab.read("select job_id from import_jobs order by started_at")
  const job_id = jobs[1] ? String(jobs[1].job_id) : (await prepare(lab, update)).answer.job_id
  if ((await statusOf(lab, job_id)).status === "preparing") await prepareOn(lab, job_id)
  if ((await statusOf(lab, job_id)).status !== "completed") {
    while ((await driveToEnd(lab, job_id)).status === "waiting") lab.clock.advance(61)
    await finalize(lab, job_id)
  }
  return job_id
}

/** Expects that the import can be finished, and has led to exactly what it leads to without a fault. */
export async function expectFaultFree(folder: string): Promise<void> {
  const lab = await openAfter(folder)
  try {
    const job_id = await goOn(lab)
    expect(await compareDatabase(lab.read, reference.register)).toEqual([])
    expect(await countsOf(lab, job_id)).toEqual(counts)
    expect(await leftovers(lab)).toEqual({})
    await rollBack(lab, job_id)
    expect(await checksums(lab)).toEqual(before)
  } finally {
    lab.close()
  }
}

/** Expects that the rollback can be finished, and has led to exactly what was there before the update. */
export async function expectTakenBack(folder: string): Promise<void> {
  const lab = await openAfter(folder)
  try {
    const [job] = await lab.read("select job_id from import_jobs where status = 'rolling_back'")
    await rollBack(lab, String(job?.job_id))
    expect(await checksums(lab)).toEqual(before)
    expect(await leftovers(lab)).toEqual({})
  } finally {
    lab.close()
  }
}
