import { spawn } from "node:child_process"
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { FAIL_POINTS } from "../../lib/fail-points.ts"
import { makeExtracts } from "../../scripts/sample/archive.ts"
import { Random } from "../../scripts/sample/random.ts"
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

const ROOT = resolve(import.meta.dirname, "../..")
const CHILD = builtChild("import-child")

const base = newFolder()
const template = join(base, "template")
const reference = new Reference()
let update: Sent
let zip = ""
let counts: ReturnType<typeof expectedCounts>
let before: Record<string, string>
let folders = 0

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

/** A copy of the database in which the Full is imported. */
function ownCopy(): string {
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

/** Runs the child on a folder; `kill` gets to end it once it has begun. */
function runChild(
  folder: string,
  args: string[],
  failAt = "",
  kill?: (end: () => void) => void,
): Promise<Ended> {
  const { SLUICE_FAIL_AT: _own, ...environment } = process.env
  const child = spawn(process.execPath, [CHILD, folder, zip, ...args], {
    cwd: ROOT,
    env: { ...environment, ...(failAt && { SLUICE_FAIL_AT: failAt }) },
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
async function expectFaultFree(folder: string): Promise<void> {
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

const KILLED = { signal: "SIGKILL" }
/** Every point, those in the middle of a transaction also when half the work is done. */
const OCCASIONS = [
  ...FAIL_POINTS.filter((point) => point !== "mid_rollback").map((point) =>
    ["after_staging", "mid_finalize"].includes(point) ? point : `${point}:3`,
  ),
  "mid_prepare:11",
  "mid_apply:12",
  "before_commit:12",
]

describe.concurrent("a process that is killed", { timeout: 90_000 }, () => {
  test.each(OCCASIONS)(
    "at %s leaves an import that can be finished, as if nothing had been",
    async (point) => {
      const folder = ownCopy()
      expect(await runChild(folder, ["10"], point)).toMatchObject(KILLED)
      await expectFaultFree(folder)
    },
  )

  test.each(["mid_rollback:1", "mid_rollback:5"])(
    "at %s leaves a rollback that can be finished",
    async (point) => {
      const folder = ownCopy()
      expect(await runChild(folder, ["10", "rollback"], point)).toMatchObject(KILLED)
      const lab = await openAfter(folder)
      const [job] = await lab.read("select job_id from import_jobs where status = 'rolling_back'")
      await rollBack(lab, String(job?.job_id))
      expect(await checksums(lab)).toEqual(before)
      expect(await leftovers(lab)).toEqual({})
      lab.close()
    },
  )

  test.each([1, 2])(
    "at random moments, time and again, leaves an import that can be finished (%i)",
    async (seed) => {
      const folder = ownCopy()
      const random = new Random(seed)
      for (let times = 0; times < 2; times += 1) {
        const after = random.below(500)
        await runChild(folder, [String(10 + times * 10)], "", (end) => setTimeout(end, after))
      }
      await expectFaultFree(folder)
    },
  )
})
