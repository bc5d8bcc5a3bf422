import { readFileSync } from "node:fs"
import { afterAll, beforeAll, expect, test } from "vitest"
import { answers, type Endpoint, endpoint, sends } from "../embeddings/endpoint.ts"
import { choose, dialect, text } from "./forms.ts"
import { begin, sharedSite, stateChip, toStep, violations } from "./site.ts"

let embeddings: Endpoint
let refusing = false
let against: RegExp | null = null

beforeAll(async () => {
  const refuses = sends({ error: { message: "no" } }, 400)
  embeddings = await endpoint((response, asked) => {
    const no = refusing || asked.body.input.some((one) => against?.test(one))
    return (no ? refuses : answers())(response, asked)
  })
})
afterAll(() => embeddings.close())
const site = sharedSite(["--rows", "100", "--full"], () => ({
  EMBEDDINGS_URL: embeddings.url,
  EMBEDDINGS_MODEL: "small",
}))

const TOO_LARGE = {
  type: "about:blank",
  title: "Content Too Large",
  status: 413,
  code: "body_too_large",
  detail: "The body is larger than 4 MB.",
}

test("what could not be added to an import is tried again after its end", async () => {
  const { page, troubles } = await site.open("/", { bypassCSP: true })
  await choose(page, "Q&A pairs", text("more.csv", "question,answer", "Why?,Because."))
  await toStep(page, "Check")
  await page.getByText("More", { exact: true }).click()
  await page.getByLabel("Max retries").fill("1")
  refusing = true
  await begin(page)
  await page.waitForURL("**/imports/*")
  await stateChip(page, "Completed with errors").waitFor()
  await page
    .getByRole("row", { name: /^Q&A pairs, embed, batch 1/ })
    .getByText(/embedding endpoint/)
    .waitFor()
  expect(await violations(page)).toEqual([])
  refusing = false
  await page.getByRole("button", { name: "Retry all failed (1)" }).click()
  await stateChip(page, "Completed").waitFor()
  expect(await page.getByRole("heading", { name: "Failed batches" }).count()).toBe(0)
  expect(troubles).toEqual([])
})

test("a text that is refused an embedding is shown with why, and tried again", async () => {
  const { page, troubles } = await site.open("/", { bypassCSP: true })
  await choose(
    page,
    "Q&A pairs",
    text("rude.csv", "question,answer", "Who?,Somebody.", "What?,Something rude."),
  )
  against = /rude/
  await begin(page)
  await page.waitForURL("**/imports/*")
  await stateChip(page, "Completed with errors").waitFor()
  await page.getByText(/^Imported 2 rows .*; 1 text is without an embedding\.$/).waitFor()
  await page.getByText("Of 2 texts, 1 is embedded, 1 was refused, and 0 are still to be done.").waitFor()
  await page.getByText("Embedding failed").click()
  await page.getByRole("cell", { name: /refuses the text/ }).waitFor()
  expect(await page.getByRole("heading", { name: /Rows that could not be used/ }).count()).toBe(0)
  expect(await violations(page)).toEqual([])
  against = null
  await page.getByRole("button", { name: "Embed them again" }).click()
  await stateChip(page, "Completed").waitFor()
  await page.getByRole("heading", { name: /without an embedding/ }).waitFor({ state: "detached" })
  expect(troubles).toEqual([])
})

test("rows are pasted as they come out of a spreadsheet, and what is the same in all is said once", async () => {
  const { page, troubles } = await site.open("/", { bypassCSP: true })
  await page.getByLabel("Dataset", { exact: true }).first().selectOption({ label: "Q&A pairs" })
  await page.getByLabel("Paste", { exact: true }).check()
  await page.getByLabel("Paste rows").fill("question\tanswer\nWhat is pasted?\t\n\t\nWhat else?\tThat.\n")
  expect(await violations(page)).toEqual([])
  await page.getByRole("button", { name: "Next" }).click()
  await dialect(page, "Tab, UTF-8").waitFor()
  await page.getByRole("cell", { name: "What is pasted?" }).waitFor()
  await page.getByText("change", { exact: true }).click()
  await page.getByLabel("The same in every row").fill("answer")
  await begin(page)
  await page.getByText("Write one a line, as column = value.").waitFor()
  expect(await violations(page)).toEqual([])
  await page.getByLabel("The same in every row").fill("answer = This is.")
  await begin(page)
  await page.waitForURL("**/imports/*")
  await stateChip(page, "Completed").waitFor({ timeout: 40_000 })
  await page.getByText(/^Imported 2 rows/).waitFor()
  await page.getByText("1 blank row left out.").waitFor()
  expect(troubles).toEqual([])
})

test("undoing an import keeps what somebody has changed since, and says so", async () => {
  const { page, troubles } = await site.open("/", { bypassCSP: true })
  const importing = async (name: string, ...lines: string[]) => {
    await page.goto(site.url)
    await choose(page, "Contacts", text(name, "email,first_name", ...lines))
    await toStep(page, "Look")
    await dialect(page, "Comma, UTF-8").waitFor()
    await toStep(page, "Check")
    await page.getByRole("radio", { name: /^Update/ }).check()
    await page.getByText("More", { exact: true }).click()
    await page.getByLabel("Skip").last().check()
    await begin(page)
    await page.waitForURL("**/imports/*")
    await page
      .locator(".job-title .chip")
      .getByText(/^Completed/)
      .waitFor()
    return page.url()
  }
  const first = await importing("before.csv", "dirk@example.com,Dirk", "els@example.com,Els", "nobody,Fien")
  await page.getByText(/^Imported 2 rows in .*; 1 row could not be used\.$/).waitFor()
  expect(await page.getByRole("list", { name: "Stages" }).innerText()).not.toContain("After-steps")
  await importing("after.csv", "dirk@example.com,Dirk-Jan")
  await page.goto(first)
  await page.getByRole("button", { name: "Undo", exact: true }).click()
  const dialog = page.getByRole("dialog")
  await dialog
    .getByText(/^What this import did will be taken back, but for rows that somebody has changed/)
    .waitFor()
  expect(await dialog.innerText()).not.toContain("Every table will be")
  expect(await violations(page)).toEqual([])
  await dialog.getByRole("button", { name: "Undo the import" }).click()
  await stateChip(page, "Undone").waitFor()
  await page.getByText(/^Undone, but for 1 row that somebody has changed since the import/).waitFor()
  await page.getByRole("heading", { name: "Rows kept as they are (1)" }).waitFor()
  await page.getByText("The row was changed since the import; it was kept as it is.").waitFor()
  await page.getByRole("heading", { name: "Rows that could not be used (1)" }).waitFor()
  await page.getByText("Before the import was undone, every row read was accounted for.").waitFor()
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Report PDF" }).click(),
  ])
  expect(readFileSync(await download.path(), "latin1").startsWith("%PDF")).toBe(true)
  expect(await violations(page)).toEqual([])
  expect(troubles).toEqual([])
})

test("whoever gets to another page by the keyboard is at its beginning, and at the heading when a button goes", async () => {
  const { page, troubles } = await site.open("/?into=contacts")
  const rows = ["email,first_name", "ann@focus.example,Ann", "bob@focus.example,Bob"]
  await choose(page, "Contacts", text("focus.csv", ...rows))
  await begin(page)
  await page.waitForURL("**/imports/*")
  await stateChip(page, "Completed").waitFor({ timeout: 40_000 })
  const focused = () => page.evaluate(() => document.activeElement?.tagName)
  await page.getByRole("link", { name: "Imports" }).press("Enter")
  await page.getByRole("heading", { name: "Recent imports" }).waitFor()
  expect(await focused()).toBe("MAIN")
  await page.getByRole("link", { name: /focus\.csv/ }).press("Enter")
  await page.getByRole("button", { name: "Undo" }).press("Enter")
  expect(await focused()).toBe("BUTTON")
  await page.getByRole("button", { name: "Undo the import" }).press("Enter")
  await stateChip(page, "Undone").waitFor()
  await expect.poll(focused).toBe("H1")
  await page.setViewportSize({ width: 320, height: 700 })
  await page.goto(`${site.url}/?into=contacts&from=paste`)
  await page.getByLabel("Paste", { exact: true }).waitFor()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
  expect(troubles).toEqual([])
})

test("a file that cannot be looked at for a moment is looked at as soon as that works", async () => {
  const { page } = await site.open()
  let asked = 0
  await page.route("**/preview", (route) => {
    asked += 1
    return asked < 3 ? route.abort("connectionreset") : route.continue()
  })
  await choose(page, "Q&A pairs", text("soon.csv", "answer,question", "Soon.,When?"))
  await toStep(page, "Look")
  await page.getByText("The file is looked at as soon as that works, and can be imported before.").waitFor()
  await page.getByRole("cell", { name: "Soon." }).waitFor()
  expect(asked).toBe(3)
})

test.each([
  ["the server", { status: 413, json: TOO_LARGE }],
  ["what stands before it", { status: 413, body: "Request Entity Too Large" }],
])("a file that is too large for %s to be looked at is imported all the same", async (who, answer) => {
  const { page } = await site.open()
  let asked = 0
  await page.route("**/preview", (route) => {
    asked += 1
    return route.fulfill(answer)
  })
  await choose(page, "Q&A pairs", text("large.csv", "question,answer", `How large?,Too large for ${who}.`))
  await toStep(page, "Look")
  await page.getByText("It can be imported all the same.").waitFor()
  await begin(page)
  await page.waitForURL("**/imports/*")
  await stateChip(page, "Completed").waitFor()
  expect(asked).toBe(1)
})
