import { readdirSync, readFileSync } from "node:fs"
import type { Page } from "playwright-core"
import { expect, test } from "vitest"
import { inLongRuns, LONG_RUN } from "../support/rounds.ts"
import { begin, holdAfterFirstBatch, sharedSite, startImport, stateChip, toStep, violations } from "./site.ts"

/** Enough for a few batches a table; in a long run for as many as there are on most days. */
const ROWS = LONG_RUN ? "20000" : "8000"

const site = sharedSite(["--rows", ROWS, "--changes", ROWS, "--updates", "2"])

const storedFiles = () => readdirSync(site.env.SLUICE_FILES ?? "").sort()

test("the first import takes one press, and is driven to its end", async () => {
  const { page, troubles } = await site.open("/", { bypassCSP: true })
  await page.getByRole("button", { name: "Import the sample" }).waitFor()
  expect(await violations(page)).toEqual([])
  await page.getByRole("button", { name: "Import the sample" }).click()
  await page.waitForURL("**/imports/*")
  await stateChip(page, "Completed").waitFor()
  expect(await page.title()).toBe("Completed – Extract 140")
  expect(
    await page.getByRole("progressbar", { name: "Progress of this import" }).getAttribute("aria-valuenow"),
  ).toBe("100")
  await page.getByText("Every row read is accounted for.").waitFor()
  expect(await violations(page)).toEqual([])
  expect(troubles).toEqual([])
})

test("an update is imported from the page while another page shows and shares it", async () => {
  const { page, troubles } = await site.open()
  await startImport(page, /0141/)
  const second = await site.open(new URL(page.url()).pathname)
  const third = await site.open(new URL(page.url()).pathname)
  await third.page.close()
  await Promise.all([page, second.page].map((one) => stateChip(one, "Completed").waitFor()))
  const counts = (one: typeof page) => one.locator(".tables tbody").innerText()
  expect(await counts(second.page)).toBe(await counts(page))
  await page.getByRole("table").first().waitFor()
  const closed = page
    .getByRole("row", { name: /^Activities/ })
    .first()
    .getByRole("cell")
    .nth(5)
  expect(Number((await closed.textContent())?.replaceAll(",", ""))).toBeGreaterThan(100)
  expect([...troubles, ...second.troubles]).toEqual([])
})

test("an import is paused, found again after a reload, resumed and finished", async () => {
  const { page, troubles } = await site.open("/", { bypassCSP: true })
  const goOn = await holdAfterFirstBatch(page)
  await startImport(page, /0142/)
  const pause = page.getByRole("button", { name: "Pause" })
  await pause.click()
  await stateChip(page, "Paused").waitFor()
  await goOn()
  const button = page.getByRole("button", { name: "Resume" })
  expect(await button.evaluate((element) => element === document.activeElement)).toBe(true)
  await page.getByText("Paused by you just now. Resume to go on.").waitFor()
  expect(await violations(page)).toEqual([])
  await page.reload()
  await stateChip(page, "Paused").waitFor()
  // By then the batch that was under way has landed.
  await page.getByText("updated 2 s ago").waitFor()
  const done = () => page.locator(".now .facts").innerText()
  const before = await done()
  await page.waitForTimeout(1_500)
  expect(await done()).toBe(before)
  await button.press("Enter")
  await stateChip(page, "Completed").waitFor()
  expect(troubles).toEqual([])
})

test("the report and the list of batches can be read to the last", async () => {
  const { page } = await site.open()
  await page.getByRole("link", { name: /142/ }).click()
  await stateChip(page, "Completed").waitFor()
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Report CSV" }).click(),
  ])
  expect(readFileSync(await download.path(), "utf8")).toContain("activities")
  await page.getByText("All batches as a list").click()
  const first = page
    .locator(".more")
    .getByRole("button", { name: /batch 1$/ })
    .first()
  await first.press("Enter")
  const drawer = page.getByRole("dialog")
  await drawer.getByText("Attempts").waitFor()
  await page.keyboard.press("Escape")
  await drawer.waitFor({ state: "detached" })
  expect(await first.evaluate((element) => element === document.activeElement)).toBe(true)
})

/** What a screen reader is told of the focused list: its active item. */
async function readAloud(page: Page): Promise<unknown> {
  const session = await page.context().newCDPSession(page)
  const { nodes } = await session.send("Accessibility.getFullAXTree")
  const propertyOf = (node: (typeof nodes)[number], name: string) =>
    node.properties?.find((property) => property.name === name)?.value
  const list = nodes.find(
    (node) => node.role?.value === "listbox" && propertyOf(node, "focused")?.value === true,
  )
  const [active] = (list && propertyOf(list, "activedescendant")?.relatedNodes) ?? []
  return nodes.find(({ backendDOMNodeId: id }) => id === active?.backendDOMNodeId)?.name?.value
}

test("every batch of the grid can be reached, read and opened by the keyboard", async () => {
  const { page, troubles } = await site.open("/", { bypassCSP: true })
  await page.getByRole("link", { name: /140/ }).click()
  const grid = page.getByRole("listbox", { name: /^Activities – add/ })
  await grid.focus()
  const at = grid.locator("[role=option]")
  const said = async () => (await at.textContent()) ?? ""
  const line = () => page.locator(".pointed").innerText()
  expect(await said()).toMatch(/^Activities, add, batch 1 · Done · [\d,]+ rows/)
  await page.keyboard.press("ArrowRight")
  expect(await said()).toContain("batch 2 ·")
  expect(await line()).toBe(await said())
  expect(await readAloud(page)).toBe(await said())
  await page.keyboard.press("End")
  const last = Number(await at.getAttribute("aria-setsize"))
  expect(await said()).toContain(`batch ${last} ·`)
  for (const key of ["ArrowRight", "ArrowDown", "PageDown"]) await page.keyboard.press(key)
  expect(await at.getAttribute("aria-posinset")).toBe(String(last))
  for (const key of ["PageUp", "ArrowUp", "ArrowLeft", "Home"]) await page.keyboard.press(key)
  expect(await said()).toContain("batch 1 ·")
  expect(await violations(page)).toEqual([])
  await page.keyboard.press("Enter")
  await page.getByRole("dialog", { name: "Activities, add, batch 1" }).getByText("Attempts").waitFor()
  await page.keyboard.press("Escape")
  expect(await grid.evaluate((element) => element === document.activeElement)).toBe(true)
  expect(troubles).toEqual([])
})

test("undoing says what it would do, and does it only when told", async () => {
  const { page, troubles } = await site.open("/", { bypassCSP: true })
  await page.getByRole("link", { name: /142/ }).click()
  const undo = page.getByRole("button", { name: "Undo", exact: true })
  await undo.click()
  const dialog = page.getByRole("dialog")
  await dialog.getByText("Rows that will disappear").waitFor()
  expect(await violations(page)).toEqual([])
  await page.keyboard.press("Escape")
  await stateChip(page, "Completed").waitFor()
  expect(await undo.evaluate((element) => element === document.activeElement)).toBe(true)
  await undo.click()
  await dialog.getByRole("button", { name: "Undo the import" }).click()
  await stateChip(page, "Undone").waitFor()
  await page.getByText("Undone: every table is as it was before this import.").waitFor()
  await page.getByRole("link", { name: "Report JSON" }).waitFor()
  await page.getByText("Before the import was undone, every row read was accounted for.").waitFor()
  expect(await page.getByRole("list", { name: "Stages" }).innerText()).toContain("After-steps")
  expect(await violations(page)).toEqual([])
  expect(await undo.count()).toBe(0)
  expect(troubles).toEqual([])
})

test("an import that others build on says so instead of being undone", async () => {
  const { page } = await site.open()
  await page.getByRole("link", { name: /140/ }).click()
  await page.getByRole("button", { name: "Undo", exact: true }).click()
  await page
    .getByRole("dialog")
    .getByText(/Later imports build on this one/)
    .waitFor()
  expect(await page.getByRole("button", { name: "Undo the import" }).count()).toBe(0)
})

inLongRuns("a dry run shows what would change, and is then applied", async () => {
  const { page, troubles } = await site.open("/", { bypassCSP: true })
  await startImport(page, /0142/, true)
  await stateChip(page, "Dry run done").waitFor()
  await page.getByRole("heading", { name: "What would change" }).waitFor()
  expect(await violations(page)).toEqual([])
  await page.getByRole("button", { name: "Apply these changes" }).click()
  await stateChip(page, "Completed").waitFor()
  expect(troubles).toEqual([])
})

test("a file from this machine is sent and imported; a bad one is refused in words", async () => {
  const { page, troubles } = await site.open()
  await page.getByLabel("Upload", { exact: true }).check()
  const field = page.locator("input[type=file]")
  await field.setInputFiles({
    name: "login.zip",
    mimeType: "text/html",
    buffer: Buffer.from("<html>sign in</html>"),
  })
  await begin(page)
  await page.getByRole("alert").filter({ hasText: "HTML" }).waitFor()
  await toStep(page, "File")
  const buffer = readFileSync(`${site.env.SLUICE_FILES}/KboOpenData_0142_2025_10_07_Update.zip`)
  await field.setInputFiles({
    name: "KboOpenData_0142_2025_10_07_Update.zip",
    mimeType: "application/zip",
    buffer,
  })
  await begin(page)
  await page.getByRole("alert").or(page.locator(".job-title")).filter({ hasText: /142/ }).waitFor()
  expect(troubles).toEqual([])
})

/** What is in the store beside what is there now, and what was asked of uploads until then. */
function newlyStored(page: Page): () => string {
  const before = new Set(storedFiles())
  const calls: string[] = []
  page.on("response", (response) => {
    if (response.url().includes("/api/uploads"))
      calls.push(`${response.request().method()} ${response.status()}`)
  })
  const found = () => storedFiles().filter((name) => !before.has(name))
  return () => (found().length === 0 ? "nothing" : `${found()} after ${calls}`)
}

test("a file from this machine leaves nothing in the store when it is given up", async () => {
  const { page } = await site.open()
  const left = newlyStored(page)
  const text = "question,answer\nWhy is it given up?,Nobody waits for it."
  await chooseFile(page, "given-up.csv", text)
  const stop = page.getByRole("button", { name: "Stop sending" })
  await page.route("**/parts/*", () => stop.click())
  await begin(page)
  await stop.waitFor()
  await stop.waitFor({ state: "detached" })
  await expect.poll(left, { timeout: 20_000 }).toBe("nothing")
  await page.route("**/api/uploads", async (route) => {
    const answer = await route.fetch()
    await stop.click()
    await route.fulfill({ response: answer })
  })
  const begun = page.waitForResponse("**/api/uploads")
  await begin(page)
  await begun
  await expect.poll(left, { timeout: 20_000 }).toBe("nothing")
})

inLongRuns("nor when it is refused or imported", async () => {
  const { page } = await site.open()
  const left = newlyStored(page)
  await chooseFile(page, "bad.csv", "question,answer\nno answer,\n")
  await toStep(page, "Check")
  await page.getByText("More", { exact: true }).click()
  await page.getByLabel("Refuse").check()
  await begin(page)
  await page.getByRole("alert").waitFor()
  await expect.poll(left, { timeout: 20_000 }).toBe("nothing")
  await page.goto(site.url)
  await chooseFile(page, "good.csv", "question,answer\nWhy?,Because.\n")
  await begin(page)
  await page.waitForURL("**/imports/*")
  await stateChip(page, "Completed").waitFor()
  expect(left()).toBe("nothing")
})

async function chooseFile(page: Page, name: string, text: string): Promise<void> {
  await page.getByLabel("Dataset", { exact: true }).first().selectOption({ label: "Q&A pairs" })
  await page.getByLabel("Upload", { exact: true }).check()
  await page
    .locator("input[type=file]")
    .setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) })
}

inLongRuns("both pages have the addresses they were first asked for by", async () => {
  const { page, troubles } = await site.open("/admin/imports")
  await page.getByRole("heading", { name: "Recent imports" }).waitFor()
  await page.getByRole("link", { name: /142/ }).first().click()
  const job_id = new URL(page.url()).pathname.split("/").at(-1)
  const title = await page.locator(".job-title").innerText()
  await page.goto(`${site.url}/admin/imports/${job_id}/progress`)
  await page.locator(".job-title").waitFor()
  expect(await page.locator(".job-title").innerText()).toBe(title)
  expect(troubles).toEqual([])
})

inLongRuns("the recent imports can be filtered, and the way back shows the same", async () => {
  const { page } = await site.open()
  await page.getByRole("link", { name: /140/ }).waitFor()
  await page.getByLabel("State").selectOption({ label: "Paused" })
  await page.getByText("No import fits.").waitFor()
  await page.getByLabel("State").selectOption({ label: "Undone" })
  await page.getByRole("link", { name: /142/ }).click()
  await stateChip(page, "Undone").waitFor()
  await page.goBack()
  await page.getByRole("heading", { name: "Recent imports" }).waitFor()
})
