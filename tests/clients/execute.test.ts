import { beforeEach, describe, expect, test } from "vitest"
import { executeContacts } from "../../lib/clients/execute.ts"
import type { ContactsEvents, ExecuteRequest, ImportOptionsInput } from "../../lib/contract/index.ts"
import { contacts } from "../../lib/datasets/contacts.ts"
import { controlJob } from "../../lib/import/control.ts"
import { listBatches } from "../../lib/import/listings.ts"
import { jobStatus } from "../../lib/import/status.ts"
import { diagnose } from "../../lib/import/upkeep/diagnose.ts"
import { meaningOf } from "../../scripts/chaos/meaning.ts"
import { contactsMaterial } from "../conformance/contacts-material.ts"
import { refusal } from "../support/ask.ts"
import { applying, gateBefore } from "../support/gate.ts"
import { actor, carryOn, doBatch, importFiles, prepareFiles, textFile } from "../support/imports.ts"
import { endingAt, type Lab, openLab } from "../support/lab.ts"
import { ownLab } from "../support/own-lab.ts"
import { inLongRuns, LONG_RUN } from "../support/rounds.ts"
import { served } from "./served.ts"

type Event = { event: string; data: Record<string, unknown> }

const PROGRESS_KEYS: (keyof ContactsEvents["progress"])[] = [
  "current_batch",
  "duplicates",
  "eta_seconds",
  "failed",
  "processed",
  "progress",
  "skipped",
  "speed_per_minute",
  "success",
  "total",
  "total_batches",
]

const people = (from: number, to: number, note = "Note") =>
  [
    "email,first_name,notes",
    ...Array.from({ length: to - from }, (_, i) =>
      (from + i) % 100 === 99 ? "nobody,X," : `p${from + i}@example.org,Ann,${note} ${from + i}`,
    ),
  ].join("\n")

describe("over HTTP", () => {
  const server = served()

  async function prepared(text: string): Promise<string> {
    const form = new FormData()
    form.set("file", new Blob([text], { type: "text/csv" }), "people.csv")
    const response = await fetch(`${server.url}/api/import/contacts/prepare`, { method: "POST", body: form })
    return ((await response.json()) as { job_id: string }).job_id
  }

  function execute(id: string, body: object) {
    const headers = { "content-type": "application/json" }
    const url = `${server.url}/api/imports/${id}/execute`
    return fetch(url, { method: "POST", headers, body: JSON.stringify(body) })
  }

  async function eventsOf(response: Response): Promise<Event[]> {
    expect(response.status).toBe(200)
    expect(response.headers.get("content-type")).toBe("text/event-stream")
    return (await response.text()).split("\n\n").flatMap((block) => {
      const of = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(block)?.[1]
      const event = of("event")
      return event === undefined ? [] : [{ event, data: JSON.parse(of("data") ?? "{}") }]
    })
  }

  const body = (import_id: string): ExecuteRequest => ({
    import_id,
    duplicate_strategy: "update",
    skip_errors: true,
    batch_size: 100,
    notification_email: null,
  })

  test("a prepared import of contacts is executed as its team's request says, and told in its words", async () => {
    const first = await prepared(people(0, 400))
    await eventsOf(await execute(first, body(first)))
    const id = await prepared(people(200, 1200, "Changed"))
    const events = await eventsOf(await execute(id, body(id)))
    const progress = events.filter(({ event }) => event === "progress").map(({ data }) => data)
    for (const data of progress) {
      expect(Object.keys(data).sort()).toEqual(PROGRESS_KEYS)
      expect(Object.values(data).map((value) => typeof value)).toEqual(PROGRESS_KEYS.map(() => "number"))
    }
    expect(progress.at(-1)).toMatchObject({
      ...{ progress: 100, processed: 1000, total: 1000, success: 990, failed: 0, skipped: 10 },
      ...{ duplicates: 198, current_batch: 10, total_batches: 10, eta_seconds: 0 },
    })
    expect(Number(progress.at(-1)?.speed_per_minute)).toBeGreaterThan(0)
    const complete = events.at(-1)
    expect(complete).toEqual({
      event: "complete",
      data: {
        import_id: id,
        total_contacts: 1000,
        successfully_imported: 990,
        failed_contacts: 0,
        skipped_contacts: 10,
        duplicate_contacts: 198,
        import_duration_ms: expect.any(Number),
        error_log: expect.any(Array),
        report_url: `/api/imports/${id}/report`,
      },
    })
    const told = complete?.data.error_log as object[] | undefined
    expect(told).toHaveLength(10)
    expect(told?.[0]).toMatchObject({ line: 101, column: "email", value: "nobody" })
    const counts = { inserted: 792, updated: 198, merged: 0, failed_rows: 10, duplicates: 0 }
    for (const path of [`import/contacts/status/${id}`, `imports/${id}/report`]) {
      expect(await (await fetch(`${server.url}/api/${path}`)).json()).toMatchObject({ counts })
    }
    expect(await eventsOf(await execute(id, body(id)))).toEqual([complete])
    const other = await execute(id, { ...body(id), duplicate_strategy: "merge" })
    expect(other.status).toBe(409)
    expect(await other.json()).toMatchObject({ code: "already_started" })
  }, 60_000)

  test("an unknown import, another in the body, wrong options and rows that may not be skipped are refused", async () => {
    const id = await prepared(people(0, 150))
    const other = "01a20217-4111-7e90-8fb5-688b676d204c"
    const codeOf = async (of: string, sent: object) => {
      const response = await execute(of, sent)
      return `${response.status} ${((await response.json()) as { code: string }).code}`
    }
    expect(await codeOf(other, {})).toBe("404 job_not_found")
    expect(await codeOf(id, { import_id: other })).toBe("400 invalid_request")
    expect(await codeOf(id, { batch_size: 7 })).toBe("400 invalid_request")
    expect(await codeOf(id, { duplicate_strategy: "replace" })).toBe("400 invalid_request")
    expect(await codeOf(id, { skip_errors: false })).toBe("422 rows_invalid")
    const mailed = { notification_email: "ann@example.org" }
    const two = await Promise.all(
      [execute(id, mailed), execute(id, mailed)].map(async (one) => eventsOf(await one)),
    )
    const warning = { code: "mail_not_configured", message: expect.stringContaining("SMTP_URL") }
    expect(two.flat().find(({ event }) => event === "warning")?.data).toMatchObject(warning)
    for (const events of two) expect(events.at(-1)).toMatchObject({ event: "complete" })
  }, 60_000)
})

test("whoever joins an import that another drives is told every second how far it is", async () => {
  const lab = await openLab()
  const { job_id } = (await prepareFiles(lab, contacts, textFile("people.csv", people(0, 80)))).answer
  const other = gateBefore(lab.effects, applying)
  const driving = doBatch({ ...lab, effects: other.effects }, contacts, job_id, "other")
  await other.reached
  const signal = new AbortController().signal
  const joining = { job_id, actor, driver: { id: "one", label: "API" }, signal }
  const events: string[] = []
  for await (const { event } of executeContacts(joining, lab.effects)) {
    events.push(event)
    if (events.length === 4) {
      other.open()
      await driving
    }
  }
  expect(events.slice(0, 4)).toEqual(["progress", "progress", "progress", "progress"])
  expect(events.at(-1)).toBe("complete")
  lab.close()
})

describe("an import that is planned anew", () => {
  const material = contactsMaterial(LONG_RUN ? 300 : 120)
  const rules = ["skip", "update", "merge"] as const
  const pairs = rules.flatMap((from) => rules.filter((to) => to !== from).map((to) => [from, to] as const))
  /** One of the six; in a long run all. */
  const changes = LONG_RUN ? pairs : pairs.slice(0, 1)
  const lab = ownLab()
  beforeEach(async () => {
    await importFiles(lab, contacts, material.first.files, material.options)
  })

  async function executed(job_id: string, asked: Omit<ExecuteRequest, "import_id">, on = lab) {
    const signal = new AbortController().signal
    const input = { ...asked, job_id, actor, driver: { id: "one", label: "API" }, signal }
    const events: string[] = []
    for await (const { event } of executeContacts(input, on.effects)) events.push(event)
    return events
  }

  const prepare = async (options: ImportOptionsInput, on: Lab = lab) =>
    (await prepareFiles(on, contacts, material.second.files, { ...material.options, ...options })).answer
      .job_id

  test.each(changes)("leads from %s to what one that was prepared with %s leads to", async (from, to) => {
    const alike = await openLab()
    await importFiles(alike, contacts, material.first.files, material.options)
    await carryOn(alike, contacts, await prepare({ duplicates: to }, alike))
    const job_id = await prepare({ duplicates: from })
    expect((await executed(job_id, { duplicate_strategy: to, batch_size: 70 })).at(-1)).toBe("complete")
    expect(await meaningOf(lab, contacts)).toEqual(await meaningOf(alike, contacts))
    alike.close()
  })

  test("by two at once is what both of them asked for", async () => {
    const job_id = await prepare({ duplicates: "skip" })
    const begin = (asked: Omit<ExecuteRequest, "import_id">, effects = lab.effects) => {
      const driver = { id: "one", label: "API" }
      const input = { ...asked, job_id, actor, driver, signal: AbortSignal.abort() }
      return executeContacts(input, effects).next()
    }
    const late = gateBefore(lab.effects, (sql) => sql === "begin transaction")
    const second = begin({ batch_size: 70 }, late.effects)
    await late.reached
    await begin({ duplicate_strategy: "merge" })
    late.open()
    await second
    expect(
      await lab.read(`select options ->> 'duplicates' as rule, options ->> 'batch_size' as size
        from import_jobs where job_id = '${job_id}'`),
    ).toEqual([{ rule: "merge", size: "70" }])
    expect(await lab.read(`select distinct mode from import_job_batches where job_id = '${job_id}'`)).toEqual(
      [{ mode: "merge" }],
    )
    expect((await executed(job_id, {})).at(-1)).toBe("complete")
    expect(await diagnose({}, lab.effects)).toEqual([])
  })

  inLongRuns("is as it was when the rule goes there and back", async () => {
    const job_id = await prepare({ duplicates: "merge" })
    const staged = () =>
      lab.read(`select * from import_staging_contact_person where operation = 'insert' order by row_no`)
    const before = await staged()
    expect(await lab.read("select count(*)::int as n from import_staging_duplicates")).not.toEqual([{ n: 0 }])
    expect(await diagnose({}, lab.effects)).toEqual([])
    const signal = AbortSignal.abort()
    for (const duplicate_strategy of ["update", "skip", "merge"] as const) {
      const input = { job_id, duplicate_strategy, actor, driver: { id: "one", label: "API" }, signal }
      for await (const _event of executeContacts(input, lab.effects));
    }
    expect(await staged()).toEqual(before)
    expect(await diagnose({}, lab.effects)).toEqual([])
  })

  inLongRuns(
    "stays as an earlier release has put its repeated rows together, which kept nothing else of them",
    async () => {
      const job_id = await prepare({ duplicates: "merge" })
      await lab.run("delete from import_staging_contact_person where operation = 'original'")
      expect(await refusal(executed(job_id, { duplicate_strategy: "update" }))).toBe("409 not_replannable")
      expect((await executed(job_id, { batch_size: 60 })).at(-1)).toBe("complete")
    },
  )

  test("cannot be one any more once a batch was begun, while the same options go on", async () => {
    const job_id = await prepare({ duplicates: "skip" })
    await doBatch(lab, contacts, job_id)
    expect(await refusal(executed(job_id, { duplicate_strategy: "merge" }))).toBe("409 already_started")
    expect(await refusal(executed(job_id, { batch_size: 90 }))).toBe("409 already_started")
    expect((await executed(job_id, { duplicate_strategy: "skip" })).at(-1)).toBe("complete")
  })

  inLongRuns("can be one as long as no batch has landed, whatever was tried of them", async () => {
    const job_id = await prepare({ duplicates: "skip" })
    await expect(doBatch(endingAt(lab, "after_claim"), contacts, job_id)).rejects.toThrow("ended here")
    expect(await refusal(executed(job_id, { batch_size: 90 }))).toBe("409 already_started")
    lab.clock.advance(120)
    await lab.run(
      `update import_job_batches set status = 'pending', lease_token = null, attempt = 1 where status = 'processing'`,
    )
    await lab.run(`update import_jobs set status = 'paused' where job_id = '${job_id}'`)
    expect((await executed(job_id, { duplicate_strategy: "merge", batch_size: 90 })).at(-1)).toBe("stopped")
    const { batches } = await listBatches({ job_id, actor, limit: 500 }, lab.effects)
    expect(batches.map(({ records }) => records)).toEqual(expect.arrayContaining([90]))
    await controlJob({ dataset: contacts, job_id, action: "resume", actor }, lab.effects)
    expect((await executed(job_id, { duplicate_strategy: "update" })).at(-1)).toBe("complete")
  })

  inLongRuns(
    "is one or the other where a batch is claimed at that very moment: every row lands once",
    async () => {
      for (let round = 0; round < 3; round += 1) {
        const rows = people(round * 1_000, round * 1_000 + 240)
        const { job_id } = (await prepareFiles(lab, contacts, textFile("race.csv", rows), { batch_size: 50 }))
          .answer
        for (const action of ["pause", "resume"] as const)
          await controlJob({ dataset: contacts, job_id, action, actor }, lab.effects)
        const [told] = await Promise.allSettled([
          executed(job_id, { batch_size: 100 }),
          doBatch(lab, contacts, job_id, "other"),
        ])
        if (told.status === "rejected") expect(told.reason).toMatchObject({ code: "already_started" })
        await carryOn(lab, contacts, job_id).catch(() => undefined)
        const status = await jobStatus({ job_id, actor }, lab.effects)
        expect(status).toMatchObject({ status: "completed", reconciles: true, counts: { inserted: 238 } })
      }
      expect(await diagnose({}, lab.effects)).toEqual([])
    },
  )

  test("that is held over its bad rows goes on when they may be skipped", async () => {
    const file = textFile("bad.csv", people(0, 150))
    const { job_id, held } = (await prepareFiles(lab, contacts, file, { on_row_errors: "hold" })).answer
    expect(held).toBe("row_errors")
    expect((await executed(job_id, {})).at(-1)).toBe("stopped")
    expect(await refusal(executed(job_id, { skip_errors: false }))).toBe("422 rows_invalid")
    expect((await executed(job_id, { skip_errors: true, duplicate_strategy: "skip" })).at(-1)).toBe(
      "complete",
    )
  })

  test("that is paused, or still being read, is left to a person or to prepare", async () => {
    const paused = await prepare({})
    await lab.run(`update import_jobs set status = 'paused' where job_id = '${paused}'`)
    expect((await executed(paused, {})).at(-1)).toBe("stopped")
    const { answer } = await prepareFiles(lab, contacts, textFile("p.csv", people(0, 60)), {})
    await lab.run(`update import_jobs set status = 'preparing' where job_id = '${answer.job_id}'`)
    expect(await refusal(executed(answer.job_id, { batch_size: 90 }))).toBe("409 not_prepared")
  })

  test.each(["cancelled", "rolling_back", "rolled_back"])(
    "that is %s is refused: whoever calls again until it is complete would never end",
    async (status) => {
      const job_id = await prepare({})
      await lab.run(`update import_jobs set status = '${status}' where job_id = '${job_id}'`)
      expect(await refusal(executed(job_id, {}))).toBe("409 job_closed")
    },
  )
})
