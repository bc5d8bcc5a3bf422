import { writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Page } from "playwright-core"
import { expect, test } from "vitest"
import { handmade, line, upTo } from "../support/handmade.ts"
import { newFolder } from "../support/lab.ts"
import { cells, importButton, tabTo } from "./mending.ts"
import { sharedSite, stateChip, violations } from "./site.ts"

const site = sharedSite(null)

async function prepared(dataset: string, files: [string, BlobPart][], options = {}): Promise<string> {
  const form = new FormData()
  for (const [name, bytes] of files) form.append("file", new Blob([bytes]), name)
  form.append("options", JSON.stringify(options))
  const response = await fetch(`${site.url}/api/import/${dataset}/prepare`, { method: "POST", body: form })
  expect(response.status).toBe(201)
  return ((await response.json()) as { job_id: string }).job_id
}

async function press(page: Page, name: RegExp): Promise<void> {
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  await tabTo(page, name)
  await page.keyboard.press("Enter")
}

const EACH = 78
const people = Array.from({ length: EACH }, (_, i) => [
  `good${i}@example.com,,Good ${i}`,
  `ask him,+32470${String(100_000 + i)},Asked ${i}`,
  `phoned${i}@example.org,unknown,Phoned ${i}`,
  `spelled${i} at example.net,,Spelled ${i}`,
  `,,Empty ${i}`,
]).flat()

test("312 bad rows of four kinds are made complete by keyboard alone", async () => {
  const job_id = await prepared("contacts", [
    ["people.csv", ["email,phone,first_name", ...people].join("\n")],
  ])
  const { page, troubles } = await site.open(`/imports/${job_id}`, { bypassCSP: true })
  await stateChip(page, "Completed with errors").waitFor({ timeout: 60_000 })
  await importButton(page, 0).waitFor()
  await press(page, /^Bad email, Email: Clear in 78 rows$/)
  await importButton(page, EACH).waitFor()
  await press(page, /^Bad phone, Phone: Clear in 78 rows$/)
  await importButton(page, 2 * EACH).waitFor()
  await press(page, /^Find and replace$/)
  await tabTo(page, /^Find$/)
  await page.keyboard.type(" at ")
  await tabTo(page, /^Replace by$/)
  await page.keyboard.type("@")
  await tabTo(page, /^Also inside cells/)
  await page.keyboard.press("Space")
  await page.getByText("78 cells would change.").waitFor()
  await press(page, /^Replace all$/)
  await importButton(page, 3 * EACH).waitFor()

  await press(page, /^Missing identity, Email: Leave out 78 rows/)
  const dialog = page.getByRole("dialog", { name: "Leave out 78 rows?" })
  await dialog.waitFor()
  expect(await violations(page)).toEqual([])
  await tabTo(page, /^Why$/)
  await page.keyboard.type("nobody")
  await page.keyboard.press("Enter")
  await page.getByText("78 rows are left out.").waitFor()
  await importButton(page, 3 * EACH).waitFor()
  await press(page, /^Import 234 mended rows$/)
  await stateChip(page, "Completed").waitFor({ timeout: 60_000 })
  await page.getByText("No row is left to mend.").waitFor()
  expect(await violations(page)).toEqual([])
  expect(troubles).toEqual([])
}, 180_000)

test("rows of two tables of the register are mended each in its own columns", async () => {
  const { bytes, file_name } = await handmade({
    number: 1,
    type: "full",
    lines: {
      enterprise: [
        ...upTo(3).map((n) => line.enterprise(n)),
        line.enterprise(4).replace(/[^,]*$/, "31-02-2003"),
      ],
      denomination: [line.name(1, "Een"), line.name(2, "")],
    },
  })
  const job_id = await prepared("daily-update", [[file_name, new Uint8Array(bytes)]])
  const { page, troubles } = await site.open(`/imports/${job_id}`, { bypassCSP: true })
  await stateChip(page, "Completed with errors").waitFor({ timeout: 60_000 })
  await page.getByRole("button", { name: /^Bad date, Began on$/ }).click()
  const start = cells(page).getByRole("gridcell", { name: "31-02-2003" })
  await start.dblclick()
  await page.getByRole("textbox", { name: /^Began on, Line/ }).fill("01-03-2003")
  await page.keyboard.press("Tab")
  await importButton(page, 1).waitFor()
  expect(page.url()).toContain("mend_table=enterprises")
  await cells(page).getByRole("gridcell", { name: "01-03-2003" }).click()
  await page.getByRole("button", { name: "Replace this everywhere …" }).click()
  const column = page.locator(".find").getByLabel("Column").locator("option:checked")
  await column.getByText("Began on").waitFor({ state: "attached" })
  await page.getByRole("button", { name: /, Name$/ }).click()
  await column.getByText("Name", { exact: true }).waitFor({ state: "attached" })
  await page.getByLabel("Find", { exact: true }).fill("nobody")
  await page.getByText("0 cells would change.").waitFor()
  await cells(page)
    .getByRole("row", { name: /Line 3/ })
    .getByRole("gridcell")
    .nth(3)
    .dblclick()
  await page.getByRole("textbox", { name: /^Name, Line/ }).fill("Twee")
  await page.keyboard.press("Tab")
  await importButton(page, 2).click()
  await stateChip(page, "Completed").waitFor({ timeout: 60_000 })
  expect(await violations(page)).toEqual([])
  expect(troubles).toEqual([])
}, 120_000)

test("a document that could not be read is sent again on its row", async () => {
  const job_id = await prepared("documents", [
    ["good.txt", "All is well with this one."],
    ["letter.txt", new Uint8Array([0, 1, 2, 3, 0, 0, 9, 9])],
  ])
  const { page, troubles } = await site.open(`/imports/${job_id}`, { bypassCSP: true })
  await stateChip(page, "Completed with errors").waitFor({ timeout: 60_000 })
  const again = join(newFolder(), "other name.txt")
  writeFileSync(again, "The letter, as text this time.")
  await page
    .getByText(/letter\.txt/)
    .first()
    .waitFor()
  await page.getByLabel("Send the document again").first().setInputFiles(again)
  await stateChip(page, "Completed").waitFor({ timeout: 60_000 })
  expect(troubles).toEqual([])
}, 120_000)

test("the file of the rows is downloaded, mended and uploaded on the page", async () => {
  const job_id = await prepared("contacts", [
    ["few.csv", "email,first_name\nbob at example.org,Bob\nann@example.org,Ann"],
  ])
  const { page, troubles } = await site.open(`/imports/${job_id}`, { bypassCSP: true })
  await importButton(page, 0).waitFor({ timeout: 60_000 })
  const headers = { accept: "text/csv" }
  const bad = await (await fetch(`${site.url}/api/imports/${job_id}/errors`, { headers })).text()
  const file = join(newFolder(), "bad.csv")
  writeFileSync(file, bad.replace("bob at ", "bob@"))
  await page.getByLabel("Upload the mended file").setInputFiles(file)
  await stateChip(page, "Completed").waitFor({ timeout: 60_000 })
  const rows = await (await fetch(`${site.url}/api/data/contact_person?column=email&search=bob`)).text()
  expect(rows).toContain('"bob@example.org"')
  expect(troubles).toEqual([])
}, 120_000)
