import { afterAll, beforeAll, expect, test } from "vitest"
import { FeedRequest } from "../../lib/contract/index.ts"
import { contacts } from "../../lib/datasets/contacts.ts"
import { addFeed } from "../../lib/feeds/feeds.ts"
import { driveFeeds } from "../../lib/feeds/run.ts"
import { readMetrics } from "../../lib/import/metrics.ts"
import { metricsText } from "../../lib/report/metrics.ts"
import { type FileServer, sendFile, serve } from "../store/file-server.ts"
import { refusal } from "../support/ask.ts"
import { importExtract, sent } from "../support/drive.ts"
import { handmade, line } from "../support/handmade.ts"
import { actor, importFiles, prepareFiles, textFile } from "../support/imports.ts"
import { sharedLab } from "../support/own-lab.ts"

let server: FileServer
beforeAll(async () => {
  server = await serve((request, response) => {
    if (request.url === "/hook") return void response.writeHead(410).end()
    sendFile(request, response, { content: Buffer.from("email\nfeed@example.com\n") })
  })
})
afterAll(() => server.close())
const secret = `whsec_${Buffer.alloc(24).toString("base64")}`
const lab = sharedLab(() => ({ SLUICE_URL_ALLOW: server.host, SLUICE_WEBHOOK_SECRET: secret }))

/** As it is scraped, a value by its name and labels. */
async function scraped(): Promise<Map<string, number>> {
  const { text } = await metricsText(await readMetrics({ actor }, lab.effects))
  const lines = text.split("\n").filter((one) => one !== "" && !one.startsWith("#"))
  return new Map(lines.map((one) => [one.replace(/ \S+$/, ""), Number(one.split(" ").at(-1))]))
}

test("of an empty database there are the few numbers that there always are", async () => {
  const found = await scraped()
  expect([...found.keys()]).toEqual([
    "sluice_webhooks_undelivered",
    "sluice_webhooks_off",
    "sluice_database_bytes",
  ])
  expect(found.get("sluice_database_bytes")).toBeGreaterThan(10_000)
})

test("imports, rows, faults, times and what is left to do are told as the database has them", async () => {
  const people = textFile("p.csv", "email,first_name\nann@example.org,Ann\nbo@example.org,Bo\nno mail,No\n")
  await importFiles(lab, contacts, people)
  await importFiles(lab, contacts, textFile("q.csv", "email\nann@example.org\n"), { dry_run: true })
  await prepareFiles(lab, contacts, textFile("r.csv", "email\ncy@example.org\n"))
  const { bytes } = await handmade({ number: 7, type: "full", lines: { enterprise: [line.enterprise(1)] } })
  await importExtract(lab, sent(bytes))
  const found = await scraped()
  expect(found.get('sluice_imports{dataset="contacts",state="completed"}')).toBe(2)
  expect(found.get('sluice_imports{dataset="contacts",state="ready"}')).toBe(1)
  expect(found.get('sluice_rows{dataset="contacts",result="inserted"}')).toBe(2)
  expect(found.get('sluice_rows{dataset="contacts",result="failed"}')).toBe(1)
  expect(found.get('sluice_rows{dataset="contacts",result="skipped"}')).toBe(0)
  expect([...found.keys()].filter((name) => name.startsWith("sluice_row_errors"))).toHaveLength(1)
  expect(found.get('sluice_open_batches{dataset="contacts",state="pending"}')).toBe(1)
  for (const of of ["batch", "call"]) {
    const [half, most, longest] = ["0.5", "0.95", "1"].map((quantile) =>
      found.get(`sluice_${of}_seconds{dataset="daily-update",quantile="${quantile}"}`),
    )
    expect(half).toBeGreaterThan(0)
    expect(most).toBeGreaterThanOrEqual(half ?? 0)
    expect(longest).toBeGreaterThanOrEqual(most ?? 0)
  }
  const [extract] = await lab.read("select epoch(snapshot_date::timestamp) as at from register_extract")
  expect(found.get('sluice_snapshot_timestamp_seconds{dataset="daily-update"}')).toBe(extract?.at)
})

test("a feed tells when it last went well and when it is due, and a webhook that is off counts", async () => {
  const asked = {
    ...{ name: "people", dataset: "contacts", source: { url: server.url("/people.csv") } },
    ...{ schedule: "0 7 * * *", time_zone: "UTC", webhook_url: server.url("/hook") },
  }
  await addFeed({ ...FeedRequest.parse(asked), actor }, lab.effects)
  const before = await scraped()
  expect(before.has('sluice_feed_success_timestamp_seconds{feed="people"}')).toBe(false)
  const due = before.get('sluice_feed_next_run_timestamp_seconds{feed="people"}') ?? 0
  lab.clock.advance(due - lab.clock.now() / 1000 + 1)
  await driveFeeds("scheduler", lab.effects)
  const after = await scraped()
  expect(after.get('sluice_feed_success_timestamp_seconds{feed="people"}')).toBeCloseTo(due + 1, -1)
  expect(after.get('sluice_feed_next_run_timestamp_seconds{feed="people"}')).toBe(due + 86_400)
  expect(after.get("sluice_webhooks_off")).toBe(1)
  lab.clock.advance(86_400 + 1)
  expect([...(await scraped()).keys()].filter((name) => name.includes("batch_seconds"))).toEqual([])
})

test("metrics are of everything, so that a key for a part gets none", async () => {
  const some = { name: "some", projects: ["*"], datasets: ["contacts"] }
  expect(await refusal(readMetrics({ actor: some }, lab.effects))).toBe("403 project_forbidden")
})
