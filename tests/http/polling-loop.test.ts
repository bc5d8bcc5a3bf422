import { expect, test } from "vitest"
import { liveEffects } from "../../lib/effects.ts"
import { makeExtracts } from "../../scripts/sample/archive.ts"
import { prepare } from "../support/drive.ts"
import { endingAt, type Lab } from "../support/lab.ts"
import { inLongRuns, LONG_RUN } from "../support/rounds.ts"
import { ownApi } from "./own-api.ts"

const DAILY = "/api/import/daily-update"
const MOST_LOOKS = 500

const { api } = ownApi()

interface Status {
  status: string
  next_batch: object | null
  overall_progress: { completed_batches: number; total_batches: number; percentage: number }
}

/** As the loop that was first asked for is written, which does not say what its body is. */
async function call<T>(method: string, path: string, body?: object): Promise<T> {
  const sent = body && { body: JSON.stringify(body) }
  return (await (await api(new Request(`http://localhost${path}`, { method, ...sent }))).json()) as T
}

async function prepared(): Promise<string> {
  const [full] = await makeExtracts({ rows: 300, traps: true, steps: [{ type: "full" }] })
  const form = new FormData()
  form.set("file", new File([new Uint8Array(full?.bytes ?? [])], full?.file_name ?? ""))
  const answer = await api(new Request(`http://localhost${DAILY}/prepare`, { method: "POST", body: form }))
  expect(answer.status).toBe(201)
  return ((await answer.json()) as { job_id: string }).job_id
}

/** An import whose prepare ended in the middle, a while ago. */
async function leftPreparing(): Promise<string> {
  const [full] = await makeExtracts({ rows: 300, traps: true, steps: [{ type: "full" }] })
  const live = await liveEffects()
  const lab = { effects: live } as Lab
  const sent = { bytes: Buffer.from(full?.bytes ?? []), file_name: full?.file_name ?? "" }
  await expect(prepare(endingAt(lab, "mid_prepare"), sent)).rejects.toThrow("ended here")
  return live.db.use(async (connection) => {
    await connection.run(
      "update import_jobs set updated_at = updated_at - interval 1 minute where status = 'preparing'",
    )
    await connection.run("update import_job_files set staged_at = staged_at - interval 1 minute")
    const [job] = await connection.rows<{ job_id: string }>(
      "select job_id from import_jobs where status = 'preparing'",
    )
    return job?.job_id ?? ""
  })
}

/** Looks at the status and does what it says comes next, as a page does every two seconds; answers what it saw. */
async function poll(job_id: string): Promise<Status> {
  const seen = await call<Status>("GET", `${DAILY}/status/${job_id}`)
  if (seen.next_batch) await call("POST", `${DAILY}/process-batch`, { job_id })
  else if (seen.overall_progress.percentage === 100) await call("POST", `${DAILY}/finalize`, { job_id })
  return seen
}

async function pollToEnd(job_id: string, many: number): Promise<Status[]> {
  const seen: Status[] = []
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    const all = await Promise.all(Array.from({ length: many }, () => poll(job_id)))
    seen.push(...all)
    if (all.every(({ status }) => status === "completed")) return seen
    // What the server does meanwhile takes its time.
    if (all.every(({ status }) => status === "preparing")) await new Promise((done) => setTimeout(done, 20))
  }
  throw new Error("The loop does not end.")
}

test.each(LONG_RUN ? [1, 3] : [3])(
  "a page that only polls status brings an import to its end, %i times at once",
  async (many) => {
    const job_id = await prepared()
    const seen = await pollToEnd(job_id, many)
    expect(seen[0]).toMatchObject({ status: "ready", overall_progress: { percentage: 0 } })
    expect(seen[0]?.next_batch).not.toBeNull()
    for (const { overall_progress: progress } of seen) {
      expect(progress.percentage === 100).toBe(progress.completed_batches === progress.total_batches)
    }
    expect(await call("POST", `${DAILY}/rollback`, { job_id })).toMatchObject({ done: true })
  },
)

inLongRuns(
  "the same page brings an import to its end whose prepare had not done all of its work",
  async () => {
    const job_id = await leftPreparing()
    const seen = await pollToEnd(job_id, 1)
    expect(seen[0]).toMatchObject({
      status: "preparing",
      next_batch: null,
      overall_progress: { percentage: 0 },
    })
    expect(seen.find(({ status }) => status !== "preparing")).toMatchObject({ status: "ready" })
  },
)
