import { EventEmitter, once } from "node:events"
import type { Driver, RowsDone, StatusAnswer } from "../contract/index.ts"
import type { Effects } from "../effects.ts"
import { type Problem, problem } from "../errors.ts"
import { driveToEnd } from "../import/drive.ts"
import { createdIds, rowFaults, rowsDone } from "../import/rows/rows-done.ts"
import { jobStatus } from "../import/status.ts"
import { countedText, plainName } from "../words.ts"
import type { ImportJob, ImportResult } from "./shapes.ts"

/** Whose work it is, in the audit log and for who may see it. */
export const PROGRAM = { name: "program", projects: ["*"] }
const DRIVER: Driver = { id: `program:${process.pid}`, label: PROGRAM.name }

/** Drives an import from wherever it is until it is over, or until `signal` is aborted. */
export function runJob(job_id: string, signal: AbortSignal, effects: Effects): ImportJob {
  const call = { job_id, actor: PROGRAM }
  const strides = new Strides()
  const drive = async () => {
    for await (const done of driveToEnd({ job_id, driver: DRIVER, signal }, effects)) {
      if (done === "stride") strides.add(await rowsDone(call, effects))
    }
    const status = await jobStatus(call, effects)
    if (status.status !== "completed") throw whyNot(status, signal)
    return resultOf(job_id, signal, effects)
  }
  return jobOf(job_id, strides, drive())
}

/** An import that was refused before there was anything of it; no other call knows its id. */
export function refusedJob(job_id: string, refusal: Problem): ImportJob {
  return jobOf(job_id, new Strides(), Promise.reject(refusal))
}

function jobOf(id: string, strides: Strides, result: Promise<ImportResult>): ImportJob {
  // Whoever only follows the progress is not to be ended by a rejection nobody waits for.
  result.then(strides.end, strides.end)
  return { id, progress: () => strides, finished: () => result }
}

/** What was told so far, and a way to wait for more. */
class Strides implements AsyncIterable<RowsDone> {
  private readonly told: RowsDone[] = []
  private over = false
  private readonly news = new EventEmitter().setMaxListeners(0)

  add(rows: RowsDone): void {
    this.told.push(rows)
    this.news.emit("news")
  }

  readonly end = (): void => {
    this.over = true
    this.news.emit("news")
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<RowsDone, void> {
    for (let next = 0; ; next += 1) {
      while (this.told[next] === undefined && !this.over) await once(this.news, "news")
      const rows = this.told[next]
      if (rows === undefined) return
      yield rows
    }
  }
}

async function resultOf(job_id: string, signal: AbortSignal, effects: Effects): Promise<ImportResult> {
  const call = { job_id, actor: PROGRAM }
  const { counts } = await rowsDone(call, effects)
  const { inserted, updated, skipped, failed_rows: failed } = counts
  const errors = await rowFaults(call, effects)
  const created_ids = { [Symbol.asyncIterator]: () => untilClosed(createdIds(call, effects), signal) }
  return { inserted, updated, skipped, failed, counts, errors, created_ids }
}

async function* untilClosed(ids: AsyncGenerator<string>, signal: AbortSignal): AsyncGenerator<string, void> {
  try {
    yield* ids
  } catch (error) {
    throw signal.aborted
      ? closedProblem("before all ids were read. Open it again and resume the import.")
      : error
  }
}

/** Why an import that nobody drives any more is not completed. */
function whyNot(status: StatusAnswer, signal: AbortSignal): Problem {
  const { job_id, title, error, failed_batches: failed } = status
  const again = `resume(${JSON.stringify(job_id)})`
  const told = (code: string, detail: string) => problem(409, code, detail, { job_id })
  if (error) return problem(422, error.code, error.detail, { job_id })
  if (status.status === "failed") {
    const because = failed[0] ? `: ${failed[0].error}` : "."
    const count = countedText(status.overall_progress.failed_batches, "batch", "batches")
    return told("batches_failed", `${title}: ${count} failed${because} Mend the cause; ${again} tries again.`)
  }
  if (status.held) {
    const go = `resume(${JSON.stringify(job_id)}, { start: true })`
    return told("held", `${title} is held, since ${whyHeld(status, go)}`)
  }
  if (status.status === "paused") return told("paused", `${title} is paused. ${again} goes on with it.`)
  if (signal.aborted) return closedProblem(`before ${title} was over. Open it again: ${again} goes on.`)
  return told("job_closed", `${title} is ${plainName(status.status)}. Start it anew.`)
}

function whyHeld({ held, row_errors }: StatusAnswer, go: string): string {
  if (held === "mass_close")
    return `many current rows would be closed. Look whether the file is whole; then ${go} closes them.`
  if (row_errors === 0) return `nobody has let it go after its rows were mended. ${go} imports them all.`
  return `${countedText(row_errors, "row")} cannot be used. ${go} imports the others.`
}

/** Of what is asked for after close(), or was under way then. */
export function closedProblem(rest: string): Problem {
  return problem(503, "closed", `Sluice was closed ${rest}`)
}
