import { Webhook } from "standardwebhooks"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { FeedRequest } from "../../lib/contract/index.ts"
import { send } from "../../lib/engine/notices/send.ts"
import { addFeed } from "../../lib/feeds/feeds.ts"
import { driveFeeds } from "../../lib/feeds/run.ts"
import { listDeliveries, testWebhook } from "../../lib/import/notices.ts"
import { serve } from "../store/file-server.ts"
import { schedule } from "../support/ask.ts"
import { actor, driveToEnd, finalize, prepare } from "../support/drive.ts"
import { leastFull } from "../support/handmade.ts"
import { ownLab } from "../support/own-lab.ts"
import { inLongRuns } from "../support/rounds.ts"
import { type MailServer, startMailServer } from "../support/smtp.ts"

const SECRET = `whsec_${Buffer.alloc(24, 7).toString("base64")}`

interface Got {
  headers: Record<string, string>
  body: string
}

/** A receiver that answers as it is told. */
async function receiver() {
  const got: Got[] = []
  const pings: string[] = []
  const how = { status: 204, headers: {} as Record<string, string>, hang: false }
  const server = await serve((request, response) => {
    if (request.method === "GET") pings.push(request.url ?? "")
    const chunks: Buffer[] = []
    request.on("data", (chunk: Buffer) => chunks.push(chunk))
    request.on("end", () => {
      if (request.method === "POST") {
        got.push({
          headers: request.headers as Record<string, string>,
          body: Buffer.concat(chunks).toString(),
        })
      }
      if (!how.hang) response.writeHead(how.status, how.headers).end()
    })
  })
  return { got, pings, how, ...server }
}

let mails: MailServer
let there: Awaited<ReturnType<typeof receiver>>
beforeAll(async () => {
  mails = await startMailServer()
})
afterAll(() => mails.stop())
beforeEach(async () => {
  mails.mails.length = 0
  there = await receiver()
})
afterEach(() => there.close())
const lab = ownLab(() => ({
  SLUICE_URL_ALLOW: there.host,
  SLUICE_WEBHOOK_SECRET: SECRET,
  SLUICE_PUBLIC_URL: "https://imports.example.org",
  SMTP_URL: mails.url,
}))

async function imported(options: object = { webhook_url: there.url("/hook?token=abc") }): Promise<string> {
  const { answer } = await prepare(lab, await leastFull(), options)
  await driveToEnd(lab, answer.job_id)
  await finalize(lab, answer.job_id)
  return answer.job_id
}

async function deliveries(job_id?: string) {
  return (await listDeliveries({ job_id, limit: 50, actor }, lab.effects)).deliveries
}

async function later(seconds: number) {
  lab.clock.advance(seconds)
  await schedule(lab)
}

describe("a webhook", () => {
  test("that does not answer is given up, and tried again later", async () => {
    there.how.hang = true
    const to = { delivery_id: "0199aaaa-0000-7000-8000-000000000000", address: there.url("/hook") }
    expect(await send(to, { kind: "webhook", body: "{}" }, 200, lab.effects)).toMatchObject({
      delivered: false,
      answer: "No answer within 0.2 s.",
      final: false,
    })
    expect(there.got).toHaveLength(1)
  })

  test("is posted after Standard Webhooks when an import is over, and pinged what wants to know of each success", async () => {
    const job_id = await imported({ webhook_url: there.url("/hook"), ping_url: there.url("/ping") })
    const [one] = there.got
    const told = JSON.parse(one?.body ?? "") as { type: string; timestamp: string; data: object }
    expect(told).toMatchObject({
      type: "import.finished",
      data: {
        job_id,
        dataset: "daily-update",
        outcome: "complete",
        link: `https://imports.example.org/imports/${job_id}`,
      },
    })
    const signature = new Webhook(SECRET).sign(
      one?.headers["webhook-id"] ?? "",
      new Date(Number(one?.headers["webhook-timestamp"]) * 1000),
      one?.body ?? "",
    )
    expect(one?.headers["webhook-signature"]).toBe(signature)
    expect(there.pings).toEqual(["/ping"])
    await later(600)
    expect([there.got.length, there.pings.length]).toEqual([1, 1])
    expect(await deliveries(job_id)).toMatchObject([
      {
        channel: expect.any(String),
        status: "delivered",
        attempts: 1,
        answer: "204 No Content",
        to: there.host,
      },
      { channel: expect.any(String), status: "delivered" },
    ])
  })

  test("that fails is tried again later under the same id, with the same body", async () => {
    there.how.status = 500
    const job_id = await imported()
    expect(await deliveries(job_id)).toMatchObject([
      { status: "due", attempts: 1, answer: "500 Internal Server Error" },
    ])
    there.how.status = 200
    await later(1)
    const [first, second] = there.got
    expect(second?.headers["webhook-id"]).toBe(first?.headers["webhook-id"])
    expect(second?.body).toBe(first?.body)
    expect(await deliveries(job_id)).toMatchObject([{ status: "delivered", attempts: 2, answer: "200 OK" }])
  })

  test("is not tried again before its receiver says", async () => {
    Object.assign(there.how, { status: 429, headers: { "retry-after": "3600" } })
    await imported()
    await later(600)
    expect(there.got).toHaveLength(1)
    await later(3_600)
    expect(there.got).toHaveLength(2)
  })

  inLongRuns(
    "that fails in vain is switched off and told of by mail, once, and a test switches it on",
    async () => {
      there.how.status = 500
      const job_id = await imported({ webhook_url: there.url("/hook"), notify_email: "jane@example.org" })
      for (let attempt = 0; attempt < 11; attempt += 1) await later(100_000)
      expect(there.got).toHaveLength(10)
      const [hook] = (await deliveries(job_id)).filter(({ channel }) => channel === "webhook")
      expect(hook).toMatchObject({ status: "failed", attempts: 10 })
      const told = () => mails.mails.filter(({ headers }) => headers.subject?.includes("is switched off"))
      await expect.poll(() => told().length).toBe(1)
      expect(told()[0]?.to).toEqual(["jane@example.org"])
      const { answer } = await prepare(lab, await leastFull(2), { webhook_url: there.url("/hook") })
      await driveToEnd(lab, answer.job_id)
      await finalize(lab, answer.job_id)
      expect(there.got).toHaveLength(10)
      expect(await deliveries(answer.job_id)).toMatchObject([
        { status: "failed", answer: expect.stringContaining("switched off") },
      ])
      expect(await testWebhook({ webhook_url: there.url("/hook") }, lab.effects)).toEqual({
        delivered: false,
        answer: "500 Internal Server Error",
      })
      there.how.status = 200
      expect(await testWebhook({ webhook_url: there.url("/hook") }, lab.effects)).toEqual({
        delivered: true,
        answer: "200 OK",
      })
      const third = await prepare(lab, await leastFull(3), { webhook_url: there.url("/hook") })
      await driveToEnd(lab, third.answer.job_id)
      await finalize(lab, third.answer.job_id)
      expect(JSON.parse(there.got.at(-1)?.body ?? "")).toMatchObject({ type: "import.finished" })
    },
  )

  test("whose receiver is gone for good is switched off at once", async () => {
    there.how.status = 410
    const job_id = await imported()
    expect(await deliveries(job_id)).toMatchObject([{ status: "failed", attempts: 1, answer: "410 Gone" }])
  })

  test("of a feed that is switched off is told of to whom the feed names", async () => {
    there.how.status = 410
    const asked = {
      ...{ name: "people", dataset: "contacts", schedule: "0 7 * * *", source: { url: there.url("/none") } },
      ...{ webhook_url: there.url("/hook"), notify: "jane@example.org" },
    }
    await addFeed({ ...FeedRequest.parse(asked), actor }, lab.effects)
    await later(86_400)
    await driveFeeds("scheduler", lab.effects)
    await later(60)
    await expect
      .poll(() => mails.mails.map(({ to, headers }) => [to, headers.subject]))
      .toEqual([
        [["jane@example.org"], "The feed people failed"],
        [["jane@example.org"], expect.stringContaining("is switched off")],
      ])
  })

  test("does not follow to another address, and keeps out of private ones", async () => {
    Object.assign(there.how, { status: 307, headers: { location: "http://127.0.0.1:1/" } })
    const job_id = await imported()
    expect(await deliveries(job_id)).toMatchObject([{ status: "due", answer: "307 Temporary Redirect" }])
    const refused = prepare(lab, await leastFull(2), { webhook_url: "https://127.0.0.1/hook" })
    await expect(refused).rejects.toMatchObject({ status: 422, code: "url_refused" })
    await expect(testWebhook({ webhook_url: "https://10.0.0.1/" }, lab.effects)).rejects.toMatchObject({
      code: "url_refused",
    })
  })

  test("without a secret is not sent, which the import warns of", async () => {
    await lab.anew({ SLUICE_URL_ALLOW: there.host })
    const { answer } = await prepare(lab, await leastFull(), { webhook_url: there.url("/hook") })
    expect(answer.warnings).toMatchObject([{ code: "webhook_not_configured" }])
    await expect(testWebhook({ webhook_url: there.url() }, lab.effects)).rejects.toMatchObject({
      code: "webhook_not_configured",
    })
  })
})
