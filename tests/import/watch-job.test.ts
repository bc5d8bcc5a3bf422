import { expect, test } from "vitest"
import type { Effects } from "../../lib/effects.ts"
import { type WatchEvent, watchJob } from "../../lib/import/watch-job.ts"
import { control, refusal, retryAll, statusOf } from "../support/ask.ts"
import { actor, driveToEnd, finalize, importExtract, prepare, step } from "../support/drive.ts"
import { leastFull } from "../support/handmade.ts"
import { openLabIn } from "../support/lab.ts"
import { ownLab } from "../support/own-lab.ts"
import { inLongRuns } from "../support/rounds.ts"

const lab = ownLab()

/** Every event until the end; `between` is done after each of the first ones. */
async function heard(
  input: Parameters<typeof watchJob>[0],
  between: (() => unknown)[] = [],
  effects: Effects = lab.effects,
): Promise<WatchEvent[]> {
  const events: WatchEvent[] = []
  for await (const event of watchJob(input, effects)) {
    events.push(event)
    await between[events.length - 1]?.()
  }
  return events
}

const names = (events: WatchEvent[]) => events.map(({ event }) => event)
const progress = (events: WatchEvent[]) =>
  events.flatMap((event) => (event.event === "progress" ? [event.data] : []))
const lastOf = (events: WatchEvent[]) => events.at(-1)?.data

async function prepared(): Promise<string> {
  return (await prepare(lab, await leastFull())).answer.job_id
}

test("an import that is over is told once, and then that nothing more is to come", async () => {
  const job_id = await importExtract(lab, await leastFull())
  const events = await heard({ job_id, actor })
  expect(names(events)).toEqual(["progress", "end"])
  expect(progress(events)).toEqual([await statusOf(lab, job_id)])
  expect(lastOf(events)).toEqual({ reason: "finished" })
})

test("an import is told when it changes, and only then, to its end", async () => {
  const job_id = await prepared()
  const events = await heard({ job_id, actor }, [
    () => step(lab, job_id),
    () => driveToEnd(lab, job_id),
    () => finalize(lab, job_id),
  ])
  expect(names(events)).toEqual(["progress", "progress", "progress", "progress", "end"])
  expect(progress(events).map(({ status }) => status)).toEqual([
    "ready",
    "processing",
    "processing",
    "completed",
  ])
  expect(new Set(events.map((event) => event.id)).size).toBe(5)
})

test("while nothing changes a heartbeat comes every ten seconds, until the time is up", async () => {
  const job_id = await prepared()
  const began = lab.clock.now()
  const events = await heard({ job_id, actor })
  expect(names(events)).toEqual(["progress", "heartbeat", "heartbeat", "end"])
  expect(lastOf(events)).toEqual({ reason: "time" })
  expect(lab.clock.now() - began).toBeLessThanOrEqual(25_000)
})

test("an import that failed may be brought back, so it is not over", async () => {
  const job_id = await prepared()
  await lab.run(
    `update import_job_batches set status = 'failed', attempt = max_attempts where job_id = '${job_id}'`,
  )
  await step(lab, job_id)
  await driveToEnd(lab, job_id)
  const events = await heard({ job_id, actor }, [() => retryAll(lab, job_id)])
  expect(progress(events).map(({ status }) => status)).toEqual(["failed", "processing"])
  expect(lastOf(events)).toEqual({ reason: "time" })
})

inLongRuns("whoever comes back is not told again what they have, also by another instance", async () => {
  const job_id = await prepared()
  const [first] = await heard({ job_id, actor })
  const folder = lab.effects.db.location.replace("/sluice.duckdb", "")
  const other = await openLabIn(folder, {}, lab.clock)
  const again = await heard({ job_id, last_event_id: first?.id ?? "", actor }, [], other.effects)
  other.close()
  expect(names(again)).not.toContain("progress")
  await control(lab, job_id, "cancel")
  expect(names(await heard({ job_id, last_event_id: first?.id ?? "", actor }))).toEqual(["progress", "end"])
})

test("an import that vanishes or a database that fails ends the watching, and the second is logged", async () => {
  const job_id = await prepared()
  const gone = await heard({ job_id, actor }, [() => lab.run("delete from import_jobs")])
  expect(gone.map(({ event, data }) => [event, data]).at(-1)).toEqual(["end", { reason: "interrupted" }])
  expect(lab.events.filter(({ type }) => type === "watch.failed")).toEqual([])
  const other = (await prepare(lab, await leastFull())).answer.job_id
  const ended = await heard({ job_id: other, actor }, [
    () => lab.run("alter table import_jobs rename to hidden"),
  ])
  expect(lastOf(ended)).toEqual({ reason: "interrupted" })
  expect(lab.events.filter(({ type }) => type === "watch.failed")).toMatchObject([{ job_id: other }])
})

test("an unknown import is refused before anything is told", async () => {
  expect(
    await refusal(watchJob({ job_id: "0199aaaa-0000-7000-8000-000000000000", actor }, lab.effects).next()),
  ).toBe("404 job_not_found")
})

test("a listener who leaves ends the watching in the middle of a pause", async () => {
  const job_id = await prepared()
  const leaving = new AbortController()
  const waited: (AbortSignal | undefined)[] = []
  const wait = async (_ms: number, signal?: AbortSignal) => {
    waited.push(signal)
    leaving.abort()
  }
  const effects = { ...lab.effects, clock: { ...lab.clock, wait } }
  const events = await heard({ job_id, signal: leaving.signal, actor }, [], effects)
  expect(names(events)).toEqual(["progress"])
  expect(waited).toEqual([leaving.signal])
})

inLongRuns(
  "a hundred who watch an import have it read once a second, and are all told the same",
  async () => {
    const job_id = await prepared()
    const readings: number[] = []
    const { db } = lab.effects
    const clock = clockOfSeconds(100)
    const use: typeof db.use = (work) => {
      readings.push(clock.now())
      return db.use(work)
    }
    const effects: Effects = { ...lab.effects, clock, db: { ...db, use } }
    const all = await Promise.all(Array.from({ length: 100 }, () => heard({ job_id, actor }, [], effects)))
    for (const events of all) expect(events).toEqual(all[0])
    expect(names(all[0] ?? [])).toEqual(["progress", "heartbeat", "heartbeat", "end"])
    const later = readings.filter((at) => at > 0)
    expect(later.length).toBeGreaterThan(20)
    expect(new Set(later).size).toBe(later.length)
  },
)

/** Stands still until so many wait, then goes on by a second for all of them. */
function clockOfSeconds(waiters: number): Effects["clock"] {
  let time = 0
  const waiting: (() => void)[] = []
  return {
    now: () => time,
    wait: () =>
      new Promise((go) => {
        waiting.push(go)
        if (waiting.length < waiters) return
        time += 1_000
        for (const next of waiting.splice(0)) next()
      }),
  }
}
