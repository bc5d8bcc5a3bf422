import { join } from "node:path"
import type { Page } from "playwright-core"
import { beforeAll, expect, test } from "vitest"
import { writePeople } from "../../scripts/bench/scale/people.ts"
import { sharedSite, startImport, stateChip } from "./site.ts"

const ROWS = 1_000_000
/** One row in two hundred is there twice. */
const PEOPLE = ROWS - ROWS / 200
const MOST_TO_PAUSE_MS = 2_000

const site = sharedSite(["--rows", "100", "--full"], { SLUICE_STRIDE_SECONDS: "1" })
beforeAll(async () => {
  await writePeople(join(site.env.SLUICE_FILES ?? "", "people.csv"), ROWS, false)
}, 120_000)

/** How far the bar is, in per cent. */
async function shown(page: Page): Promise<number> {
  const bar = page.getByRole("progressbar", { name: "Progress of this import" })
  return Number(await bar.getAttribute("aria-valuenow"))
}

test("a million contacts go through the page, the bar moves, and a pause takes hold within two seconds", async () => {
  const { page, troubles } = await site.open()
  await page.getByLabel("Dataset", { exact: true }).first().selectOption({ label: "Contacts" })
  await startImport(page, /people/)
  await stateChip(page, "Importing").waitFor({ timeout: 120_000 })
  await expect.poll(() => shown(page), { timeout: 20_000, interval: 50 }).toBeGreaterThan(0)
  const moved = await shown(page)
  const asked = performance.now()
  await page.getByRole("button", { name: "Pause" }).click()
  await stateChip(page, "Paused").waitFor()
  const took = performance.now() - asked
  console.info(`Paused at ${moved} % after ${Math.round(took)} ms.`)
  expect(took).toBeLessThan(MOST_TO_PAUSE_MS)
  await page.waitForTimeout(2_000)
  const paused = await shown(page)
  expect(paused).toBeLessThan(100)
  await page.waitForTimeout(2_000)
  expect(await shown(page)).toBe(paused)

  await page.getByRole("button", { name: "Resume" }).click()
  const seen = new Set<number>()
  const watching = setInterval(() => void shown(page).then((value) => seen.add(value)), 100)
  await stateChip(page, "Completed").waitFor({ timeout: 120_000 })
  clearInterval(watching)
  console.info(`After that the bar showed ${[...seen].join(", ")} %.`)
  expect(seen.size).toBeGreaterThan(2)
  const row = page.getByRole("row", { name: /^Contact persons/ }).first()
  await row.getByText(PEOPLE.toLocaleString("en"), { exact: true }).waitFor()
  expect(troubles).toEqual([])
})
