import { mkdtempSync, rmSync } from "node:fs"
import { open } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Page } from "playwright-core"
import { afterAll, beforeAll, expect, test } from "vitest"
import { bucketEnv } from "../../scripts/command/bucket.ts"
import { type S3Server, serveS3 } from "../store/s3-server.ts"
import { begin, openSite, type Site, stateChip, violations } from "./site.ts"

const MEGABYTES = 300
const NOTE_BYTES = 62_000

let s3: S3Server
let site: Site
let folder: string
let file: string
let rows = 0

beforeAll(async () => {
  s3 = await serveS3("sources")
  site = await openSite(null, bucketEnv(s3.endpoint, "sources/page"))
  folder = mkdtempSync(join(tmpdir(), "sluice-large-"))
  file = join(folder, "people.csv")
  await writeLarge()
}, 120_000)
afterAll(async () => {
  await site.close()
  await s3.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Few rows of much text: it is the bytes that are to be sent. */
async function writeLarge(): Promise<void> {
  const note = "Wrote a long letter. ".repeat(NOTE_BYTES / 21)
  const written = await open(file, "w")
  await written.write("email,first_name,notes\n")
  for (let bytes = 0; bytes < MEGABYTES * 1_048_576; bytes += note.length) {
    rows += 1
    await written.write(`p${rows}@example.org,Ann,${note}\n`)
  }
  await written.close()
}

async function choose(page: Page): Promise<void> {
  await page.getByLabel("Dataset", { exact: true }).first().selectOption({ label: "Contacts" })
  await page.getByLabel("Upload", { exact: true }).check()
  await page.locator(".drop input").setInputFiles(file)
}

const sending = (page: Page) => page.getByRole("progressbar", { name: "Sending people.csv" })

test(`a file of ${MEGABYTES} MB goes to the bucket in parts, survives a lost connection and a reload, and is imported`, async () => {
  const { page } = await site.open("/", { bypassCSP: false })
  const puts: { host: string; failed: boolean }[] = []
  page.on("requestfinished", (request) => {
    if (request.method() === "PUT") puts.push({ host: new URL(request.url()).host, failed: false })
  })
  page.on("requestfailed", (request) => {
    if (request.method() === "PUT") puts.push({ host: new URL(request.url()).host, failed: true })
  })
  const sent = () => puts.filter(({ failed }) => !failed).length
  // The last part does not get through, until it is let.
  const blocked = /partNumber=3(&|$)/
  await page.route(blocked, (route) => route.abort("connectionreset"))
  await choose(page)
  await begin(page)
  await page.getByText("Connection lost, retrying – nothing is lost.").waitFor()
  await expect.poll(sent, { timeout: 60_000 }).toBeGreaterThanOrEqual(2)
  const watching = await site.open("/", { bypassCSP: true })
  await watching.page.getByRole("heading", { level: 1 }).waitFor()
  expect(await violations(watching.page)).toEqual([])
  await page.reload()
  await page.getByText(/people\.csv was being sent, .+ of .+\. Choose the same file again/).waitFor()
  const before = sent()
  await page.unroute(blocked)
  await choose(page)
  await begin(page)
  await sending(page).waitFor({ state: "attached" })
  await page.waitForURL("**/imports/*", { timeout: 120_000 })
  await stateChip(page, "Completed").waitFor({ timeout: 120_000 })
  const all = Math.ceil((MEGABYTES * 1_048_576) / 8_388_608)
  expect(sent()).toBeLessThanOrEqual(all + 1)
  expect(sent() - before).toBeLessThan(all)
  expect(new Set(puts.map(({ host }) => host))).toEqual(new Set([new URL(s3.endpoint).host]))
  await page
    .getByText(new RegExp(rows.toLocaleString("en")))
    .first()
    .waitFor()
})
