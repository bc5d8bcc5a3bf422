import { spawn } from "node:child_process"
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { FAIL_POINTS } from "../../lib/fail-points.ts"
import { ROOT } from "../../scripts/root.mjs"
import { builtChild } from "../support/child.ts"
import { carryOn, undo } from "../support/imports.ts"
import type { Lab } from "../support/lab.ts"
import { checksums, leftovers } from "../support/tables.ts"
import { endOf, faultFree, type Ground, ONE_BATCH_A_CALL, openHoursLater } from "./ground.ts"

const CHILD = builtChild("dataset-child")

/** Places an import without a row to mend comes to; tests/mending/killed.long.test.ts is about the others. */
const PLACES = FAIL_POINTS.filter((point) => !point.endsWith("_mend"))

/** One process after the other dies, each a little later than the one before; two batches land meanwhile. */
const DEATHS = [
  "mid_prepare",
  "after_staging",
  "before_claim:2",
  "after_claim:2",
  "mid_apply",
  "after_commit",
]
const LANDED = 2
/** The same of strides; what a stride was cut off in is done in halves. */
const DEATHS_OF_STRIDES = ["mid_prepare", "after_claim", "mid_apply", "before_commit", "after_commit"]

/** So that no batch runs out of attempts while processes die over it. */
const PATIENT = { max_retries: 10 }

export function exerciseCrashes(ground: Ground): void {
  test("goes on from every place where a process is killed, and leads to the same rows", async () => {
    const course = layCourse(ground, ONE_BATCH_A_CALL)
    const left = ground.fault_free.total_batches - LANDED
    const deaths = [...DEATHS, `before_commit:${left}`, "mid_finalize"]
    await runCourse(ground, course, deaths)
    const reached = new Set([...deaths, "mid_rollback"].map((point) => point.split(":")[0]))
    expect([...reached].sort()).toEqual([...PLACES].sort())
  })
}

/** The same of strides, and of every time a process comes to a place. */
export function exerciseEveryCrash(ground: Ground): void {
  test("goes on where a process is killed in the middle of a stride, without counting that as an attempt", async () => {
    const course = layCourse(ground, {})
    await runCourse(ground, course, [...DEATHS_OF_STRIDES, "mid_finalize"])
  })

  const places = PLACES.filter((point) => point !== "mid_rollback")
  test.each(places)(
    "goes on from processes that are killed at %s, each later than the one before",
    async (point) => {
      const course = layCourse(ground, ONE_BATCH_A_CALL)
      let time = 1
      while (await course.isKilledAt(`${point}:${time}`)) time += 1
      expect(time).toBeGreaterThan(1)
      await expectSameEnd(ground, course)
    },
  )
}

async function runCourse(ground: Ground, course: ReturnType<typeof layCourse>, deaths: readonly string[]) {
  for (const point of deaths) await course.dieAt(point)
  await expectSameEnd(ground, course)
  await course.dieAt("mid_rollback", "rollback")
  await course.look(async (lab, job_id) => {
    await undo(lab, job_id)
    expect(await checksums(lab, ground.dataset)).toEqual(ground.before)
    expect(await leftovers(lab, ground.dataset)).toEqual({})
  })
}

async function expectSameEnd(ground: Ground, course: ReturnType<typeof layCourse>) {
  await course.look(async (lab, job_id) => {
    await carryOn(lab, ground.dataset, job_id)
    expect(await endOf(ground, lab, job_id)).toEqual(faultFree(ground))
    expect(await leftovers(lab, ground.dataset)).toEqual({})
  })
}

/** One import that process after process has in hand, each ten minutes after the one before. */
function layCourse({ copy, dataset, material }: Ground, env: Record<string, string>) {
  const folder = copy()
  const files = join(folder, "sent")
  mkdirSync(files)
  for (const { file_name, bytes } of material.second.files) writeFileSync(join(files, file_name), bytes)
  const options = JSON.stringify({ ...material.options, ...PATIENT })
  let minutes = 60
  const run = (point: string, ...then: string[]) => {
    minutes += 10
    const args = [folder, dataset.name, files, options, String(minutes), ...then]
    return runChild(args, { ...env, SLUICE_FAIL_AT: point })
  }
  return {
    async dieAt(point: string, ...then: string[]) {
      expect(await run(point, ...then), `killed at ${point}`).toEqual({ signal: "SIGKILL", output: "" })
    },
    async isKilledAt(point: string): Promise<boolean> {
      const { signal, output } = await run(point)
      expect(output).toBe("")
      return signal === "SIGKILL"
    },
    async look(work: (lab: Lab, job_id: string) => Promise<void>) {
      minutes += 10
      const lab = await openHoursLater(folder, minutes / 60)
      try {
        const [, job] = await lab.read("select job_id from import_jobs order by started_at")
        await work(lab, String(job?.job_id))
      } finally {
        lab.close()
      }
    },
  }
}

function runChild(
  args: string[],
  env: Record<string, string>,
): Promise<{ signal: string | null; output: string }> {
  const child = spawn(process.execPath, [CHILD, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ["ignore", "ignore", "pipe"],
  })
  let output = ""
  child.stderr.on("data", (chunk) => {
    output += chunk
  })
  return new Promise((done) => child.once("close", (_code, signal) => done({ signal, output })))
}
