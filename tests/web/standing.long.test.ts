import { readFileSync } from "node:fs"
import { join } from "node:path"
import type { Page } from "playwright-core"
import { expect, test } from "vitest"
import { sharedSite, stateChip, violations } from "./site.ts"

const site = sharedSite(["--rows", "100", "--updates", "2"])

const FULL = "KboOpenData_0140_2025_10_05_Full.zip"
const stored = (name: string) => readFileSync(join(site.env.SLUICE_FILES ?? "", name))
const standing = (page: Page) => page.getByRole("region", { name: "Where things stand" })

interface Sent {
  name: string
  text?: string
  bytes?: Buffer
}

/** Drops files somewhere on the page. */
function drop(page: Page, selector: string, ...files: Sent[]): Promise<void> {
  const sent = files.map(({ name, text = "", bytes }) => ({
    name,
    base64: (bytes ?? Buffer.from(text)).toString("base64"),
  }))
  return page
    .locator(selector)
    .first()
    .evaluate((target, sent) => {
      const dataTransfer = new DataTransfer()
      for (const { name, base64 } of sent) {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
        dataTransfer.items.add(new File([bytes], name))
      }
      for (const kind of ["dragover", "drop"]) {
        target.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }))
      }
    }, sent)
}

const dataset = (page: Page) => page.getByLabel("Dataset", { exact: true }).first()

test("with nothing there the page begins with the one press that makes sense", async () => {
  const { page, troubles } = await site.open("/", { bypassCSP: true })
  const first = page.getByRole("button", { name: "Import the sample" })
  await first.waitFor()
  expect(await page.locator("main .button.primary").first().innerText()).toBe("Import the sample")
  await page.locator(".start-first").getByText(FULL).waitFor()
  expect(await standing(page).count()).toBe(0)
  expect(await violations(page)).toEqual([])
  await first.click()
  await page.waitForURL("**/imports/*")
  await stateChip(page, "Completed").waitFor()
  expect(troubles).toEqual([])
})

async function post(path: string, body: object): Promise<{ job_id: string }> {
  const headers = { "content-type": "application/json" }
  const response = await fetch(site.url + path, { method: "POST", headers, body: JSON.stringify(body) })
  return (await response.json()) as { job_id: string }
}

test("the register is told with the extract that is ready, and as up to date once there is none", async () => {
  const { page, troubles } = await site.open("/", { bypassCSP: true, locale: "en-GB" })
  await standing(page).getByText("Extract 141 is ready to import").waitFor()
  await standing(page).getByText("the register is at extract 140, of 4 October 2025").waitFor()
  expect(await violations(page)).toEqual([])
  for (const [number, ready] of [
    [141, "Extract 142 is ready to import"],
    [142, /^No newer extract is stored; the data is \d+ days old$/],
  ] as const) {
    await standing(page).getByRole("button", { name: "Import Daily Update" }).click()
    await page.waitForURL("**/imports/*")
    await stateChip(page, "Completed").waitFor()
    expect(await page.title()).toContain(String(number))
    await page.getByRole("link", { name: "Imports" }).click()
    await standing(page).getByText(ready).waitFor()
  }
  await page.clock.setSystemTime("2025-10-07T09:00:00Z")
  await page.reload()
  await standing(page).getByText("Up to date, 1 day old").waitFor()
  expect(await violations(page)).toEqual([])
  expect(troubles).toEqual([])
})

test("imports that wait for a person are on top, and can be asked for alone", async () => {
  const rows = [{ question: "Why?", answer: "Because." }, { question: "And how?" }]
  const { job_id } = await post("/api/import/qa-pairs/prepare", { rows, options: { on_row_errors: "hold" } })
  const { page, troubles } = await site.open("/", { bypassCSP: true, viewport: { width: 360, height: 800 } })
  const waiting = standing(page).getByRole("listitem").filter({ hasText: "Q&A pairs" })
  await waiting.getByText("Needs you").waitFor()
  await waiting.getByText("1 row cannot be used; nothing is imported yet").waitFor()
  await page.getByLabel("State").selectOption({ label: "Needs you" })
  const list = page.getByRole("group", { name: "Imports" })
  await expect.poll(() => list.getByRole("link").count()).toBe(1)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
  expect(await violations(page)).toEqual([])
  await waiting.getByRole("link").click()
  await page.waitForURL(`**/imports/${job_id}`)
  await page.getByRole("button", { name: "Cancel", exact: true }).click()
  await page.getByRole("button", { name: "Cancel the import" }).click()
  await stateChip(page, "Cancelled").waitFor()
  await page.goBack()
  await page.getByText("No import fits.").waitFor()
  await waiting.waitFor({ state: "detached" })
  expect(troubles).toEqual([])
})

test("feeds are there with when they run next", async () => {
  const source = { prefix: "people/" }
  const when = { schedule: "0 7 * * *", time_zone: "UTC" }
  await post("/api/feeds", { name: "people", dataset: "contacts", source, ...when })
  const { page } = await site.open()
  const line = standing(page).getByRole("listitem").filter({ hasText: "people" })
  await line.getByText(/^next run (in|now|tomorrow)/).waitFor()
  await line.getByRole("link").click()
  await page.getByRole("region", { name: "people" }).getByText("It has not run yet").waitFor()
})

test("a file dropped on any page begins an import as what is in it, and can be taken for something else", async () => {
  const { page, troubles } = await site.open("/feeds", { bypassCSP: true })
  await page.getByRole("heading", { name: "Feeds" }).waitFor()
  await drop(page, "main", { name: "all of it.zip", bytes: stored(FULL) })
  await page
    .getByText("all of it.zip looks like KBO daily update: it has the register's files in it.")
    .waitFor()
  expect(await dataset(page).inputValue()).toBe("daily-update")
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("SELECT")
  expect(await violations(page)).toEqual([])
  await dataset(page).selectOption({ label: "Documents" })
  await page.getByRole("button", { name: "Import it as KBO daily update" }).click()
  expect(await dataset(page).inputValue()).toBe("daily-update")
  await page.getByRole("button", { name: "Next" }).click()
  await page.getByRole("button", { name: "Start the import" }).waitFor()
  await drop(page, "h1", { name: "people.csv", text: "E-mail,Voornaam\nan@drop.example,An\n" })
  await page.getByText("people.csv looks like Contacts: it has 2 columns of theirs.").waitFor()
  await page.getByRole("button", { name: "Next" }).click()
  await page.getByRole("cell", { name: "an@drop.example" }).waitFor()
  await page.goBack()
  await drop(page, "body", { name: "a.txt", text: "One." }, { name: "b.md", text: "Two." })
  await page.getByText("2 files look like Documents: there are several.").waitFor()
  await drop(page, "h1", { name: "odd.csv", text: "x,y\n1,2\n" })
  await page.getByText("What odd.csv is cannot be told from its content: choose its dataset.").waitFor()
  expect(troubles).toEqual([])
})

test("rows pasted on any page begin an import, and text in a field stays there", async () => {
  const { page, troubles } = await site.open("/feeds?feed=new")
  const paste = (selector: string) =>
    page.locator(selector).evaluate((target) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData("text/plain", "vraag\tantwoord\nHoe?\tZo.\n")
      target.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }))
    }, null)
  await page.getByLabel("Name", { exact: true }).waitFor()
  await paste("input[name=name]")
  await paste("h1")
  await page.getByText("pasted.csv looks like Q&A pairs: it has 2 columns of theirs.").waitFor()
  await page.getByRole("button", { name: "Next" }).click()
  await page.getByRole("cell", { name: "Hoe?" }).waitFor()
  await page.goBack()
  await page.goBack()
  await page.getByRole("heading", { name: "New feed" }).waitFor()
  expect(troubles).toEqual([])
})

test("a file that is chosen before anybody says what it is, is taken for what it is", async () => {
  const { page, troubles } = await site.open("/?from=files")
  await page.locator(".drop input").setInputFiles({
    name: "people.csv",
    mimeType: "text/csv",
    buffer: Buffer.from("email,phone\nbo@drop.example,\n"),
  })
  await page.getByText("people.csv looks like Contacts").waitFor()
  await expect.poll(() => dataset(page).inputValue()).toBe("contacts")
  await page.getByRole("button", { name: "Next" }).click()
  await page.getByRole("cell", { name: "bo@drop.example" }).waitFor()
  expect(troubles).toEqual([])
})

test("a dataset that somebody chooses stays, though what the file seems to be is known only afterwards", async () => {
  const { page, troubles } = await site.open("/?from=files")
  let answer = () => {}
  const answered = new Promise<void>((resolve) => {
    answer = resolve
  })
  await page.route("**/preview", async (route) => {
    await answered
    await route.continue()
  })
  const asked = page.waitForRequest("**/preview")
  await page.locator(".drop input").setInputFiles({
    name: "people.csv",
    mimeType: "text/csv",
    buffer: Buffer.from("email,phone\nbo@drop.example,\n"),
  })
  const guessing = await asked
  await dataset(page).selectOption({ label: "Q&A pairs" })
  await page.getByText("people.csv").first().waitFor()
  answer()
  await (await guessing.response())?.finished()
  await page.getByRole("button", { name: "Next" }).click()
  await page.getByText("bo@drop.example").waitFor()
  expect(new URL(page.url()).searchParams.get("into")).toBe("qa-pairs")
  expect(troubles).toEqual([])
})
