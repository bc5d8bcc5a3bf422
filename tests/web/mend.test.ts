import type { Page } from "playwright-core"
import { expect, test } from "vitest"
import { inLongRuns } from "../support/rounds.ts"
import { cells, importButton, tabTo } from "./mending.ts"
import { sharedSite, stateChip, violations } from "./site.ts"

const KEYS = { An: "operator", Bob: "operator", Vic: "viewer" } as const
const keyOf = (name: string) => `the key of ${name} that is long enough`
const EACH = 78
const keys = Object.entries(KEYS).map(([name, role]) => ({ name, role, key: keyOf(name) }))
const site = sharedSite(null, {
  SLUICE_API_KEYS: JSON.stringify(keys),
  SLUICE_SESSION_SECRET: "sixteen characters at least",
})

/** Rows that are wrong in four ways among some that are not. */
function people(who: string): string {
  const rows = Array.from({ length: EACH }, (_, i) => [
    `good${i}.${who}@example.com,,Good ${i}`,
    `ask him,+32470${String(100_000 + i)},Asked ${i}`,
    `${who}${i}@example.org,unknown,Phoned ${i}`,
    `${who}${i} at example.net,,Spelled ${i}`,
    `,,Empty ${i}`,
  ])
  return ["email,phone,first_name", ...rows.flat()].join("\n")
}

/** Sends a file the way a program does; answers the id of its import. */
async function prepared(
  text: string,
  options: object,
  dataset = "contacts",
  name = "people.csv",
): Promise<string> {
  const form = new FormData()
  form.append("file", new Blob([text]), name)
  form.append("options", JSON.stringify(options))
  const response = await fetch(`${site.url}/api/import/${dataset}/prepare`, {
    method: "POST",
    headers: { authorization: `Bearer ${keyOf("An")}` },
    body: form,
  })
  const { job_id } = (await response.json()) as { job_id: string }
  return job_id
}

async function opened(name: keyof typeof KEYS, job_id: string, options = {}) {
  const open = await site.open(`/imports/${job_id}`, { bypassCSP: true, ...options })
  await open.page.getByLabel("Your key").fill(keyOf(name))
  await open.page.getByRole("button", { name: "Sign in" }).click()
  return open
}

/** Puts a text where Ctrl+V takes it from. */
async function pasted(page: Page, text: string): Promise<void> {
  await page.evaluate((copied) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData("text/plain", copied)
    document.activeElement?.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }))
  }, text)
}

test("a file with 312 bad rows of four kinds is made complete by eleven actions", async () => {
  const job_id = await prepared(people("an"), { on_row_errors: "skip" })
  const { page, troubles } = await opened("An", job_id)
  await stateChip(page, "Completed with errors").waitFor({ timeout: 40_000 })
  await page.getByRole("heading", { name: "Rows that could not be used (312)" }).waitFor()
  await importButton(page, 0).waitFor()
  expect(await violations(page)).toEqual([])
  await page.getByRole("button", { name: "Bad email, Email: Clear in 78 rows" }).click()
  await importButton(page, EACH).waitFor()
  await page.getByRole("button", { name: "Bad phone, Phone: Clear in 78 rows" }).click()
  await importButton(page, 2 * EACH).waitFor()

  await page.getByText("Find and replace").click()
  await page.getByLabel("Find", { exact: true }).fill(" at ")
  await page.getByLabel("Replace by", { exact: true }).fill("@")
  await page.getByLabel("Also inside cells").check()
  await page.getByText("78 cells would change.").waitFor()
  expect(await violations(page)).toEqual([])
  await page.getByRole("button", { name: "Replace all" }).click()
  await importButton(page, 3 * EACH).waitFor()

  await page.getByRole("button", { name: "Missing identity, Email", exact: true }).click()
  await cells(page).getByRole("gridcell").first().click()
  await pasted(page, Array.from({ length: EACH }, (_, i) => `pasted${i}@example.com`).join("\r\n"))
  await importButton(page, 4 * EACH).click()
  await stateChip(page, "Completed").waitFor({ timeout: 40_000 })
  await page.getByText("312 rows are mended, and being imported.").waitFor()
  await page.getByText("No row is left to mend.").waitFor()
  expect(await violations(page)).toEqual([])
  expect(troubles).toEqual([])
}, 90_000)

const HELD = { on_row_errors: "hold" }
const FEW = "email,phone,first_name\ngood@example.com,,Good\nnobody,,Nils\n,12,Mia\n,,Olaf"

inLongRuns("an import that is held is mended by keyboard alone, and then imported whole", async () => {
  const job_id = await prepared(FEW, HELD)
  const { page, troubles } = await opened("An", job_id)
  await page.getByRole("link", { name: "Mend them" }).waitFor()
  await cells(page).waitFor()
  await tabTo(page, /^Cells$/)
  await page.keyboard.type("nils@example.org")
  await page.keyboard.press("Enter")
  await importButton(page, 1).waitFor()
  const chosen = page.getByRole("region", { name: "The chosen cell" })
  await chosen.getByText("Line 4, Email:").waitFor()
  await page.keyboard.press("ArrowRight")
  await page.keyboard.press("F2")
  await page.keyboard.type("3")
  await page.keyboard.press("Escape")
  await chosen.getByText("“12”").waitFor()
  await page.keyboard.press("Enter")
  await page.keyboard.press("Control+A")
  await page.keyboard.type("+32470123456")
  await page.keyboard.press("Tab")
  await chosen.getByText("Line 4, First name:").waitFor()
  await importButton(page, 2).waitFor()
  await page.keyboard.press("ArrowDown")
  await page.keyboard.press("Home")
  await page.keyboard.type("still wrong")
  await page.keyboard.press("Enter")
  await cells(page).getByText("email is not an e-mail address").waitFor()
  expect(await violations(page)).toEqual([])
  await page.keyboard.press("Control+Home")
  await tabTo(page, /^Leave it out/)
  await page.keyboard.press("Shift+Tab")
  await cells(page).focus()
  await page.keyboard.press("Control+End")
  await tabTo(page, /^Leave it out/)
  await page.keyboard.press("Enter")
  await page.keyboard.press("Tab")
  await page.getByRole("dialog").getByLabel("Why").focus()
  await page.keyboard.type("a test")
  await page.keyboard.press("Enter")
  await page.getByText("1 row is left out.").waitFor()
  await importButton(page, 2).focus()
  await page.keyboard.press("Enter")
  await page.getByText("2 rows are mended, and will be imported with the others.").waitFor()
  await page.getByRole("button", { name: "Start the import" }).focus()
  await page.keyboard.press("Enter")
  await stateChip(page, "Completed").waitFor({ timeout: 40_000 })
  expect(troubles).toEqual([])
})

test("a cell that is left is checked, and tells at once what is wrong with it still, or that it is fine", async () => {
  const job_id = await prepared(FEW.replace("Olaf", "Otto"), HELD)
  const { page, troubles } = await opened("An", job_id)
  await cells(page).waitFor()
  // What others have drafted is read anew, too, but nobody waits for that.
  await page.route(/\/mend\?/, () => {})
  const row = page.getByRole("row", { name: /Line 3/ })
  const left = async (text: string) => {
    await row.getByRole("gridcell").first().dblclick()
    await page.getByRole("textbox", { name: "Email, Line 3" }).fill(text)
    await page.keyboard.press("Tab")
  }
  await left("nils at example.com")
  await row.getByText("email is not an e-mail address").waitFor()
  await page.getByRole("status").filter({ hasText: "Line 3, Email: email is not an e-mail" }).waitFor()
  await left("nils@example.com")
  await row.getByText("Fine now").waitFor()
  expect(await row.getByRole("gridcell").first().getAttribute("aria-invalid")).toBeNull()
  await page.getByRole("status").filter({ hasText: "Line 3, Email: fine now" }).waitFor()
  expect(await violations(page)).toEqual([])
  await left("nils")
  await row.getByText("email is not an e-mail address").waitFor()
  expect(troubles).toEqual([])
}, 90_000)

inLongRuns(
  "what one has drafted is seen in another's browser; a viewer sees it and changes nothing",
  async () => {
    const job_id = await prepared(FEW.replace("Olaf", "Ole"), HELD)
    const first = await opened("An", job_id)
    const email = first.page.getByRole("gridcell").first()
    await email.dblclick()
    await first.page.getByRole("textbox", { name: "Email, Line 3" }).fill("nils@example.net")
    await first.page.keyboard.press("Tab")
    await importButton(first.page, 1).waitFor()

    const second = await opened("Bob", job_id, { viewport: { width: 360, height: 740 } })
    await second.page.getByRole("row", { name: /Line 3.*Mended by An.*nils@example\.net/ }).waitFor()
    expect(await second.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
    expect(await violations(second.page)).toEqual([])
    await second.page.getByLabel(/^Only rows that are changed \(1\)/).check()
    await second.page.getByRole("row", { name: /Line 4/ }).waitFor({ state: "detached" })
    expect(second.page.url()).toContain("mend_drafts=only")
    await second.page.goBack()
    await second.page.getByRole("row", { name: /Line 4/ }).waitFor()
    await second.page.getByRole("button", { name: "Put the row back" }).click()
    await importButton(second.page, 0).waitFor()

    const viewer = await opened("Vic", job_id)
    await cells(viewer.page).waitFor()
    expect(await cells(viewer.page).getAttribute("aria-readonly")).toBe("true")
    await viewer.page.getByRole("gridcell").first().dblclick()
    expect(await viewer.page.getByRole("textbox").count()).toBe(0)
    expect(await viewer.page.getByRole("button", { name: /mended rows|Leave it out|Replace/ }).count()).toBe(
      0,
    )
    expect(await violations(viewer.page)).toEqual([])
    for (const { troubles } of [first, second, viewer]) expect(troubles).toEqual([])
  },
)
