import type { Page } from "playwright-core"
import { afterAll, beforeAll, expect, test } from "vitest"
import { type FileServer, sendFile, serve } from "../store/file-server.ts"
import { sharedSite, violations } from "./site.ts"

let server: FileServer
let missing = false
let letGo = () => {}
const held = new Promise<void>((resolve) => {
  letGo = resolve
})

beforeAll(async () => {
  server = await serve(async (request, response) => {
    if (request.url === "/held.csv") await held
    if (request.url === "/hook") return void response.writeHead(204).end()
    if (missing) return void response.writeHead(404).end()
    sendFile(request, response, {
      content: Buffer.from(
        request.url === "/questions.csv"
          ? "question,answer\nWhat?,That.\n"
          : "email,first_name\nan@example.com,An\n",
      ),
      etag: '"1"',
    })
  })
})
afterAll(() => server.close())
const site = sharedSite(null, () => ({
  SLUICE_URL_ALLOW: server.host,
  SLUICE_WEBHOOK_SECRET: `whsec_${Buffer.alloc(24).toString("base64")}`,
}))

/** Sets up a feed the way a program does; answers its id. */
async function added(feed: object): Promise<string> {
  const answer = await api("/feeds", { schedule: "0 0 1 1 *", ...feed })
  return (answer as { feed_id: string }).feed_id
}

async function api(path: string, body?: object): Promise<unknown> {
  const sent = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) }
  return (await fetch(`${site.url}/api${path}`, body && sent)).json()
}

const panel = (page: Page, name: string) => page.getByRole("region", { name })

test("a feed is set up on the page, run at once, and leads to what it imported", async () => {
  const { page, troubles } = await site.open("/", { bypassCSP: true })
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Feeds" }).click()
  await page.getByRole("heading", { name: "Nothing repeats yet" }).waitFor()
  expect(await violations(page)).toEqual([])
  await page.getByRole("link", { name: "Add a feed" }).click()
  await page.getByLabel("Dataset", { exact: true }).selectOption({ label: "Contacts" })
  expect(await page.getByLabel("KBO portal").count()).toBe(0)
  await page.getByRole("button", { name: "Add the feed" }).click()
  await page.getByText("Say where its files come from.").waitFor()
  expect(await page.evaluate(() => document.activeElement?.getAttribute("name"))).toBe("name")
  expect(await violations(page)).toEqual([])
  await page.getByLabel("Name", { exact: true }).fill("people")
  await page.getByLabel("Address", { exact: true }).last().fill(server.url("/people-{yyyy}.csv"))
  await page.getByLabel("How often").selectOption({ label: "Once a week" })
  await page.getByLabel("Day of the week").selectOption({ label: "Friday" })
  await page.getByLabel("At", { exact: true }).fill("06:30")
  expect(await page.getByLabel("Cron expression").inputValue()).toBe("30 6 * * 5")
  await page.getByLabel("Time zone").selectOption({ label: "Europe/Brussels" })
  await page.getByLabel("Mail", { exact: true }).fill("ann@example.com")
  await page.getByRole("radio", { name: /^Update/ }).check()
  await page.getByRole("button", { name: "Add the feed" }).click()
  const people = panel(page, "people")
  await people.getByText("Every Friday at 06:30, Europe/Brussels").waitFor()
  await people.getByText("A mail to ann@example.com").waitFor()
  await people.getByText("No mail will be sent: no mail server is configured (SMTP_URL).").waitFor()
  await people.getByRole("button", { name: "Run now" }).click()
  await people.getByText("1 import.").waitFor()
  await people.getByText("In order").waitFor()
  await people.getByText("The last 30 runs").click()
  await people.getByRole("row", { name: /Imported.*Its import.*Run by hand.*1 import/ }).waitFor()
  expect(await violations(page)).toEqual([])
  await page.reload()
  await people.getByRole("row", { name: /Imported/ }).waitFor()
  await people.getByRole("link", { name: "Its import" }).first().click()
  await page.waitForURL("**/imports/*")
  await page.locator(".job-title").waitFor()
  expect(troubles).toEqual([])
})

test("a feed is changed, paused, resumed and removed", async () => {
  const { page, troubles } = await site.open("/feeds", { bypassCSP: true })
  const people = panel(page, "people")
  await people.getByRole("link", { name: "Change" }).click()
  const form = panel(page, "Change people")
  expect(await form.getByLabel("Day of the week").inputValue()).toBe("5")
  expect(await form.getByRole("radio", { name: /^Update/ }).isChecked()).toBe(true)
  expect(await form.getByLabel("Dataset", { exact: true }).isDisabled()).toBe(true)
  await form.getByLabel("How often").selectOption({ label: "Otherwise, as a cron expression" })
  await form.getByLabel("Cron expression").fill("every day")
  await form.getByRole("button", { name: "Save" }).click()
  await form.getByText(/"every day" in "Europe\/Brussels" is no schedule/).waitFor()
  expect(await violations(page)).toEqual([])
  await form.getByLabel("Cron expression").fill("15 3 1 1 *")
  await form.getByLabel("Stale after days").fill("2")
  await form.getByRole("button", { name: "Save" }).click()
  await people.getByText("At 15 3 1 1 *, Europe/Brussels").waitFor()
  await people.getByRole("button", { name: "Pause" }).click()
  await people.getByText("None while it is paused").waitFor()
  await people.getByRole("button", { name: "Resume" }).click()
  await people.getByText("None while it is paused").waitFor({ state: "detached" })
  await people.getByRole("button", { name: "Remove" }).click()
  await page.getByRole("dialog").getByText("What it has imported stays.").waitFor()
  await page.getByRole("button", { name: "Remove the feed" }).click()
  await page.getByRole("heading", { name: "Nothing repeats yet" }).waitFor()
  expect(troubles).toEqual([])
})

test("a feed that fails says why, and whom it told, and nothing is wider than a phone", async () => {
  const { page, troubles } = await site.open("/feeds?feed=new", {
    bypassCSP: true,
    viewport: { width: 360, height: 800 },
    colorScheme: "dark",
  })
  missing = true
  await page.getByLabel("Dataset", { exact: true }).selectOption({ label: "Q&A pairs" })
  await page.getByLabel("Name", { exact: true }).fill("questions")
  await page.getByLabel("Address", { exact: true }).last().fill(server.url("/questions.csv"))
  await page.getByLabel("Webhook", { exact: true }).fill(server.url("/hook"))
  await page.getByRole("button", { name: "Add the feed" }).click()
  const questions = panel(page, "questions")
  await questions.getByRole("button", { name: "Test the webhook" }).click()
  await questions.getByText("The webhook took the test: 204 No Content.").waitFor()
  await questions.getByRole("button", { name: "Run now" }).click()
  await questions
    .getByText(/answers 404\. Look whether the address of the feed is right\./)
    .first()
    .waitFor()
  await questions.getByText("The last 30 runs").click()
  await questions.getByRole("row", { name: /Failed/ }).waitFor()
  await questions.getByText("What it has told").click()
  await questions.getByRole("row", { name: /^It failed .* Webhook to .* Taken 204 No Content$/ }).waitFor()
  missing = false
  await questions.getByRole("button", { name: "Run now" }).click()
  await questions.getByRole("row", { name: /^An import finished .* Webhook to .* Taken/ }).waitFor()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
  expect(await violations(page)).toEqual([])
  await page.getByRole("link", { name: "Add a feed" }).click()
  await page.getByRole("heading", { name: "New feed" }).waitFor()
  await page.goBack()
  await page.getByRole("heading", { name: "New feed" }).waitFor({ state: "detached" })
  await questions.waitFor()
  expect(troubles).toEqual([])
})

test("changing a feed keeps how it was told elsewhere to read its files, and no days are no number of days", async () => {
  const options = { delimiter: "~", encoding: "utf-8", constants: { last_name: "Peeters" } }
  const source = { url: server.url("/tilde.csv") }
  const feed_id = await added({ name: "tilde", dataset: "contacts", source, options })
  const { page, troubles } = await site.open(`/feeds?feed=${feed_id}`)
  const form = panel(page, "Change tilde")
  await form.getByLabel("Stale after days").fill("0")
  await form.getByRole("button", { name: "Save" }).click()
  await form.getByText("Give a number of days above 0, at most 366.").waitFor()
  await form.getByLabel("Stale after days").fill("3")
  await form.getByRole("button", { name: "Save" }).click()
  await form.waitFor({ state: "detached" })
  expect(await api(`/feeds/${feed_id}`)).toMatchObject({ stale_after: 3, options })
  expect(troubles).toEqual([])
})

test("a run that somebody else ends meanwhile is told as it ended, and no other is begun", async () => {
  const source = { url: server.url("/held.csv") }
  const feed_id = await added({ name: "held", dataset: "contacts", source })
  const { page, troubles } = await site.open("/feeds")
  const isAskedFor = () => server.requests.some(({ url }) => url === "/held.csv")
  let theirs: Promise<unknown> | undefined
  await page.route("**/run", async (route) => {
    if (theirs === undefined) {
      theirs = api(`/feeds/${feed_id}/run`, {})
      await expect.poll(isAskedFor).toBe(true)
    } else {
      letGo()
      await theirs
    }
    await route.continue()
  })
  await panel(page, "held").getByRole("button", { name: "Run now" }).click()
  await panel(page, "held").getByText("1 import.").first().waitFor()
  expect(await api(`/feeds/${feed_id}/runs`)).toMatchObject({ runs: [{ result: "imported" }] })
  expect(troubles).toEqual([])
})

test("choosing another dataset or source for a new feed keeps whom it tells, and when it runs", async () => {
  const { page, troubles } = await site.open("/feeds?feed=new")
  await page.getByLabel("Dataset", { exact: true }).selectOption("contacts")
  await page.getByLabel("Mail", { exact: true }).fill("an@example.org")
  await page.getByLabel("How often").selectOption("monthly")
  await page.getByRole("radio", { name: "Stored files" }).check({ force: true })
  expect(await page.getByLabel("How often").inputValue()).toBe("monthly")
  await page.getByLabel("Dataset", { exact: true }).selectOption("daily-update")
  expect(await page.getByLabel("Mail", { exact: true }).inputValue()).toBe("an@example.org")
  expect(await page.getByLabel("Stale after days").inputValue()).toBe("4")
  expect(troubles).toEqual([])
})
