import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { inLongRuns } from "../support/rounds.ts"
import { choose, dialect, field, start, text } from "./forms.ts"
import { begin, sharedSite, stateChip, toStep, violations } from "./site.ts"

const site = sharedSite(["--rows", "100", "--full"])

const PEOPLE = [
  "Naam;E-mailadres;Telefoon;Klantcode",
  "Zoë;zoe@voorbeeld.example;0470 00 00 01;K1",
  "André;andre@voorbeeld.example;0470 00 00 02;K2",
  "Chloé;geen adres;0470 00 00 03;K3",
  "te;veel;voor;hem;hier",
]

test("the sample of any dataset is imported with one press while there is nothing yet", async () => {
  const { page, troubles } = await site.open("/", { bypassCSP: true })
  await choose(page, "Q&A pairs")
  await page.getByText("qa-pairs.csv, a small made-up file").waitFor()
  expect(await violations(page)).toEqual([])
  await page.route("**/example", (route) => route.fulfill({ status: 403 }), { times: 1 })
  await page.getByRole("button", { name: "Import the sample" }).click()
  await page.getByText("The server answered 403").waitFor()
  await page.getByRole("button", { name: "Import the sample" }).click()
  await page.waitForURL("**/imports/*")
  await stateChip(page, "Completed").waitFor({ timeout: 40_000 })
  expect(await violations(page)).toEqual([])
  expect(troubles).toEqual([])
})

inLongRuns(
  "one press imports the extract that comes next, and without one a sentence says how to get it",
  async () => {
    const { page, troubles } = await site.open("/admin/imports", { bypassCSP: true })
    const button = page.getByRole("button", { name: "Import Daily Update" })
    await page
      .locator(".next-update")
      .getByText(/^KboOpenData_\d+_\S+_Full\.zip$/)
      .waitFor()
    expect(await violations(page)).toEqual([])
    await button.click()
    await page.waitForURL("**/imports/*")
    await stateChip(page, "Completed").waitFor({ timeout: 40_000 })
    await page.goto(`${site.url}/`)
    await page.getByText("Every stored extract is imported. Upload the next one").waitFor()
    expect(await button.getAttribute("aria-disabled")).toBe("true")
    expect(await violations(page)).toEqual([])
    await button.click({ force: true })
    expect(new URL(page.url()).pathname).toBe("/")
    expect(troubles).toEqual([])
  },
)

inLongRuns(
  "an import that holds over its bad rows waits for a person, who looks at them and imports the rest",
  async () => {
    const { page, troubles } = await site.open("/", { bypassCSP: true })
    await choose(
      page,
      "Q&A pairs",
      text("some.csv", "question,answer", "How?,Like this.", "No answer,", "Nor here,"),
    )
    await toStep(page, "Check")
    await page.getByText("More", { exact: true }).click()
    const rule = page.getByRole("group", { name: "Rows that cannot be used" })
    expect(await rule.getByLabel("Hold").isChecked()).toBe(true)
    const words = ["Batch size", "Wait only with more bad rows than", "Max retries", "Mail when it is over"]
    for (const word of words) await page.getByLabel(word).waitFor()
    await page.getByRole("group", { name: "When a batch has failed for good" }).waitFor()
    await begin(page)
    await page.waitForURL("**/imports/*")
    await stateChip(page, "Needs you").waitFor()
    await page.getByText("1 row is fine, 2 rows cannot be used, and nothing is imported yet.").waitFor()
    await page.getByRole("heading", { name: "What would change" }).waitFor()
    const asked: string[] = []
    page.on("request", (request) => void (request.method() === "POST" && asked.push(request.url())))
    expect(await violations(page)).toEqual([])
    await page.reload()
    await page.getByRole("link", { name: "Mend them" }).click()
    await page.waitForURL(/#row-errors$/)
    await page.getByRole("heading", { name: "Rows that could not be used (2)" }).waitFor()
    await page.getByRole("button", { name: "Cancel" }).waitFor()
    expect(await page.getByRole("button", { name: "Pause" }).count()).toBe(0)
    expect(asked).toEqual([])
    await page.getByRole("button", { name: "Import the rest" }).click()
    await stateChip(page, "Completed with errors").waitFor({ timeout: 40_000 })
    await page.getByText(/^Imported 1 row .*2 rows could not be used/).waitFor()
    expect(troubles).toEqual([])
  },
)

inLongRuns(
  "a file with semicolons in Windows-1252 is shown as it will be read, with what is wrong in it",
  async () => {
    const { page, troubles } = await site.open("/", { bypassCSP: true })
    await choose(page, "Contacts", {
      name: "klanten.csv",
      buffer: Buffer.from(PEOPLE.join("\r\n"), "latin1"),
    })
    await toStep(page, "Look")
    await dialect(page, "Semicolon, Windows-1252").waitFor()
    const row = (name: string) => page.getByRole("row", { name: new RegExp(name) })
    await row("Zoë").waitFor()
    await toStep(page, "Columns")
    expect(await field(page, "E-mailadres").inputValue()).toBe("email")
    expect(await field(page, "Klantcode").inputValue()).toBe("")
    const goes = page.getByRole("combobox", { name: /goes to$/ })
    expect(await goes.first().getAttribute("aria-label")).toBe("Klantcode goes to")
    expect(await violations(page)).toEqual([])
    await toStep(page, "Look")
    const cell = row("Chloé").getByRole("cell", { name: "geen adres" })
    const why = await cell.getAttribute("aria-describedby")
    expect(await page.locator(`[id="${why}"]`).innerText()).toMatch(
      /Row 3, line 4: email is not an e-mail address/,
    )
    await page.getByText("Line 5: The row has more fields than the header, and they are not empty.").waitFor()
    expect(await violations(page)).toEqual([])
    await dialect(page, "Semicolon").click()
    await page.getByLabel("Encoding").selectOption({ label: "UTF-8" })
    await page.getByText("Line 2: The row has bytes that are no text in its encoding.").waitFor()
    await page.getByLabel("Encoding").selectOption({ label: "Detected" })
    await page.getByLabel("Delimiter").selectOption({ label: "Comma" })
    await page.getByRole("alert").filter({ hasText: "Nothing in the file goes to Email or phone" }).waitFor()
    expect(await (await start(page)).getAttribute("aria-disabled")).toBe("true")
    expect(await violations(page)).toEqual([])
    expect(troubles).toEqual([])
  },
)

test("contacts are imported with the columns a person has chosen, and the same file leads to the same import", async () => {
  const { page, troubles } = await site.open("/", { bypassCSP: true })
  const file = text(
    "people.csv",
    "who,mail,second mail,remark",
    "An,old@example.com,an@example.com,likes tea",
    "Bo,bo.old@example.com,bo@example.com,",
    "Cy,cy.old@example.com,nobody,",
  )
  await choose(page, "Contacts", file)
  await toStep(page, "Columns")
  await field(page, "who").selectOption({ label: "First name" })
  await field(page, "second mail").selectOption({ label: "Email" })
  await page.getByRole("alert").filter({ hasText: "not from mail and second mail" }).waitFor()
  expect(await field(page, "mail").getAttribute("aria-invalid")).toBe("true")
  expect(await violations(page)).toEqual([])
  await field(page, "mail").selectOption({ label: "– leave out –" })
  await page.getByText("Row 3, line 4: email is not an e-mail address").waitFor()
  await field(page, "remark").selectOption({ label: "Notes" })
  await toStep(page, "Check")
  await page.getByRole("radio", { name: /^Update/ }).check()
  await begin(page)
  await page.waitForURL("**/imports/*")
  await page.getByRole("button", { name: "Import the rest" }).click()
  await stateChip(page, "Completed with errors").waitFor()
  const cells = page.getByRole("row", { name: /^Contact/ }).first()
  expect((await cells.innerText()).split(/\s+/)).toEqual(expect.arrayContaining(["2", "1"]))
  expect(await page.getByRole("columnheader", { name: /Closed|Merged/ }).count()).toBe(0)
  expect(await violations(page)).toEqual([])
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Download rows to mend" }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/^contacts-rows-to-mend-/)
  const lines = readFileSync(await download.path(), "utf8").split(/\r?\n/)
  expect(lines[0]).toMatch(/who,mail,second mail,remark/)
  expect(lines[1]).toContain("Cy,cy.old@example.com,nobody")
  const address = page.url()
  await page.goto(site.url)
  await choose(page, "Contacts", file)
  await toStep(page, "Columns")
  await field(page, "who").selectOption({ label: "First name" })
  await field(page, "mail").selectOption({ label: "– leave out –" })
  await field(page, "second mail").selectOption({ label: "Email" })
  await field(page, "remark").selectOption({ label: "Notes" })
  await toStep(page, "Check")
  await page.getByRole("radio", { name: /^Update/ }).check()
  await begin(page)
  await page.getByText("This file was imported before, and this is that import.").waitFor()
  expect(page.url()).toBe(address)
  expect(troubles).toEqual([])
})

inLongRuns("a file with the header of an earlier one starts as that one did, or afresh", async () => {
  const { page, troubles } = await site.open("/", { bypassCSP: true })
  const file = text("later.csv", "who,mail,second mail,remark", "Di,old@example.com,di@example.com,")
  await choose(page, "Contacts", file)
  await toStep(page, "Columns")
  await page.getByText(/This file is read as the last one with this header was, on/).waitFor()
  expect(await field(page, "second mail").inputValue()).toBe("email")
  expect(await field(page, "who").inputValue()).toBe("first_name")
  await page.locator(".preview[aria-busy=false]").waitFor()
  expect(await violations(page)).toEqual([])
  await page.getByRole("button", { name: "Begin afresh" }).click()
  await page.getByText(/This file is read as/).waitFor({ state: "detached" })
  await expect.poll(() => field(page, "second mail").inputValue()).not.toBe("email")
  expect(troubles).toEqual([])
})

inLongRuns("a report is saved as PDF, CSV and JSON", async () => {
  const { page } = await site.open()
  await page.getByRole("link", { name: /people\.csv/ }).click()
  for (const [format, start] of [
    ["PDF", "%PDF"],
    ["CSV", ""],
    ["JSON", "{"],
  ] as const) {
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: `Report ${format}` }).click(),
    ])
    expect(readFileSync(await download.path(), "latin1").startsWith(start)).toBe(true)
  }
  const rows = page.getByRole("link", { name: "Contact persons: 2 rows inserted" })
  const job_id = new URL(page.url()).pathname.split("/").at(-1)
  const address = `/api/data/contact_persons?job_id=${job_id}&change=inserted`
  expect((await rows.getAttribute("href"))?.startsWith(address)).toBe(true)
  const [download] = await Promise.all([page.waitForEvent("download"), rows.click()])
  expect(readFileSync(await download.path(), "utf8")).toContain("an@example.com")
})

inLongRuns(
  "options that cannot be are said at their fields, those the server has to know of as well",
  async () => {
    const { page, troubles } = await site.open("/", { bypassCSP: true })
    const asked: string[] = []
    page.on("request", (request) => {
      if (request.method() === "POST") asked.push(request.url())
    })
    await choose(page, "Contacts", text("few.csv", "email", "a@example.com"))
    await toStep(page, "Look")
    await dialect(page, "Comma, UTF-8").waitFor()
    await toStep(page, "Check")
    await page.getByText("More", { exact: true }).click()
    await page.getByLabel("Batch size").fill("5")
    await page.getByLabel("Default country").fill("Belgium")
    await begin(page)
    await page.getByText("Batch size must be a whole number from 50 to 1,000.").waitFor()
    await page.getByText("Name the country by its two letters, like BE.").waitFor()
    expect(await page.getByLabel("Batch size").getAttribute("aria-invalid")).toBe("true")
    expect(await violations(page)).toEqual([])
    expect(asked.filter((url) => !url.endsWith("/preview"))).toEqual([])
    await toStep(page, "File")
    await choose(page, "Taxonomy", text("pages.csv", "url", "https://www.example.com"))
    await toStep(page, "Check")
    await page.getByText("More", { exact: true }).click()
    await page.getByLabel("Project").fill("*")
    await begin(page)
    const project = page.locator(".field").filter({ has: page.getByLabel("Project") })
    await project.getByText("Name one project: * stands for all of them.").waitFor()
    expect(troubles).toEqual([])
  },
)

test("what is no text is refused where the file is", async () => {
  const { page } = await site.open("/", { bypassCSP: true })
  await choose(page, "Q&A pairs", {
    name: "photo.csv",
    buffer: Buffer.from("\x89PNG\r\n\x1a\n0000", "latin1"),
  })
  await page.getByRole("alert").filter({ hasText: "photo.csv is a picture, not a text file" }).waitFor()
  expect(await (await start(page)).getAttribute("aria-disabled")).toBe("true")
  expect(await violations(page)).toEqual([])
})

test("Next shows each step, and begins nothing before the last", async () => {
  const { page, troubles } = await site.open("/", { bypassCSP: true })
  const rows = ["A list of members", "", "email;name", "ann@next.example;Ann"]
  await choose(page, "Contacts", text("members.csv", ...rows))
  const next = page.getByRole("button", { name: "Next", exact: true })
  const shown = (name: string) =>
    page.getByRole("button", { name, exact: true }).and(page.locator("[aria-current=step]"))
  await next.click()
  await dialect(page, "names of columns in line 3").waitFor()
  await page.getByText("“A list of members”").waitFor()
  expect(await shown("Look").evaluate((step) => step === document.activeElement)).toBe(true)
  await next.click()
  await shown("Columns").waitFor()
  await next.click()
  await shown("Check").waitFor()
  expect(await violations(page)).toEqual([])
  await page.getByRole("button", { name: "Start the import" }).waitFor()
  expect(new URL(page.url()).searchParams.get("step")).toBe("check")
  expect(troubles).toEqual([])
})
