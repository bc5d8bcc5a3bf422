import { describe, expect, test } from "vitest"
import { timeOrderedId } from "../../lib/clock.ts"
import { BatchStatus, JobStatus } from "../../lib/contract/index.ts"
import { findJob, moveJob } from "../../lib/engine/jobs/jobs.ts"
import * as transitions from "../../lib/engine/jobs/transitions.ts"
import { isProblem } from "../../lib/errors.ts"
import { sharedLab } from "../support/own-lab.ts"

/** What the API's description says, written down once more. */
const LEGAL: Record<JobStatus, JobStatus[]> = {
  preparing: ["ready", "failed", "cancelled", "rolling_back"],
  ready: ["processing", "paused", "cancelled", "finalizing", "rolling_back"],
  processing: ["paused", "finalizing", "failed", "cancelled", "rolling_back"],
  paused: ["processing", "cancelled", "rolling_back"],
  finalizing: ["completed", "rolling_back"],
  completed: ["rolling_back", "ready", "processing"],
  failed: ["processing", "finalizing", "cancelled", "rolling_back"],
  cancelled: ["rolling_back"],
  rolling_back: ["rolled_back"],
  rolled_back: [],
}

const PAIRS = JobStatus.options.flatMap((from) => JobStatus.options.map((to) => ({ from, to })))

const lab = sharedLab()

async function jobIn(status: JobStatus): Promise<string> {
  const job_id = timeOrderedId(lab.clock.now())
  await lab.run(
    `insert into import_jobs by name select '${job_id}'::uuid as job_id, 'daily-update' as dataset, 'T' as title,
     '${status}' as status, false as dry_run, '{}' as options, '{}' as source, '[]' as warnings,
     1 as schema_version, 'me' as started_by, now()::timestamp as started_at, now()::timestamp as updated_at`,
  )
  return job_id
}

describe("a job's state", () => {
  test("changes exactly as described, for every pair of states", async () => {
    for (const { from, to } of PAIRS) {
      const job_id = await jobIn(from)
      const end = await lab.effects.db.use(async (connection) => {
        const job = await findJob(connection, job_id)
        try {
          await moveJob(connection, { job, to, actor: "me" }, lab.effects)
          return "moved"
        } catch (error) {
          if (isProblem(error)) return `${error.code}: ${error.detail}`
          throw error
        }
      })
      const [row] = await lab.read(`select status from import_jobs where job_id = '${job_id}'`)
      const lines = await lab.read(
        `select from_status, to_status from import_audit where job_id = '${job_id}'`,
      )
      const legal = LEGAL[from].includes(to)
      expect({ from, to, now: row?.status, lines }).toEqual({
        from,
        to,
        now: legal ? to : from,
        lines: legal ? [{ from_status: from, to_status: to }] : [],
      })
      if (!legal) expect(end).toMatch(new RegExp(`^illegal_transition: .*\\b${from}\\b.*\\b${to}\\b`))
    }
  })

  test("is not changed by someone who read it before somebody else changed it", async () => {
    const job_id = await jobIn("processing")
    await lab.effects.db.use(async (connection) => {
      const job = await findJob(connection, job_id)
      await moveJob(connection, { job, to: "paused", actor: "me" }, lab.effects)
      const late = moveJob(connection, { job, to: "cancelled", actor: "you" }, lab.effects)
      await expect(late).rejects.toMatchObject({ code: "state_changed", status: 409 })
    })
    expect(await lab.read(`select status from import_jobs where job_id = '${job_id}'`)).toEqual([
      { status: "paused" },
    ])
  })

  test("has one sentence a change", () => {
    const { JOB_TRANSITIONS, BATCH_TRANSITIONS } = transitions
    expect(Object.keys(JOB_TRANSITIONS).sort()).toEqual([...JobStatus.options].sort())
    expect(Object.keys(BATCH_TRANSITIONS).sort()).toEqual([...BatchStatus.options].sort())
    for (const edge of [...Object.values(JOB_TRANSITIONS), ...Object.values(BATCH_TRANSITIONS)].flat()) {
      expect(edge.because).toMatch(/^[A-Z].{10,}\.$/)
    }
  })

  test("offers only actions that it allows", () => {
    const target = {
      start: "processing",
      pause: "paused",
      resume: "processing",
      cancel: "cancelled",
      apply: "ready",
      finalize: "finalizing",
      retry: "processing",
      rollback: "rolling_back",
    } as const
    for (const status of JobStatus.options) {
      for (const dryRun of [false, true]) {
        for (const done of [false, true]) {
          for (const action of transitions.legalActions(status, {
            held: false,
            dryRun,
            done,
            failedSteps: done ? 1 : 0,
            unusable: false,
          })) {
            const same =
              (action === "finalize" && status === "finalizing") ||
              (action === "rollback" && status === "rolling_back")
            expect({ status, action, legal: same || transitions.isLegal(status, target[action]) }).toEqual({
              status,
              action,
              legal: true,
            })
          }
        }
      }
    }
    const over = { held: false, dryRun: false, done: true, failedSteps: 0, unusable: false }
    expect(transitions.legalActions("rolled_back", over)).toEqual([])
  })

  test("of a held job are to let it go or to cancel it", () => {
    const held = { held: true, dryRun: false, done: false, failedSteps: 0, unusable: false }
    expect(transitions.legalActions("ready", held)).toEqual(["start", "cancel"])
  })

  test("of a dry run are to apply it, unless there is nothing to apply", () => {
    const tried = { held: false, dryRun: true, done: true, failedSteps: 0 }
    expect(transitions.legalActions("completed", { ...tried, unusable: false })).toEqual(["apply"])
    expect(transitions.legalActions("completed", { ...tried, unusable: true })).toEqual([])
  })
})
