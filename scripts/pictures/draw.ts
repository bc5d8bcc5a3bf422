import { readdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Browser, Page } from "playwright-core"
import { ownFolder, runScript, startServer } from "../../tests/http/own-server.ts"
import { launchBrowser } from "../../tests/web/browser.ts"
import { buildPage } from "../../tests/web/built-page.ts"
import { heldPeople, people } from "./people.ts"
import { PICTURES, type Picture } from "./scenes.ts"

/** As wide as the documents show them, without the page being squeezed. */
const WIDTH = 1_200

/** A picture as it was drawn, in PNG. */
export interface Drawn {
  name: string
  bytes: Buffer
}

/** Draws every picture, one after the other, on a server of its own that is gone afterwards. */
export async function* drawAll(): AsyncGenerator<Drawn, void> {
  const { folder, env, remove } = ownFolder()
  try {
    await buildPage()
    await fill(folder, env)
    const [browser, server] = await Promise.all([launchBrowser(), startServer(env)])
    try {
      await holdVisitors(server.url)
      await addFeed(server.url)
      for (const picture of PICTURES)
        yield { name: picture.name, bytes: await drawn(browser, server.url, picture) }
    } finally {
      await browser.close()
      server.kill("SIGTERM")
      await server.ended
    }
  } finally {
    remove()
  }
}

/** What was imported before anybody looks. */
async function fill(folder: string, env: Record<string, string>): Promise<void> {
  const files = env.SLUICE_FILES ?? folder
  await command(env, "migrate")
  await command(env, "sample", "--rows", "20000", "--extract", "145", "--updates", "2", "--out", files)
  const [full = ""] = readdirSync(files).filter((name) => name.endsWith("_Full.zip"))
  await command(env, "import", join(files, full))
  writeFileSync(join(folder, "members.csv"), people())
  await command(env, "import", join(folder, "members.csv"), "--dataset", "contacts")
}

async function command(env: Record<string, string>, name: string, ...args: string[]): Promise<void> {
  const { status, output } = await runScript(name, env, ...args)
  if (status !== 0) throw new Error(`npm run ${name} did not work: ${output}`)
}

async function drawn(browser: Browser, url: string, { height, show }: Picture): Promise<Buffer> {
  const context = await browser.newContext({
    viewport: { width: WIDTH, height },
    locale: "en-GB",
    reducedMotion: "reduce",
  })
  try {
    const page = await context.newPage()
    await page.goto(url)
    const part = await show(page)
    await settled(page)
    return await (part ?? page).screenshot()
  } finally {
    await context.close()
  }
}

/** Nothing has the focus, and what fades in is there. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(() => {
    const { activeElement } = document
    if (activeElement instanceof HTMLElement && activeElement.getAttribute("role") !== "grid")
      activeElement.blur()
  })
  await page.mouse.move(0, 0)
  await page.waitForTimeout(500)
}

/** An import that waits for somebody to mend rows of it. */
async function holdVisitors(url: string): Promise<void> {
  const form = new FormData()
  form.append("file", new Blob([heldPeople()]), "visitors.csv")
  form.append("options", JSON.stringify({ on_row_errors: "hold" }))
  await sent(`${url}/api/import/contacts/prepare`, { method: "POST", body: form })
}

async function addFeed(url: string): Promise<void> {
  const feed = {
    name: "Members, every night",
    dataset: "contacts",
    source: { prefix: "members-" },
    schedule: "30 3 * * *",
    time_zone: "Europe/Brussels",
    notify: "office@example.org",
    stale_after: 3,
  }
  const headers = { "content-type": "application/json" }
  await sent(`${url}/api/feeds`, { method: "POST", headers, body: JSON.stringify(feed) })
}

async function sent(url: string, request: RequestInit): Promise<void> {
  const response = await fetch(url, request)
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`)
}
