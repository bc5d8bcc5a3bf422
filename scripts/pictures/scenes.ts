import type { Locator, Page } from "playwright-core"
import { people } from "./people.ts"

/** A picture of the page: `show` goes to what is to be seen, and answers which part of it is drawn where it is not all. */
export interface Picture {
  name: string
  /** Of what is seen of the page, in pixels. */
  height: number
  show(page: Page): Promise<Locator | undefined>
}

/** In the order they are drawn: each may change what those after it show. */
export const PICTURES: readonly Picture[] = [
  { name: "start", height: 900, show: whereThingsStand },
  { name: "imports", height: 860, show: columnsOfFile },
  { name: "mending", height: 900, show: rowsToMend },
  { name: "import", height: 1_000, show: finishedImport },
  { name: "data", height: 1_000, show: oneCompany },
  { name: "feeds", height: 560, show: feeds },
]

async function whereThingsStand(page: Page) {
  await page.getByText("Extract 146 is ready to import").waitFor()
  await page.getByRole("heading", { name: "Recent imports" }).waitFor()
  return undefined
}

async function columnsOfFile(page: Page) {
  await page.getByLabel("Dataset", { exact: true }).first().selectOption({ label: "Contacts" })
  await page.getByLabel("Upload", { exact: true }).check()
  const file = { name: "members.csv", mimeType: "text/csv", buffer: Buffer.from(people()) }
  await page.locator(".drop input").setInputFiles(file)
  const steps = page.getByRole("list", { name: "Steps" })
  await steps.getByRole("button", { name: "Columns" }).click()
  await page.getByLabel("Woonplaats goes to").waitFor()
  return page.getByRole("region", { name: "Start an import" })
}

async function rowsToMend(page: Page) {
  const waiting = page.getByRole("listitem").filter({ hasText: "cannot be used" })
  await waiting.getByRole("link").first().click()
  await page
    .getByRole("button", { name: "Find and replace" })
    .or(page.getByText("Find and replace"))
    .first()
    .click()
  await page.getByLabel("Find", { exact: true }).fill(" at ")
  await page.getByLabel("Replace by", { exact: true }).fill("@")
  await page.getByLabel("Also inside cells").check()
  await page.getByRole("button", { name: "Replace all" }).click()
  await page.getByRole("button", { name: /^Import \d+ mended rows$/ }).waitFor()
  await page.getByText("Find and replace").first().click()
  const cells = page.getByRole("grid", { name: "Cells" })
  await cells.getByRole("gridcell", { name: "unknown" }).first().click()
  return page.getByRole("region", { name: /^Rows that could not be used/ })
}

async function finishedImport(page: Page) {
  await page.getByRole("button", { name: "Import Daily Update" }).click()
  await page.waitForURL("**/imports/*")
  await page.getByText("Every row read is accounted for.").waitFor({ timeout: 60_000 })
  await page.getByRole("heading", { name: "What next" }).waitFor()
  return undefined
}

async function oneCompany(page: Page) {
  await page
    .getByRole("link", { name: /extract 146/ })
    .first()
    .click()
  await page.getByRole("link", { name: /^Enterprises: [\d,]+ inserted$/ }).click()
  await page.locator(".rows tbody th a").first().waitFor()
  await page.locator(".rows tbody th a").first().click()
  await page.getByRole("heading", { name: "History" }).waitFor()
  return undefined
}

async function feeds(page: Page) {
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Feeds" }).click()
  await page.getByText("Members, every night").first().waitFor()
  return undefined
}
