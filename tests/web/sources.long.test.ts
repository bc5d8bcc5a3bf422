import { existsSync, utimesSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { zipOf } from "../../scripts/sample/zip.ts"
import { choose, send, start, text } from "./forms.ts"
import { begin, sharedSite, stateChip, toStep, violations } from "./site.ts"

const site = sharedSite(null)

const photo = { name: "photo.png", buffer: Buffer.from("89504e470d0a1a0a0000000d49484452", "hex") }

test("documents are sent as several files, of which some can be taken out again", async () => {
  const { page, troubles } = await site.open("/", { bypassCSP: true })
  await choose(
    page,
    "Documents",
    text("one.txt", "The first document."),
    text("two.md", "# Two", "The second."),
    photo,
  )
  await send(page, text("authors.csv", "filename,author", "one.txt,An"), text("spare.txt", "Not this one."))
  await page.getByText("5 files,").waitFor()
  await page.getByText("authors.csv is read as metadata").waitFor()
  await page.getByRole("button", { name: "Remove spare.txt" }).press("Enter")
  await page.getByText("4 files,").waitFor()
  const focused = page.locator(":focus")
  expect(await focused.getAttribute("aria-label")).toBe("Remove authors.csv")
  expect(await violations(page)).toEqual([])
  await toStep(page, "Check")
  await page.getByText("More", { exact: true }).click()
  await page.getByLabel("Wait only with more bad rows than").fill("50%")
  await begin(page)
  await page.waitForURL("**/imports/*")
  await stateChip(page, "Completed with errors").waitFor({ timeout: 40_000 })
  await page
    .getByRole("row", { name: /photo\.png/ })
    .first()
    .waitFor()
  await page.getByText(/^Imported 2 documents in .*; 1 document could not be used\.$/).waitFor()
  await page
    .getByRole("row", { name: /^Pieces/ })
    .first()
    .getByText("2 embedded")
    .waitFor()
  expect(await violations(page)).toEqual([])
  expect(troubles).toEqual([])
})

test("a ZIP brings its metadata in a file beside it", async () => {
  const { page, troubles } = await site.open("/", { bypassCSP: true })
  const buffer = await zipOf({ "one.txt": "In the archive." })
  await choose(page, "Documents", { name: "archive.zip", buffer })
  const about = text("authors.json", '{"one.txt": {"author": "An"}}')
  await page.getByLabel("Add metadata").setInputFiles({ ...about, mimeType: "application/json" })
  await page.getByText("2 files,").waitFor()
  expect(await violations(page)).toEqual([])
  await begin(page)
  await page.waitForURL("**/imports/*")
  await page
    .locator(".job-title .chip")
    .getByText(/^Completed/)
    .waitFor({ timeout: 40_000 })
  expect(troubles).toEqual([])
})

test("more documents than an import may have are said at once", async () => {
  const { page } = await site.open("/", { bypassCSP: true })
  await choose(page, "Documents", ...Array.from({ length: 101 }, (_, i) => text(`${i}.txt`, String(i))))
  await page
    .getByRole("alert")
    .filter({ hasText: "101 files are chosen; one import may have 100." })
    .waitFor()
  expect(await violations(page)).toEqual([])
  await page.getByRole("button", { name: "Remove 7.txt" }).click()
  await page.getByText("100 files,").waitFor()
  expect(await (await start(page)).getAttribute("aria-disabled")).toBe("false")
})

test("the example of every dataset can be put to use with one press", async () => {
  const { page, troubles } = await site.open()
  for (const [dataset, expected] of [
    ["Taxonomy", "taxonomy.csv"],
    ["Documents", "documents.zip"],
  ] as const) {
    await choose(page, dataset)
    await page.getByRole("button", { name: "use it here" }).click()
    // The name stands beside the button as well: only when it is chosen there is something to begin with.
    await page.locator(".drop, .files").getByText(expected, { exact: true }).waitFor()
    await begin(page)
    await page.waitForURL("**/imports/*")
    await stateChip(page, "Completed").waitFor({ timeout: 40_000 })
    await page.goto(site.url)
  }
  expect(troubles).toEqual([])
})

test("stored files are listed by the names people gave them, and copies told apart by date and size", async () => {
  const ids = ["01a202ce-0000-7000-8000-00000000000a", "01a202ce-0000-7000-8000-00000000000b"]
  for (const [copy, id] of ids.entries()) {
    const path = join(site.env.SLUICE_FILES ?? "", `${id}-partners.csv`)
    writeFileSync(path, `question,answer\nIs this copy ${copy}?,Yes.${" ".repeat(copy * 2_000)}\n`)
    utimesSync(path, 1_750_000_000, 1_750_000_000 + copy * 86_400)
  }
  const { page, troubles } = await site.open("/", { bypassCSP: true })
  await page.getByLabel("Dataset", { exact: true }).first().selectOption({ label: "Q&A pairs" })
  const files = page.getByLabel("File", { exact: true })
  await files.locator("option").nth(1).waitFor({ state: "attached" })
  const [newer, older] = await files.locator("option").allInnerTexts()
  expect(newer).toMatch(/^partners\.csv – 2 kB, stored .*2025/)
  expect(older).toMatch(/^partners\.csv – \d\d B, stored .*2025/)
  expect(await violations(page)).toEqual([])
  await files.selectOption({ index: 1 })
  await begin(page)
  await page.waitForURL("**/imports/*")
  await stateChip(page, "Completed").waitFor()
  expect(existsSync(join(site.env.SLUICE_FILES ?? "", `${ids[0]}-partners.csv`))).toBe(true)
  expect(troubles).toEqual([])
})
