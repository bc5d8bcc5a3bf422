import fc from "fast-check"
import { expect, test } from "vitest"
import { nowOf } from "../../lib/clock.ts"
import type { Claim } from "../../lib/engine/batches/claim.ts"
import { splitBatch } from "../../lib/engine/batches/split.ts"
import { compareDatabase } from "../reference/compare.ts"
import { Reference } from "../reference/reference.ts"
import { control, statusOf } from "../support/ask.ts"
import { countsOf, expectedCounts } from "../support/counts.ts"
import { driveToEnd, finalize, prepare, rollBack, type Sent, step } from "../support/drive.ts"
import { type Gate, gateBefore, STEP_BY_STEP } from "../support/gate.ts"
import { handmade } from "../support/handmade.ts"
import type { Lab } from "../support/lab.ts"
import { sharedLab } from "../support/own-lab.ts"
import { rounds } from "../support/rounds.ts"
import { checksums, leftovers } from "../support/tables.ts"
import { extractChains } from "./random-extracts.ts"

/** What may happen next to a job that is being driven. */
const HAPPENINGS = [
  "step",
  "three at once",
  "hold",
  "hold commit",
  "let go",
  "kill",
  "expire",
  "cut",
  "pause",
  "again",
] as const
type Happening = (typeof HAPPENINGS)[number]

const schedules = fc.array(fc.constantFrom(...HAPPENINGS), { maxLength: 25 })
const batchSizes = fc.integer({ min: 1, max: 8 })

const lab = sharedLab(STEP_BY_STEP)

interface Held {
  gate: Gate
  answer: Promise<unknown>
}

/** One job, driven from several sides. */
class Course {
  readonly #job_id: string
  readonly #held: Held[] = []
  #drivers = 0

  constructor(job_id: string) {
    this.#job_id = job_id
  }

  async happen(what: Happening): Promise<void> {
    const { length } = this.#held
    if (what === "step") await this.#step(lab)
    else if (what === "three at once") await Promise.all([this.#step(lab), this.#step(lab), this.#step(lab)])
    else if (what === "hold") await this.#hold((sql) => sql === "begin transaction")
    else if (what === "hold commit") await this.#hold((sql) => sql === "commit")
    else if (what === "let go" && length > 0) await this.#letGo()
    else if (what === "kill" && length > 0) this.#held.shift()?.gate.kill()
    else if (what === "expire") lab.clock.advance(61)
    else if (what === "cut") await this.#cut()
    else if (what === "pause") await this.#pauseAndResume()
    else if (what === "again") await this.#again()
  }

  #step(through: Lab) {
    this.#drivers += 1
    return step(through, this.#job_id, { driver: { id: `driver ${this.#drivers}`, label: "test" } })
  }

  async #hold(here: (sql: string) => boolean): Promise<void> {
    const gate = gateBefore(lab.effects, here)
    const answer = this.#step({ ...lab, effects: gate.effects })
    const ended = answer.then(() => "ended" as const)
    if ((await Promise.race([gate.reached, ended])) !== "ended") this.#held.push({ gate, answer })
  }

  async #letGo(): Promise<void> {
    const held = this.#held.shift()
    held?.gate.open()
    await held?.answer
  }

  async #pauseAndResume(): Promise<void> {
    if ((await statusOf(lab, this.#job_id)).status !== "processing") return
    await control(lab, this.#job_id, "pause")
    expect(await this.#step(lab)).toMatchObject({ batch_completed: false })
    await control(lab, this.#job_id, "resume")
  }

  /** Cuts a batch in two while a driver works on it, as a driver does that runs out of time. */
  async #cut(): Promise<void> {
    const already = this.#held.length
    await this.#hold((sql) => sql === "begin transaction")
    if (this.#held.length === already) return
    const claimed = await lab.read(
      `select * from import_job_batches where driver_id = 'driver ${this.#drivers}' and status = 'processing'
       and job_id = '${this.#job_id}'`,
    )
    const cut = claimed.length === 1 && (await this.#cutAlone(claimed[0]))
    const held = this.#held.pop()
    held?.gate.open()
    const answer = await held?.answer
    // It may have stood before its claim, and found what it wanted in the hands of one who commits.
    if (claimed.length > 0) expect(answer).toMatchObject({ batch_completed: !cut })
  }

  async #cutAlone(row: Record<string, unknown> = {}): Promise<boolean> {
    const cutting = { ...row, batches: 1, taken: [row] }
    const audit = { actor: "CLI", now: nowOf(lab.effects) }
    return lab.effects.db.use((connection) => splitBatch(connection, cutting as unknown as Claim, audit))
  }

  /** Asks for a batch that is done once more: its answer was lost. */
  async #again(): Promise<void> {
    const [done] = await lab.read(
      `select table_name, batch_number, operation from import_job_batches
       where job_id = '${this.#job_id}' and status = 'completed' limit 1`,
    )
    if (!done) return
    const before = await checksums(lab)
    expect(await step(lab, this.#job_id, done)).toMatchObject({ batch_completed: true })
    if (this.#held.length === 0) expect(await checksums(lab)).toEqual(before)
  }

  /** Lets everything that is held go and drives until nothing is left. */
  async end(): Promise<void> {
    while (this.#held.length > 0) await this.#letGo()
    for (let tries = 0; tries < 30; tries += 1) {
      const { status } = await driveToEnd(lab, this.#job_id)
      if (status === "ready_to_finalize") return
      expect(status).toBe("waiting")
      lab.clock.advance(61)
    }
    throw new Error("The job does not come to an end.")
  }
}

async function importOnCourse(extract: Sent, batch_size: number, happenings: readonly Happening[]) {
  const options = { batch_size, max_retries: 10, allow_gap: true, allow_mass_close: true }
  const { answer } = await prepare(lab, extract, options)
  const course = new Course(answer.job_id)
  // The first call also starts the job, which is nothing to be held up in.
  for (const what of ["step", ...happenings] as const) await course.happen(what)
  await course.end()
  await finalize(lab, answer.job_id)
  return answer.job_id
}

let deadline = 0

const property = fc.asyncProperty(
  extractChains,
  batchSizes,
  schedules,
  async (chain, batch_size, happenings) => {
    // On a slow machine fewer runs say something; none of them is cut off half-way.
    if (performance.now() > deadline) return
    // Strides of one, or of many.
    lab.effects.config.stride_seconds = batch_size % 2
    const reference = new Reference()
    const done: { job_id: string; before: Record<string, string> }[] = []
    try {
      for (const extract of chain) {
        const sent = await handmade(extract)
        const before = await checksums(lab)
        const job_id = await importOnCourse(sent, batch_size, happenings)
        done.push({ job_id, before })
        const counts = await reference.apply(sent.bytes)
        expect(await compareDatabase(lab.read, reference.register)).toEqual([])
        expect(await countsOf(lab, job_id)).toEqual(expectedCounts(counts))
        expect(await leftovers(lab)).toEqual({})
      }
      for (const { job_id, before } of done.reverse()) {
        await rollBack(lab, job_id)
        expect(await checksums(lab)).toEqual(before)
      }
    } catch (error) {
      await lab.anew(STEP_BY_STEP)
      throw error
    }
  },
)

const SECONDS = rounds(2)
const SEED = Date.now() % 1_000_000_007

test(`random extracts and schedules, of seed ${SEED} this time, lead to what the reference says`, async () => {
  deadline = performance.now() + SECONDS * 1000
  await fc.assert(property, { seed: SEED, numRuns: SECONDS * 2 })
})
