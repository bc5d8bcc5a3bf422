import type { Operation } from "../../lib/contract/index.ts"
import type { Dataset } from "../../lib/datasets/declaration.ts"
import { EmbeddingError } from "../../lib/embeddings/index.ts"
import type { FailPoint } from "../../lib/fail-points.ts"
import { gateBefore, signal } from "../support/gate.ts"
import { doBatch, drive } from "../support/imports.ts"
import type { Lab } from "../support/lab.ts"
import { targetsOf } from "../support/tables.ts"

const ENDED = "The process ended here."

/** Does work in a process that ends when it comes to a fail point for the n-th time. */
export async function breakOff(
  lab: Lab,
  point: FailPoint,
  times: number,
  work: (dying: Lab) => Promise<unknown>,
): Promise<void> {
  let left = times
  const failAt = (at: FailPoint) => {
    if (at === point) left -= 1
    if (left <= 0) throw new Error(ENDED)
  }
  const thrown = await work({ ...lab, effects: { ...lab.effects, failAt } }).catch((error: Error) => error)
  if (!(thrown instanceof Error) || thrown.message !== ENDED) throw new Error(`It did not come to ${point}.`)
}

/** Does batches, one at least, until the next one is of the operation. */
export async function driveUntil(lab: Lab, dataset: Dataset, job_id: string, operation: Operation) {
  for (;;) {
    const { next_batch } = await doBatch(lab, dataset, job_id)
    if (!next_batch) throw new Error(`No batch of ${operation} comes.`)
    if (next_batch.operation === operation) return
  }
}

/** Has the next batch fail: for a moment the targets lack a column that every operation needs. Answers its state. */
export async function failNext(lab: Lab, dataset: Dataset, job_id: string): Promise<string> {
  for (const target of targetsOf(dataset))
    await lab.run(`alter table "${target}" rename _job_id to _elsewhere`)
  await doBatch(lab, dataset, job_id)
  for (const target of targetsOf(dataset))
    await lab.run(`alter table "${target}" rename _elsewhere to _job_id`)
  const [last] = await lab.read(
    `select to_status from import_audit where job_id = '${job_id}' and event = 'batch.failed'
     order by happened_at desc limit 1`,
  )
  return String(last?.to_status)
}

/** Has a driver claim the next batch and end before it does it. */
export function leaveClaimed(lab: Lab, dataset: Dataset, job_id: string): Promise<void> {
  return breakOff(lab, "after_claim", 1, (dying) => doBatch(dying, dataset, job_id, "gone"))
}

/** Drives a job while nobody makes embeddings. */
export async function driveWithoutEmbedder(lab: Lab, dataset: Dataset, job_id: string): Promise<void> {
  const embed = () => Promise.reject(new EmbeddingError("The endpoint knows no such model.", false))
  const embedder = { ...lab.effects.embedder, embed }
  await drive({ ...lab, effects: { ...lab.effects, embedder } }, dataset, job_id)
}

/** The same lab with a mail server that takes every mail, or refuses each for good. */
export function mailing(lab: Lab, how: "taken" | "refused"): Lab {
  const refusal = Object.assign(new Error("550 Nobody of that name lives here"), { responseCode: 550 })
  const send = () => (how === "taken" ? Promise.resolve() : Promise.reject(refusal))
  return { ...lab, effects: { ...lab.effects, mail: { send } } }
}

/** Does work whose process ends with a mail in its hands: before it takes it, or while it sends it. */
export async function leaveMail(
  lab: Lab,
  how: "due" | "sending",
  work: (dying: Lab) => Promise<unknown>,
): Promise<void> {
  const handed = signal()
  const taking = gateBefore(
    lab.effects,
    (sql) => how === "due" && sql.includes("outbox") && sql.includes("answer = $lost"),
  )
  const send = () => {
    handed.give()
    return new Promise<void>(() => {})
  }
  const ended = work({ ...lab, effects: { ...taking.effects, mail: { send } } })
  await Promise.race([taking.reached, handed.given, ended])
  taking.kill()
}
