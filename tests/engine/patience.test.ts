import { describe, expect, test } from "vitest"
import type { Connection } from "../../lib/db/connection.ts"
import { control } from "../support/ask.ts"
import { driveToEnd, finalize, prepare, step } from "../support/drive.ts"
import { smallFull } from "../support/handmade.ts"
import type { Lab } from "../support/lab.ts"
import { ownLab } from "../support/own-lab.ts"

const lab = ownLab()

/** A lab in which whoever has to wait waits until `other` has committed. */
function waitingFor(other: Connection): Lab {
  const clock = { ...lab.clock, wait: async () => void (await other.run("commit")) }
  return { ...lab, effects: { ...lab.effects, clock } }
}

/** Does something while somebody else has changed the import's row and not committed yet. */
async function besideWriting<T>(job_id: string, work: (waiting: Lab) => Promise<T>): Promise<T> {
  return lab.effects.db.use(async (other) => {
    await other.run("begin transaction")
    await other.run("update import_jobs set updated_at = updated_at where job_id = $job_id::uuid", { job_id })
    return work(waitingFor(other))
  })
}

describe("whoever is writing to an import just then", () => {
  test.each([
    ["pause", "paused"],
    ["cancel", "cancelled"],
  ] as const)("is outlasted by %s", async (action, status) => {
    const { job_id } = (await prepare(lab, await smallFull(3))).answer
    const answer = await besideWriting(job_id, (waiting) => control(waiting, job_id, action))
    expect(answer).toMatchObject({ status })
  })

  test("is outlasted by finalize", async () => {
    const { job_id } = (await prepare(lab, await smallFull(3))).answer
    await driveToEnd(lab, job_id)
    const answer = await besideWriting(job_id, (waiting) => finalize(waiting, job_id))
    expect(answer).toMatchObject({ status: "completed", outcome: "complete" })
  })

  test("is outlasted by a call that closes the books on batches that were cut off too often", async () => {
    const { job_id } = (await prepare(lab, await smallFull(3))).answer
    await step(lab, job_id)
    await lab.run(
      `update import_job_batches set status = 'processing', attempt = max_attempts, lease_until = '2000-01-01'
      where job_id = '${job_id}' and status = 'pending'`,
    )
    const answer = await lab.effects.db.use(async (other) => {
      await other.run("begin transaction")
      await other.run("update import_job_batches set error = 'theirs' where job_id = $job_id::uuid", {
        job_id,
      })
      return step(waitingFor(other), job_id)
    })
    expect(answer).toMatchObject({ status: "blocked_by_failed" })
  })
})
