import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { openDatabase } from "../../lib/db/connection.ts"
import { holdAfterFirstBatch, sharedSite, startImport, stateChip, violations } from "./site.ts"

const site = sharedSite(["--rows", "3000", "--changes", "3000", "--updates", "1", "--traps"])

/** Changes the database the way its owner would: with the server stopped. */
async function whileStopped(sql: string): Promise<void> {
  await site.stop()
  const db = await openDatabase(site.env.SLUICE_DATABASE ?? "", {})
  await db.use((connection) => connection.run(sql))
  db.close()
}

test("a server that goes away is waited for, and the import goes on by itself", async () => {
  const { page, troubles } = await site.open()
  const goOn = await holdAfterFirstBatch(page)
  await startImport(page, /0140/)
  await page.getByRole("button", { name: "Import the rest" }).click()
  await page.getByRole("button", { name: "Pause" }).click()
  await stateChip(page, "Paused").waitFor()
  await goOn()
  await whileStopped("alter table contact rename column value to telephone")
  await page.getByText(/Connection lost, retrying/).waitFor()
  const shown = await page.locator(".tables tbody").innerText()
  await page.getByText(/retrying in [2-9] s/).waitFor()
  expect(await page.locator(".tables tbody").innerText()).toBe(shown)
  await site.start()
  await page.getByText(/^updated/).waitFor()
  await page.getByRole("button", { name: "Resume" }).click()
  await stateChip(page, "Failed").waitFor({ timeout: 40_000 })
  expect(troubles).toEqual([])
}, 120_000)

test("a failed batch is shown with its error, and tried again from the page once the cause is mended", async () => {
  const { page, troubles } = await site.open("/", { bypassCSP: true })
  await page.getByRole("link", { name: /140/ }).click()
  await stateChip(page, "Failed").waitFor()
  expect(await page.getByRole("alert").count()).toBe(1)
  await page.getByRole("heading", { name: "Failed batches" }).waitFor()
  expect(await page.locator(".actions button").first().innerText()).toBe("Retry all failed (1)")
  await page.getByText("The database could not apply it.").waitFor()
  expect(await page.getByText(/Binder Error/).isVisible()).toBe(false)
  await page.getByText("Details", { exact: true }).click()
  await page.getByText(/Binder Error/).waitFor()
  expect(await violations(page)).toEqual([])
  await page.getByText("All batches as a list").click()
  await page.locator(".more").getByLabel("State").selectOption({ label: "Failed" })
  await page
    .locator(".more")
    .getByRole("button", { name: /Contacts/ })
    .first()
    .click()
  await page.getByRole("dialog").getByRole("button", { name: "Retry this batch" }).waitFor()
  expect(await violations(page)).toEqual([])
  await page.keyboard.press("Escape")
  await whileStopped("alter table contact rename column telephone to value")
  await site.start()
  await page.getByText(/^updated/).waitFor({ timeout: 40_000 })
  await page.getByRole("button", { name: /Retry all failed \(1\)/ }).click()
  await page
    .locator(".job-title .chip")
    .getByText(/^Completed/)
    .waitFor({ timeout: 40_000 })
  expect(await page.getByRole("heading", { name: "Failed batches" }).count()).toBe(0)
  expect(troubles).toEqual([])
}, 120_000)

test("rows that could not be used are shown by what is wrong, though the connection is lost, and can be saved", async () => {
  const { page, troubles } = await site.open("/", { bypassCSP: true })
  let asked = 0
  await page.route("**/mend?*", (route) => {
    asked += 1
    return asked === 1 ? route.abort("connectionreset") : route.continue()
  })
  await page.getByRole("link", { name: /140/ }).click()
  await page.getByRole("heading", { name: /Rows that could not be used/ }).waitFor()
  await page.getByRole("group").getByRole("columnheader", { name: "Row to mend" }).first().waitFor()
  expect(asked).toBeGreaterThan(1)
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Download CSV" }).click(),
  ])
  const lines = readFileSync(await download.path(), "utf8")
    .trim()
    .split("\n")
  expect(lines.length).toBeGreaterThan(1)
  expect(await violations(page)).toEqual([])
  expect(troubles).toEqual([])
})

test.each(["01a20233-a927-7c00-b91f-c16a894e5410", "%"])(
  "an import that is not there says so: %s",
  async (id) => {
    const { page, troubles } = await site.open(`/imports/${id}`)
    await page.getByRole("heading", { name: "There is no import with this id" }).waitFor()
    expect(troubles).toEqual([])
  },
)
