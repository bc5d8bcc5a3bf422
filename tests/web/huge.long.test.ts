import { writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Locator, Page } from "playwright-core"
import { beforeAll, expect, test } from "vitest"
import { openDatabase } from "../../lib/db/connection.ts"
import { sharedSite, violations } from "./site.ts"

const BAD_ROWS = 100_000
/** Bad rows beyond those that are kept. */
const ONLY_COUNTED = 25
const BATCHES = 10_000
const IMPORTS = 3_000
/** Somebody who drags a scroll bar waits no longer. */
const SHOWN_WITHIN_MS = 3_000

const site = sharedSite(null)
let bad = ""
let cut = ""

beforeAll(async () => {
  write("bad.csv", BAD_ROWS + ONLY_COUNTED, (i) => `nobody ${i}`)
  write("many.csv", BATCHES * 50, (i) => `p${i}@example.com`)
  bad = await prepared("bad.csv", { on_row_errors: "hold" })
  cut = await prepared("many.csv", { batch_size: 50 })
  await site.stop()
  const db = await openDatabase(site.env.SLUICE_DATABASE ?? "")
  await db.use((connection) =>
    connection.run(`insert into import_jobs
      select j.* replace (uuid() as job_id, 'Copy ' || c.range as title, 'cancelled' as status, null as held,
        j.started_at - to_minutes(c.range + 1) as started_at)
      from import_jobs as j, range(${IMPORTS}) as c where j.job_id = '${bad}'`),
  )
  db.close()
  await site.start()
}, 300_000)

function write(name: string, rows: number, email: (i: number) => string) {
  const lines = Array.from({ length: rows }, (_, i) => `${email(i)},Name ${i}`)
  writeFileSync(join(site.env.SLUICE_FILES ?? "", name), ["email,first_name", ...lines].join("\n"))
}

async function prepared(filename: string, options: object): Promise<string> {
  for (let body: object = { filename, options }; ; ) {
    const response = await fetch(`${site.url}/api/import/contacts/prepare`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    })
    const { job_id, status } = (await response.json()) as { job_id: string; status: string }
    if (status !== "preparing") return job_id
    body = { job_id }
  }
}

/** Drags a list to a place of its height, and answers how long it took until a row was there. */
async function dragged(page: Page, list: Locator, share: number, row: RegExp): Promise<number> {
  const begun = performance.now()
  await list.evaluate((element, to) => {
    element.scrollTop = to * (element.scrollHeight - element.clientHeight)
  }, share)
  await page.getByRole("row", { name: row }).first().waitFor()
  return performance.now() - begun
}

/** Some above and below what is seen. */
const MOST_ROWS_THERE = 60
/** Of a page somebody scrolls through, so many pixels at a time. */
const SCROLLS = 60
const STEP_PIXELS = 300

/** Scrolls through a list as with a wheel: it stays as long as it was, and what is seen moves as far as it was scrolled and no further. */
async function scrolledWithoutShift(page: Page, list: Locator): Promise<void> {
  const long = await list.evaluate(({ scrollHeight }) => scrollHeight)
  await page.evaluate(() => {
    const seen = Object.assign(globalThis, { shift: 0 })
    new PerformanceObserver((shifts) => {
      for (const one of shifts.getEntries()) seen.shift += (one as unknown as { value: number }).value
    }).observe({ type: "layout-shift", buffered: false })
  })
  await list.hover()
  for (let i = 1; i <= SCROLLS; i += 1) {
    await page.mouse.wheel(0, STEP_PIXELS)
    await expect.poll(() => list.evaluate(({ scrollTop }) => scrollTop)).toBe(i * STEP_PIXELS)
    await list
      .getByText(/^Line /)
      .first()
      .waitFor()
    expect(await list.evaluate(({ scrollHeight }) => scrollHeight)).toBe(long)
  }
  expect(await page.evaluate(() => (globalThis as unknown as { shift: number }).shift)).toBe(0)
  await list.evaluate((element) => {
    element.scrollTop = 0
  })
}

test("a hundred thousand rows that could not be used are scrolled to the last, and nothing jumps", async () => {
  const { page, troubles } = await site.open(`/imports/${bad}`, { bypassCSP: true })
  const list = page.getByRole("group", { name: "Rows to mend" })
  await list.waitFor()
  expect(await list.getByRole("grid").getAttribute("aria-rowcount")).toBe(String(BAD_ROWS + 1))
  expect(await dragged(page, list, 1, /Line 100,001/)).toBeLessThan(SHOWN_WITHIN_MS)
  expect(await dragged(page, list, 0, /Line 2\b/)).toBeLessThan(SHOWN_WITHIN_MS)
  expect(await list.getByRole("row").count()).toBeLessThan(MOST_ROWS_THERE)
  await scrolledWithoutShift(page, list)
  const place = () => list.evaluate(({ scrollTop }) => scrollTop)
  await list.focus()
  for (let i = 0; i < 10; i += 1) await page.keyboard.press("PageDown")
  await page.waitForTimeout(500)
  const stood = await place()
  await page.waitForTimeout(1_000)
  expect(await place()).toBe(stood)
  expect(stood).toBeGreaterThan(1_000)
  expect(await violations(page)).toEqual([])
  expect(troubles).toEqual([])
}, 120_000)

test("the rows beyond those that are kept are left out in one act, with their number and why", async () => {
  const { page, troubles } = await site.open(`/imports/${bad}`, { bypassCSP: true })
  await page.getByRole("button", { name: "Leave out 25 rows that are only counted …" }).click()
  const dialog = page.getByRole("dialog", { name: "Leave out 25 rows?" })
  await dialog.getByLabel("Why").fill("nobody will look at them")
  expect(await violations(page)).toEqual([])
  await dialog.getByRole("button", { name: "Leave it out" }).click()
  await page.getByText("25 rows are left out.").waitFor()
  await page.getByRole("button", { name: /only counted/ }).waitFor({ state: "detached" })
  await page.getByRole("heading", { name: "Rows that could not be used (100,000)" }).waitFor()
  await page.getByText("Activity", { exact: true }).click()
  await page.getByText(/25 rows: nobody will look at them/).waitFor()
  expect(troubles).toEqual([])
}, 120_000)

test("ten thousand batches are listed to the last", async () => {
  const { page, troubles } = await site.open(`/imports/${cut}`, { bypassCSP: true })
  await page.getByText("All batches as a list").click()
  const list = page.getByRole("group", { name: "List of batches" })
  await list.waitFor()
  expect(await dragged(page, list, 1, /batch 10,000/)).toBeLessThan(SHOWN_WITHIN_MS)
  expect(troubles).toEqual([])
}, 120_000)

test("three thousand imports are listed to the first there was", async () => {
  const { page, troubles } = await site.open("/", { bypassCSP: true })
  const list = page.getByRole("group", { name: "Imports" })
  await list.waitFor()
  for (let tries = 0; tries < 200; tries += 1) {
    await list.evaluate((element) => {
      element.scrollTop = element.scrollHeight
    })
    if (await page.getByRole("link", { name: `Copy ${IMPORTS - 1}` }).count()) break
    await page.waitForTimeout(100)
  }
  await page.getByRole("link", { name: `Copy ${IMPORTS - 1}` }).waitFor()
  expect(await violations(page)).toEqual([])
  expect(troubles).toEqual([])
}, 120_000)
