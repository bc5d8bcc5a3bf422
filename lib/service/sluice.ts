import { timeOrderedId } from "../clock.ts"
import { ImportOptions } from "../contract/index.ts"
import { findDataset } from "../datasets/index.ts"
import type { Effects } from "../effects.ts"
import { isProblem } from "../errors.ts"
import { invalidRequest } from "../http/problem.ts"
import { controlJob } from "../import/control.ts"
import { prepareImport } from "../import/prepare.ts"
import { retryBatches } from "../import/retry.ts"
import { jobStatus } from "../import/status.ts"
import { issueText } from "../words.ts"
import { sourceOf } from "./content.ts"
import { closedProblem, PROGRAM, refusedJob, runJob } from "./running.ts"
import type { ImportInput, ImportJob, Sluice } from "./shapes.ts"

/** The service on effects that are open; closing it closes their database. */
export function createSluice(effects: Effects): Sluice {
  return new OpenSluice(effects)
}

class OpenSluice implements Sluice {
  private readonly effects: Effects
  private readonly stop = new AbortController()
  private readonly running = new Map<string, ImportJob>()
  /** What close() has to wait for, since an import comes of it. */
  private readonly beginnings = new Set<Promise<unknown>>()
  private closing: Promise<void> | undefined

  constructor(effects: Effects) {
    this.effects = effects
  }

  start(dataset: string, input: Partial<ImportInput> = {}): Promise<ImportJob> {
    return this.begin((run) => start(dataset, input, run, this.effects))
  }

  resume(job_id: string, { start = false }: { start?: boolean } = {}): Promise<ImportJob> {
    return this.begin((run) => resume({ job_id, start }, run, this.effects))
  }

  close(): Promise<void> {
    this.stop.abort()
    this.closing ??= this.whenQuiet().then(() => this.effects.db.close())
    return this.closing
  }

  private async begin(work: (run: Run) => Promise<ImportJob>): Promise<ImportJob> {
    if (this.stop.signal.aborted) throw closedProblem("already. Open it again.")
    const begun = work((job_id) => this.run(job_id))
    this.beginnings.add(begun)
    return begun.finally(() => this.beginnings.delete(begun))
  }

  /** An import is driven once, however often it is asked for. */
  private run(job_id: string): ImportJob {
    const known = this.running.get(job_id)
    if (known) return known
    const job = runJob(job_id, this.stop.signal, this.effects)
    this.running.set(job_id, job)
    const forget = () => void this.running.delete(job_id)
    job.finished().then(forget, forget)
    return job
  }

  private async whenQuiet(): Promise<void> {
    await Promise.allSettled(this.beginnings)
    await Promise.allSettled([...this.running.values()].map((job) => job.finished()))
  }
}

type Run = (job_id: string) => ImportJob

async function start(
  name: string,
  input: Partial<ImportInput>,
  run: Run,
  effects: Effects,
): Promise<ImportJob> {
  try {
    return run(await prepare(name, input, effects))
  } catch (error) {
    if (!isProblem(error)) throw error
    return refusedJob(timeOrderedId(effects.clock.now()), error)
  }
}

/** Answers the import's id once its source is stored: from then on nothing of it can be lost. */
async function prepare(name: string, input: Partial<ImportInput>, effects: Effects): Promise<string> {
  const dataset = findDataset(name)
  const asked = ImportOptions.safeParse({ ...input.options, run: "background" }, { error: issueText })
  if (!asked.success) throw invalidRequest(asked.error, "options")
  const source = await sourceOf(input, effects)
  const { answer } = await prepareImport({ dataset, source, options: asked.data, actor: PROGRAM }, effects)
  return answer.job_id
}

async function resume(
  { job_id, start }: { job_id: string; start: boolean },
  run: Run,
  effects: Effects,
): Promise<ImportJob> {
  const call = { job_id, actor: PROGRAM }
  const status = await jobStatus(call, effects)
  const dataset = findDataset(status.dataset)
  if (status.held && start) await controlJob({ ...call, dataset, action: "start" }, effects)
  if (status.status === "paused") await controlJob({ ...call, dataset, action: "resume" }, effects)
  if (status.status === "failed" && !status.error) {
    await retryBatches({ ...call, dataset, all_failed: true }, effects)
  }
  return run(job_id)
}
