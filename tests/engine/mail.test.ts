import { createServer } from "node:net"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { readConfig } from "../../lib/config.ts"
import type { Effects } from "../../lib/effects.ts"
import { finalizeJob } from "../../lib/import/finalize.ts"
import { listAudit } from "../../lib/import/listings.ts"
import { jobReport } from "../../lib/import/report.ts"
import { createMailer } from "../../lib/notify/index.ts"
import { control, retryAll, schedule, statusOf } from "../support/ask.ts"
import { actor, dataset, driveToEnd, finalize, prepare, step } from "../support/drive.ts"
import { gateBefore, signal } from "../support/gate.ts"
import { handmade, leastFull, line, smallFull } from "../support/handmade.ts"
import type { Lab } from "../support/lab.ts"
import { ownLab } from "../support/own-lab.ts"
import { inLongRuns } from "../support/rounds.ts"
import { type MailServer, startMailServer } from "../support/smtp.ts"

const TO = "jane.doe@example.org"

let server: MailServer
beforeAll(async () => {
  server = await startMailServer()
})
beforeEach(() => {
  server.mails.length = 0
})
const lab = ownLab(() => ({ SMTP_URL: server.url, SLUICE_PUBLIC_URL: "https://imports.example.org/" }))
afterAll(() => server.stop())

/** An import that wants a mail, its batches done. */
async function ready(more: object = {}): Promise<string> {
  const { answer } = await prepare(lab, await leastFull(), { notify_email: TO, ...more })
  await driveToEnd(lab, answer.job_id)
  return answer.job_id
}

async function mailLines(job_id: string) {
  const { events } = await listAudit({ job_id, limit: 100, actor }, lab.effects)
  return events.filter(({ event }) => event.startsWith("mail.")).map(({ event, detail }) => [event, detail])
}

async function mailState(job_id: string): Promise<unknown> {
  const mails = `select status from outbox where job_id = '${job_id}' and channel = 'mail'`
  return (await lab.read(`${mails} order by created_at desc, delivery_id desc limit 1`))[0]?.status ?? null
}

/** The mails there are, once as many have come as are expected. */
async function got(count: number) {
  await expect.poll(() => server.mails.length).toBeGreaterThanOrEqual(count)
  expect(server.mails.map(({ headers }) => headers.subject)).toHaveLength(count)
  return server.mails
}

function sending(mail: Effects["mail"]): Lab {
  return { ...lab, effects: { ...lab.effects, mail } }
}

describe("whoever wants to know when an import is over", () => {
  test("is told at once when none of its rows can be used", async () => {
    const full = await handmade({ number: 1, type: "full", lines: { contact: ["x", "y"] } })
    const { answer } = await prepare(lab, full, { notify_email: TO })
    expect(answer.status).toBe("completed")
    const [mail] = await got(1)
    expect(mail?.headers.subject).toMatch(/: nothing could be imported, 2 rows need attention$/)
    expect(mail?.text).toMatch(/^contacts +2 +2$/m)
    await finalize(lab, answer.job_id)
    expect(await mailLines(answer.job_id)).toHaveLength(1)
  })

  test("is told that it waits for a person, and what to do, and hears again when it is over", async () => {
    const lines = { enterprise: [line.enterprise(1)], contact: ["x"] }
    const full = await handmade({ number: 1, type: "full", lines })
    const { answer } = await prepare(lab, full, { notify_email: TO, on_row_errors: "hold" })
    expect(answer.held).toBe("row_errors")
    const [mail] = await got(1)
    expect(mail?.headers.subject).toMatch(/extract 1.*: waits for you, 1 row needs attention$/)
    expect(mail?.text).toMatch(/^Nothing is imported yet.* then import the rest, or cancel it\.$/m)
    expect(mail?.text).toContain(`https://imports.example.org/imports/${answer.job_id}`)
    await schedule(lab)
    await control(lab, answer.job_id, "start")
    await driveToEnd(lab, answer.job_id)
    await finalize(lab, answer.job_id)
    expect((await got(2))[1]?.headers.subject).toMatch(/: completed, 1 row needs attention$/)
  })

  test("gets one mail with how it went, table by table, and a link", async () => {
    const bad = line.contact(1, "")
    const full = await handmade({
      number: 1,
      type: "full",
      lines: {
        enterprise: [line.enterprise(1), line.enterprise(2)],
        contact: [line.contact(1, "1"), bad, bad],
      },
    })
    const { answer } = await prepare(lab, full, { notify_email: TO })
    expect(answer.warnings).toEqual([])
    await driveToEnd(lab, answer.job_id)
    await finalize(lab, answer.job_id)
    const [mail] = await got(1)
    expect(mail).toMatchObject({ from: "sluice@localhost", to: [TO] })
    expect(mail?.headers).toMatchObject({
      to: TO,
      from: "sluice@localhost",
      "auto-submitted": "auto-generated",
      "message-id": `<${answer.job_id}.completed@sluice>`,
    })
    expect(mail?.headers.subject).toMatch(/extract 1.*: completed, 2 rows need attention$/)
    expect(mail?.text).toContain(
      "extract.zip, imported by tester, begun 2026-01-05 06:00:00 UTC, which took ",
    )
    expect(mail?.text).toContain("Rows that could not be used: missing_value 2.")
    expect(mail?.text).toMatch(/^table +rows +inserted +failed rows$/m)
    expect(mail?.text).toMatch(/^contacts +3 +1 +2$/m)
    const link = `https://imports.example.org/imports/${answer.job_id}`
    expect(mail?.text.trimEnd().endsWith(`\n\n${link}`)).toBe(true)
    expect(mail?.html).toContain(`<a href="${link}">${link}</a>`)
    expect(mail?.html).toMatch(/<td[^>]*>contacts<\/td><td[^>]*>3<\/td>/)
    expect(await mailLines(answer.job_id)).toEqual([["mail.sent", "j***@example.org"]])
    expect(await mailState(answer.job_id)).toBe("delivered")
  })

  inLongRuns("gets one only, however many close the import and however often", async () => {
    const job_id = await ready()
    await Promise.all([1, 2, 3, 4].map(() => finalize(lab, job_id)))
    await finalize(lab, job_id)
    await schedule(lab)
    await got(1)
    expect(await mailLines(job_id)).toHaveLength(1)
  })

  inLongRuns("is led nowhere where nobody has said how people reach the page", async () => {
    const config = readConfig({
      SMTP_URL: server.url,
      SLUICE_DATABASE: lab.effects.db.location,
      PORT: "4321",
    })
    const job_id = await ready()
    await finalizeJob({ dataset, accept_failed: false, actor, job_id }, { ...lab.effects, config })
    const [mail] = await got(1)
    expect(mail?.text).not.toContain("http")
    expect(mail?.html).not.toContain("href")
  })

  inLongRuns("is told that a dry run was one, and hears again when it is applied", async () => {
    const job_id = await ready({ dry_run: true })
    await finalize(lab, job_id)
    await control(lab, job_id, "apply")
    await driveToEnd(lab, job_id)
    await finalize(lab, job_id)
    const subjects = (await got(2)).map(({ headers }) => headers.subject?.split(": ")[1])
    expect(subjects).toEqual(["dry run completed", "completed"])
  })

  inLongRuns("hears of an import that cannot go on, once, and of its end", async () => {
    const { answer } = await prepare(lab, await smallFull(3), { notify_email: TO })
    const { job_id } = answer
    const failAll = () =>
      lab.run(
        `update import_job_batches set status = 'failed', attempt = max_attempts
         where job_id = '${job_id}' and status = 'pending' and table_name = 'contact'`,
      )
    await failAll()
    await driveToEnd(lab, job_id)
    expect((await statusOf(lab, job_id)).status).toBe("failed")
    const [first] = await got(1)
    expect(first?.headers.subject).toMatch(/: needs attention, 1 batch failed$/)
    expect(first?.text).toContain("Retry them, or accept that they failed")
    await retryAll(lab, job_id)
    await failAll()
    await driveToEnd(lab, job_id)
    await finalize(lab, job_id, true)
    const [, last] = await got(2)
    expect(last?.headers.subject).toMatch(/: completed, 1 batch failed$/)
    expect((await mailLines(job_id)).map(([event]) => event)).toEqual(["mail.sent", "mail.sent"])
  })

  test("is not in any report, and nobody gets a mail who did not ask", async () => {
    const job_id = await ready()
    await finalize(lab, job_id)
    const { job } = await jobReport({ job_id, actor }, lab.effects)
    expect(job.options.notify_email).toBe("j***@example.org")
    expect(JSON.stringify(lab.events)).not.toContain(TO)
    const quiet = await prepare(lab, await leastFull(2))
    await driveToEnd(lab, quiet.answer.job_id)
    await finalize(lab, quiet.answer.job_id)
    await schedule(lab)
    await got(1)
    expect(await mailState(quiet.answer.job_id)).toBeNull()
  })

  test("is warned when there is no server to send by", async () => {
    const without = sending(null)
    const { answer } = await prepare(without, await leastFull(), { notify_email: TO })
    expect(answer.warnings).toMatchObject([{ code: "mail_not_configured" }])
    await driveToEnd(without, answer.job_id)
    await finalize(without, answer.job_id)
    expect((await statusOf(lab, answer.job_id)).warnings).toMatchObject([{ code: "mail_not_configured" }])
    expect(await mailState(answer.job_id)).toBeNull()
  })
})

describe("names in a mail", () => {
  test("make neither headers nor recipients", async () => {
    const job_id = await ready()
    const title = "people\r\nBcc: eve@example.org\r\n\r\nHello <b>you</b> – \u202etxt & co".replaceAll(
      "'",
      "",
    )
    await lab.run(
      `update import_jobs set title = '${title}', started_by = '${title}',
         source = json_merge_patch(source, json_object('name', '${title}')) where job_id = '${job_id}'`,
    )
    await finalize(lab, job_id)
    const [mail] = await got(1)
    expect(mail?.to).toEqual([TO])
    expect(mail?.headers.subject).toBe("people Bcc: eve@example.org Hello <b>you</b> – txt & co: completed")
    expect(Object.keys(mail?.headers ?? {})).toHaveLength(mail?.header_count ?? 0)
    expect(mail?.headers).not.toHaveProperty("bcc")
    expect(mail?.html).toContain("Hello &lt;b&gt;you&lt;/b&gt; – txt &amp; co")
    expect(mail?.html).not.toContain("<b>")
  })
})

describe("a mail that cannot be sent", () => {
  const secret = "hunter2"

  async function failed(mail: Effects["mail"], ends = "due"): Promise<string> {
    const job_id = await ready()
    expect(await finalize(sending(mail), job_id)).toMatchObject({ status: "completed", outcome: "complete" })
    expect(await mailState(job_id)).toBe(ends)
    const [[event, detail] = [], ...more] = await mailLines(job_id)
    expect([event, more]).toEqual(["mail.failed", []])
    expect(JSON.stringify([detail, lab.events])).not.toMatch(new RegExp(`${secret}|jane`))
    expect(lab.events.filter(({ type }) => type === "mail.failed")).toHaveLength(1)
    await schedule(sending(mail))
    expect(await mailLines(job_id)).toHaveLength(1)
    expect(server.mails).toEqual([])
    return String(detail)
  }

  const mailer = (url: string, limits?: { connect: number; whole: number }) =>
    createMailer({ smtp_url: url.replace("//", `//user:${secret}@`), mail_from: null }, limits)

  inLongRuns("for want of a server leaves the import completed and says why", async () => {
    const closed = createServer().listen(0, "127.0.0.1")
    await new Promise((resolve) => closed.once("listening", resolve))
    const { port } = closed.address() as { port: number }
    await new Promise((resolve) => closed.close(resolve))
    expect(await failed(mailer(`smtp://127.0.0.1:${port}`))).toContain("ECONNREFUSED")
  })

  inLongRuns("to a recipient the server does not want says what the server said", async () => {
    const rejecting = await startMailServer("reject")
    const detail = await failed(createMailer({ smtp_url: rejecting.url, mail_from: null }), "failed")
    rejecting.stop()
    expect(detail).toMatch(/^j\*\*\*@example\.org: .*Nobody of that name lives here/)
  })

  inLongRuns("because the server is silent is given up before the time of the call is", async () => {
    const silent = await startMailServer("hang")
    const job_id = await ready()
    const mail = createMailer({ smtp_url: silent.url, mail_from: null }, { connect: 10_000, whole: 10_000 })
    const deadline = lab.clock.now() + 6_000
    await finalize({ ...lab, effects: { ...lab.effects, mail, deadline } }, job_id)
    expect(await mailState(job_id)).toBe("due")
    expect((await mailLines(job_id)).at(-1)?.[1]).toContain("The mail server took longer than 5 s.")
    silent.stop()
  })

  test("because the server is silent is given up after a while", async () => {
    const silent = await startMailServer("hang")
    const slow = await failed(mailer(silent.url, { connect: 100, whole: 10_000 }))
    expect(slow).toMatch(/greeting/i)
    silent.stop()
  })

  inLongRuns("because it takes too long is given up, too", async () => {
    const silent = await startMailServer("hang")
    const job = failed(mailer(silent.url, { connect: 10_000, whole: 100 }))
    expect(await job).toContain("The mail server took longer than 0.1 s.")
    silent.stop()
  })
})

describe("the scheduler", () => {
  test("sends the mail of an import whose process ended right after it was closed", async () => {
    const job_id = await ready()
    const gate = gateBefore(
      lab.effects,
      (sql) => sql.includes("attempts = attempts + 1") && sql.includes("outbox"),
    )
    void finalize({ ...lab, effects: gate.effects }, job_id)
    await gate.reached
    gate.kill()
    expect([(await statusOf(lab, job_id)).status, await mailState(job_id)]).toEqual(["completed", "due"])
    await schedule(lab)
    await got(1)
    expect(await mailLines(job_id)).toEqual([["mail.sent", "j***@example.org"]])
  })

  const left = (job_id: string, how: string) => lab.run(`update outbox set ${how} where job_id = '${job_id}'`)
  const minutesAgo = (minutes: number, at = "due_at") =>
    `${at} = '${new Date(lab.clock.now() - minutes * 60_000).toISOString()}'::timestamp`

  test("sends what was left due when a process ended, once", async () => {
    const job_id = await ready()
    await finalize(sending({ send: async () => {} }), job_id)
    await left(job_id, `status = 'due', attempts = 0, ${minutesAgo(1)}`)
    await schedule(lab)
    await schedule(lab)
    const [mail] = await got(1)
    expect(mail?.text).toContain(`https://imports.example.org/imports/${job_id}`)
    expect(await mailState(job_id)).toBe("delivered")
  })

  test("takes up once what a process died with, and not before it must be dead", async () => {
    const job_id = await ready()
    await finalize(sending({ send: async () => {} }), job_id)
    await left(job_id, `status = 'sending', attempts = 1, ${minutesAgo(2, "taken_at")}`)
    await schedule(lab)
    expect([await mailState(job_id), server.mails]).toEqual(["sending", []])
    lab.clock.advance(240)
    await schedule(lab)
    await got(1)
    expect(await mailState(job_id)).toBe("delivered")
  })

  inLongRuns("gives up what processes died with twice", async () => {
    const job_id = await ready()
    await finalize(sending({ send: async () => {} }), job_id)
    const sendingFor = (minutes: number) => `status = 'sending', ${minutesAgo(minutes, "taken_at")}`
    await left(job_id, `${sendingFor(6)}, attempts = 1, answer = null`)
    const taken = signal()
    void schedule(
      sending({
        send: () => {
          taken.give()
          return new Promise(() => {})
        },
      }),
    )
    await taken.given
    await left(job_id, sendingFor(6))
    await schedule(lab)
    expect([await mailState(job_id), server.mails]).toEqual(["failed", []])
    expect((await mailLines(job_id)).at(-1)).toEqual([
      "mail.failed",
      "j***@example.org: Twice a process ended while it was sending.",
    ])
  })

  inLongRuns("leaves a mail to whoever has just made it due", async () => {
    const job_id = await ready()
    await finalize(sending({ send: async () => {} }), job_id)
    await left(job_id, `status = 'due', attempts = 0, ${minutesAgo(-1.1)}`)
    await schedule(lab)
    expect([await mailState(job_id), server.mails]).toEqual(["due", []])
  })
})

test("a batch that fails late leaves the mail to the scheduler", async () => {
  const { answer } = await prepare(lab, await smallFull(3), { notify_email: TO })
  const { job_id } = answer
  await step(lab, job_id)
  await lab.run(
    `update import_job_batches set status = 'failed', attempt = max_attempts
     where job_id = '${job_id}' and status = 'pending'`,
  )
  const late = { ...lab, effects: { ...lab.effects, clock: { ...lab.clock, now: slowClock(lab) } } }
  await driveToEnd(late, job_id)
  expect([(await statusOf(lab, job_id)).status, await mailState(job_id)]).toEqual(["failed", "due"])
  await schedule(lab)
  await got(1)
})

/** Every look at the clock takes it ten seconds further. */
function slowClock({ clock }: Lab): () => number {
  return () => {
    clock.advance(10)
    return clock.now()
  }
}
