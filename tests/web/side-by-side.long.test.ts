import type { Page } from "playwright-core"
import { afterAll, beforeAll, expect, test } from "vitest"
import { type FileServer, serveWithoutEnd } from "../store/file-server.ts"
import { begin, sharedSite } from "./site.ts"

let files: FileServer

beforeAll(async () => {
  files = await serveWithoutEnd()
})
afterAll(() => files.close())
const site = sharedSite(null, () => ({ SLUICE_URL_ALLOW: files.host, SLUICE_PREPARE_BUDGET_SECONDS: "1" }))

const isOfPreparing = (url: URL) => url.searchParams.get("status") === "preparing"

interface Begun {
  job_id: string
  title: string
}

/** What is being prepared, by the names of the files. */
async function preparing(): Promise<Begun[]> {
  const { imports } = await (await fetch(`${site.url}/api/imports?status=preparing`)).json()
  return imports as Begun[]
}

/** The page of the import of a file, once the server knows of it. */
async function pageOf(name: string): Promise<string> {
  const find = async () => (await preparing()).find(({ title }) => title.endsWith(name))
  await expect.poll(find, { timeout: 10_000 }).toBeDefined()
  return `${site.url}/imports/${(await find())?.job_id}`
}

/** Begins an import as somebody else does, who does not wait for it. */
function beginElsewhere(name: string): void {
  const body = JSON.stringify({ url: files.url(`/${name}`) })
  const headers = { "content-type": "application/json" }
  void fetch(`${site.url}/api/import/contacts/prepare`, { method: "POST", headers, body }).catch(() => {})
}

async function beginHere(page: Page, name: string): Promise<void> {
  await page.getByLabel("Dataset", { exact: true }).first().selectOption({ label: "Contacts" })
  await page.getByRole("radio", { name: "Address" }).check()
  await page.getByPlaceholder("https://…").fill(files.url(`/${name}`))
  await begin(page)
}

/** Lets the server open the import, and the page know of it only when it is let. */
async function answerWhen(page: Page, told: () => Promise<unknown>): Promise<void> {
  await page.route(
    "**/prepare",
    async (route) => {
      const response = await route.fetch()
      await told()
      await route.fulfill({ response })
    },
    { times: 1 },
  )
}

test("an import that somebody else begins just after one's own is not taken for it", async () => {
  const { page, troubles } = await site.open("/?into=contacts")
  let isSent = false
  page.on("request", (request) => {
    isSent ||= request.url().endsWith("/prepare")
  })
  let looks = 0
  await page.route(isOfPreparing, async (route) => {
    if (isSent) looks += 1
    if (looks > 0) await pageOf("own.csv")
    if (looks === 2) {
      beginElsewhere("other.csv")
      await pageOf("other.csv")
    }
    await route.continue()
  })
  await answerWhen(page, () => page.waitForURL("**/imports/*"))
  await beginHere(page, "own.csv")
  await page.waitForURL("**/imports/*")
  expect(page.url()).toBe(await pageOf("own.csv"))
  expect(troubles).toEqual([])
})

test("an import that somebody else begins just before one's own gives way to it", async () => {
  const { page, troubles } = await site.open("/?into=contacts")
  await page.route(
    "**/prepare",
    async (route) => {
      beginElsewhere("before.csv")
      await page.waitForURL(await pageOf("before.csv"))
      await route.continue()
    },
    { times: 1 },
  )
  await beginHere(page, "mine.csv")
  await page.waitForURL(await pageOf("mine.csv"))
  expect(troubles).toEqual([])
})
