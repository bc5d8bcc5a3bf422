import type { Page } from "playwright-core"
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest"
import { type FileServer, serveWithoutEnd } from "../store/file-server.ts"
import {
  begin,
  holdAfterFirstBatch,
  openSite,
  type Site,
  startImport,
  stateChip,
  toStep,
  violations,
} from "./site.ts"

let site: Site
let files: FileServer

beforeAll(async () => {
  files = await serveWithoutEnd()
  const slow = {
    SLUICE_STATEMENT_LATENCY_MS: "2",
    SLUICE_PREPARE_BUDGET_SECONDS: "0.05",
  }
  site = await openSite(["--rows", "4000", "--changes", "3000", "--updates", "3"], slow)
}, 120_000)
afterAll(async () => {
  await site.close()
  await files.close()
})

/** Counts what a page asks of an address from now on. */
function asked(page: Page, address: RegExp): () => number {
  let requests = 0
  page.on("request", (request) => {
    if (address.test(new URL(request.url()).pathname)) requests += 1
  })
  return () => requests
}

/** So that there is time to look. */
async function useSmallBatches(page: Page, rows = 250): Promise<void> {
  await toStep(page, "Check")
  await page.getByText("More", { exact: true }).click()
  await page.getByLabel("Batch size").fill(String(rows))
  await toStep(page, "File")
}

/** Waits until the bar moves although the page has not asked how far the import is. */
async function movesUnasked(page: Page): Promise<void> {
  const status = asked(page, /\/status\//)
  const bar = page.getByRole("progressbar", { name: "Progress of this import" })
  const value = () => bar.getAttribute("aria-valuenow")
  for (let before = -1; before !== status(); ) {
    before = status()
    await expect.poll(value, { interval: 50, timeout: 20_000 }).not.toBe(await value())
  }
}

test("a page that loses its connection in the middle goes on by itself when it is back", async () => {
  const { page, troubles } = await site.open("/", { bypassCSP: true })
  await startImport(page, /0140/)
  await stateChip(page, "Importing").waitFor()
  await page.context().setOffline(true)
  await page.getByText(/Connection lost, retrying (in \d+ s|now) – nothing is lost\./).waitFor()
  expect(await violations(page)).toEqual([])
  expect(await page.title()).toMatch(/^\d+%/)
  await page.context().setOffline(false)
  await stateChip(page, "Completed").waitFor({ timeout: 40_000 })
  expect(troubles).toEqual([])
})

test("a tab that nobody looks at drives on", async () => {
  const { page, troubles } = await site.open()
  const events = asked(page, /\/events$/)
  await page.addInitScript(() => Object.defineProperty(document, "hidden", { value: true }))
  await page.reload()
  await startImport(page, /0141/)
  await stateChip(page, "Completed").waitFor({ timeout: 40_000 })
  expect(events()).toBe(0)
  expect(troubles).toEqual([])
})

test("the page tells its own driving from that of others", async () => {
  const { page } = await site.open("/", { bypassCSP: true })
  await useSmallBatches(page)
  await startImport(page, /0142/)
  await page.getByText(/Worked on by this tab/).waitFor()
  expect(await violations(page)).toEqual([])
  // What this one asks for never arrives, so that the first remains the one that was seen last.
  const other = await site.open()
  await other.page.route("**/process-batch", (route) => route.abort())
  await other.page.goto(page.url())
  await other.page.getByText(/Worked on by this tab and another tab/).waitFor()
  await Promise.all([page, other.page].map((one) => stateChip(one, "Completed").waitFor({ timeout: 40_000 })))
})

test("an import that is cancelled stops at once, and can be undone", async () => {
  const { page, troubles } = await site.open("/", { bypassCSP: true })
  const goOn = await holdAfterFirstBatch(page)
  await startImport(page, /0143/)
  await page.getByRole("button", { name: "Cancel", exact: true }).click()
  await page.getByRole("button", { name: "Keep it" }).click()
  await page.getByRole("button", { name: "Cancel", exact: true }).click()
  await page.getByRole("button", { name: "Cancel the import" }).click()
  await stateChip(page, "Cancelled").waitFor()
  await goOn()
  expect(await violations(page)).toEqual([])
  expect(await page.getByRole("alert").count()).toBe(0)
  await page.getByRole("button", { name: "Undo", exact: true }).click()
  await page.getByRole("button", { name: "Undo the import" }).click()
  await stateChip(page, "Undone").waitFor()
  expect(troubles).toEqual([])
})

test("a page is told how an import goes on, asks where it cannot be told, and is told again after the server was away", async () => {
  const { page, troubles } = await site.open()
  await useSmallBatches(page, 30)
  await startImport(page, /0143/)
  await stateChip(page, "Importing").waitFor()
  const other = await site.open()
  await other.page.route("**/events", (route) => route.abort())
  const asking = asked(other.page, /\/status\//)
  await other.page.goto(page.url())
  await movesUnasked(page)
  await movesUnasked(page)
  await expect.poll(asking, { timeout: 20_000 }).toBeGreaterThan(2)
  await site.stop()
  await page.getByText(/Connection lost/).waitFor()
  await site.start()
  await movesUnasked(page)
  await page.getByRole("button", { name: "Cancel", exact: true }).click()
  await page.getByRole("button", { name: "Cancel the import" }).click()
  await Promise.all([page, other.page].map((one) => stateChip(one, "Cancelled").waitFor()))
  expect([...troubles, ...other.troubles]).toEqual([])
})

test("an import that is still being fetched is shown as such, and can be given up", async () => {
  // Long enough for each call to bring something: some that bring nothing are the last.
  const unhurried = await openSite(null, { SLUICE_URL_ALLOW: files.host, SLUICE_PREPARE_BUDGET_SECONDS: "3" })
  onTestFinished(() => unhurried.close())
  const { page, troubles } = await unhurried.open("/", { bypassCSP: true })
  await page.getByRole("radio", { name: "Address" }).check()
  await page.getByPlaceholder("https://…").fill(files.url())
  await begin(page)
  await stateChip(page, "Preparing").waitFor()
  expect(await violations(page)).toEqual([])
  await page.getByRole("button", { name: "Cancel", exact: true }).click()
  await page.getByRole("button", { name: "Cancel the import" }).click()
  await stateChip(page, "Cancelled").waitFor()
  expect(troubles).toEqual([])
})
