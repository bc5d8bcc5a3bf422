import { readdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Page } from "playwright-core"
import { beforeAll, expect, test } from "vitest"
import { ROOT } from "../../scripts/root.mjs"
import { runScript } from "../http/own-server.ts"
import { sharedSite, violations } from "./site.ts"

const EXAMPLES = join(ROOT, "lib/datasets/examples")

const site = sharedSite(["--rows", "3000", "--changes", "600", "--updates", "1"], {
  SLUICE_STRIDE_SECONDS: "1",
})
beforeAll(async () => {
  const extracts = readdirSync(site.env.SLUICE_FILES ?? "").filter((name) => name.endsWith(".zip"))
  const files = extracts.map((name) => join(site.env.SLUICE_FILES ?? "", name))
  const documents = ["welcome.md", "house-rules.txt"].map((name) => join(EXAMPLES, "documents", name))
  for (const [dataset, sent] of [
    ["daily-update", files],
    ["qa-pairs", [join(EXAMPLES, "qa-pairs/qa-pairs.csv")]],
    ["taxonomy", [join(EXAMPLES, "taxonomy/taxonomy.csv")]],
    ["documents", documents],
  ] as const) {
    const { status, output } = await runScript("import", site.env, ...sent, "--dataset", dataset)
    expect(status, output).toBe(0)
  }
}, 180_000)

const open = (path: string) => site.open(path, { bypassCSP: true })
/** What rows say is said in whatever words they were imported with. */
const flaws = async (page: Page) => (await violations(page)).filter((one) => !one.startsWith("word:"))
const column = (page: Page, label: string) => page.getByRole("group", { name: label }).locator("tbody th")

test("the rows of every table are a press away from any page, and nobody can change them", async () => {
  const { page, troubles } = await open("/")
  await page.getByRole("link", { name: "Data", exact: true }).click()
  await page.getByRole("heading", { name: "KBO daily update" }).waitFor()
  expect(await violations(page)).toEqual([])
  const links = await page.locator(".table-list a").allTextContents()
  expect(links).toEqual(
    expect.arrayContaining(["Enterprises", "Addresses", "Taxonomy nodes", "Documents", "Pieces"]),
  )
  const asked: string[] = []
  page.on("request", (request) => void (request.method() !== "GET" && asked.push(request.url())))
  for (const name of links) {
    await page.getByRole("link", { name, exact: true }).first().click()
    await page.getByRole("heading", { level: 1, name, exact: true }).waitFor()
    await page.locator(".rows").waitFor()
    expect(await flaws(page), name).toEqual([])
    await page.goBack()
    await page.getByRole("heading", { level: 1, name: "Data" }).waitFor()
  }
  expect([...asked, ...troubles]).toEqual([])
}, 60_000)

test("a page of rows is followed by the next, and each is an address of its own", async () => {
  const { page, troubles } = await open("/data/enterprises")
  const first = await column(page, "Enterprises").first().textContent()
  await page.getByRole("link", { name: "Next page" }).click()
  await page.getByRole("button", { name: "First page" }).waitFor()
  await page.locator(".rows:not(.waiting)").waitFor()
  const second = await column(page, "Enterprises").first().textContent()
  expect(second?.localeCompare(first ?? "")).toBe(1)
  const copied = await open(page.url().replace(site.url, ""))
  await copied.page.getByRole("link", { name: second ?? "" }).waitFor()
  await page.goBack()
  await page.getByRole("link", { name: first ?? "" }).waitFor()
  expect([...troubles, ...copied.troubles]).toEqual([])
})

test("a company is found by its number or its name, and read with what belongs to it", async () => {
  const { page, troubles } = await open("/data/enterprises")
  const number = (await column(page, "Enterprises").nth(3).textContent()) ?? ""
  await page.getByLabel("Find", { exact: true }).fill(number.replaceAll(".", ""))
  // Digits are of the number, whatever else rows are told by.
  await page.keyboard.press("Enter")
  await page.waitForURL(/search=/)
  await page.getByText("1 in all.").waitFor()
  await page.reload()
  await page.getByRole("link", { name: number }).click()
  await page.waitForURL(`**/data/enterprises/${number}`)
  await page.getByText("Holds now").waitFor()
  await page.getByRole("heading", { name: "Names" }).waitFor()
  await page.getByRole("heading", { name: "History" }).waitFor()
  await page
    .getByRole("link", { name: /extract 140/ })
    .first()
    .waitFor()
  expect(await violations(page)).toEqual([])
  await page.getByLabel("As of").fill("999")
  await page.getByLabel("As of").press("Enter")
  await page.getByText("no such extract was imported").waitFor()
  expect(await violations(page)).toEqual([])
  await page.getByRole("button", { name: "Now" }).click()
  await page.getByText("Holds now").waitFor()
  expect(troubles).toEqual([])
})

test("what an extract has closed is a link of its import, and each is read as it was then", async () => {
  const { page, troubles } = await open("/")
  await page.getByRole("link", { name: /extract 141/ }).click()
  await page.getByRole("link", { name: /^Activities: \d+ closed$/ }).click()
  await page.getByText(/^Rows that .* has closed\.$/).waitFor()
  expect(await violations(page)).toEqual([])
  // An update closes what it says anew, too.
  await page.getByRole("button", { name: "Only those that it did not add again" }).click()
  await page.getByText(/has closed for good\.$/).waitFor()
  await page.locator(".rows:not(.waiting)").waitFor()
  await column(page, "Activities").first().getByRole("link").click()
  await page.getByText("Closed by extract 141").first().waitFor()
  const history = page.locator(".history")
  await history
    .getByRole("link", { name: /extract 141/ })
    .first()
    .waitFor()
  await page.getByLabel("As of").fill("140")
  await page.getByRole("button", { name: "Look" }).click()
  await page.getByText("As of extract 140").waitFor()
  await page.goBack()
  await page.getByText("As of extract 140").waitFor({ state: "detached" })
  expect(troubles).toEqual([])
})

test("a question is answered in other words, and a document by the piece that says it", async () => {
  const { page, troubles } = await open("/data/qa_pairs")
  await page.getByLabel("Ask, in your own words").fill("undoing imports: take one back")
  await page.getByRole("button", { name: "Search" }).click()
  const best = page.locator(".found li").first()
  await best.getByRole("link", { name: "How do I take an import back?" }).waitFor()
  await best.getByText("Press Undo").waitFor()
  expect(await flaws(page)).toEqual([])
  await page.reload()
  await best.getByRole("link").click()
  await page.getByRole("heading", { level: 1, name: "How do I take an import back?" }).waitFor()
  await page.goto(`${site.url}/data/documents?words=light`)
  await page.getByRole("link", { name: "house-rules.txt" }).click()
  await page.getByRole("heading", { name: "Pieces" }).waitFor()
  expect(await violations(page)).toEqual([])
  expect(troubles).toEqual([])
})

test("what a search finds is shown as it is kept, also what looks like a tag", async () => {
  const file = join(site.env.SLUICE_FILES ?? "", "typed.csv")
  writeFileSync(
    file,
    `question,answer\nHow is a list of names typed?,"Use List<String> for names, and Map<String, String> for what they are called."\n`,
  )
  const { status, output } = await runScript("import", site.env, file, "--dataset", "qa-pairs")
  expect(status, output).toBe(0)
  const { page, troubles } = await open("/data/qa_pairs?words=list+of+names+typed")
  await page.locator(".found").getByText("Use List<String> for names, and Map<String, String>").waitFor()
  expect(troubles).toEqual([])
}, 60_000)

test("sorting rows leaves whoever does it where they are, with what they have typed and not sent", async () => {
  const { page, troubles } = await open("/data/enterprises")
  const find = page.getByLabel("Find", { exact: true })
  const isAt = (label: string) =>
    page.getByLabel(label, { exact: true }).evaluate((field) => field === document.activeElement)
  await find.fill("Naam")
  await page.getByLabel("Sorted by").focus()
  await page.getByLabel("Sorted by").selectOption({ index: 1 })
  await page.waitForURL(/sort=/)
  expect([await find.inputValue(), await isAt("Sorted by")]).toEqual(["Naam", true])
  await page.getByLabel("The last first").check()
  await page.waitForURL(/sort=-/)
  expect([await find.inputValue(), await isAt("The last first")]).toEqual(["Naam", true])
  await find.press("Enter")
  await page.waitForURL(/search=Naam/)
  expect(await isAt("Find")).toBe(true)
  await page.goBack()
  await page.waitForURL(/sort=-\w+$/)
  await expect.poll(() => find.inputValue()).toBe("")
  expect(troubles).toEqual([])
})

test("nothing scrolls sideways but tables in their frames, on a narrow screen and in the dark", async () => {
  const narrow = { viewport: { width: 360, height: 740 }, colorScheme: "dark", bypassCSP: true } as const
  for (const path of ["/data", "/data/addresses", "/data/qa_pairs?words=import", "/data/nothing"]) {
    const { page, troubles } = await site.open(path, narrow)
    await page.locator("h1:not(.unseen)").waitFor()
    await page.waitForLoadState("networkidle")
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(360)
    expect(
      (await violations(page)).filter((one) => !one.startsWith("word:")),
      path,
    ).toEqual([])
    expect(troubles).toEqual([])
    await page.context().close()
  }
})

test("what is not there is said in a sentence", async () => {
  const { page } = await open("/data/enterprises/nonsense")
  await page.getByText("enterprises have no row nonsense.").waitFor()
  await page.goto(`${site.url}/data/nothing`)
  await page.getByRole("heading", { name: "There is no such table" }).waitFor()
  await page.goto(`${site.url}/data/enterprises?search=zzzzzz`)
  await page.getByText("No row fits.").waitFor()
})
